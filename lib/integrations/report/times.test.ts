import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DateOrder } from "@/lib/measure/attendance-report";
import { decideDateOrder, instantOf, writtenTime, zoneClock } from "./times";

const read = (text: string, order: DateOrder = "dmy", timeZone = "UTC", day?: string): string | null => {
  const time = writtenTime(text);
  const at = time && instantOf(time, { order, zone: zoneClock(timeZone), day });
  return at === null ? null : new Date(at).toISOString();
};

describe("written times", () => {
  const morning = "2022-11-14T09:29:07.000Z";
  it.each<[string, DateOrder]>([
    ["14/11/22, 09:29:07", "dmy"],
    ["11/14/2022 09:29:07 AM", "mdy"],
    ["11/14/2022, 9:29:07 AM", "mdy"],
    ["11/14/2022 9:29:07\u202fAM", "mdy"],
    ["2022-11-14 09:29:07", "dmy"],
    ["2022/11/14 9:29:07", "mdy"],
    ["14.11.2022, 09:29:07", "dmy"],
    ["14. 11. 2022 9:29:07", "dmy"],
    ["14-11-2022 09.29.07", "dmy"],
    ["Nov 14, 2022 09:29:07 AM", "dmy"],
    ["November 14, 2022, 9:29:07 a.m.", "dmy"],
    ["14 Nov 2022 09:29:07", "mdy"],
    ["2022-11-14T09:29:07Z", "dmy"],
    ["2022-11-14T09:29:07.000Z", "dmy"],
    ["2022-11-14T15:14:07+05:45", "dmy"],
    ["2022-11-14 04:29:07 -0500", "dmy"],
    ["11/14/2022 11:29:07 AM GMT+2", "mdy"],
    ["22/11/14 09:29:07", "ymd"],
    ["\u200e14/11/2022 \u200e09:29:07", "dmy"],
  ])("%s", (text, order) => {
    expect(read(text, order)).toBe(morning);
  });

  it("reads AM and PM as clocks do", () => {
    const clock = (text: string) => read(`2022-11-14 ${text}`)?.slice(11, 16);
    expect(["12:05 AM", "1:05 am", "12:05 PM", "1:05 p. m.", "13:05 PM", "0:05 AM"].map(clock)).toEqual([
      "00:05",
      "01:05",
      "12:05",
      "13:05",
      "13:05",
      "00:05",
    ]);
  });

  it.each([
    "",
    "xx",
    "14/11/2022",
    "31/02/2022 09:00",
    "2022-13-01 09:00",
    "14/11/2022 24:00",
    "14/11/2022 09:60",
    "Nox 14, 2022 09:00",
    "0001-01-01 09:00",
    "123/11/2022 09:00",
    "14/11/2022 09:00 EST",
  ])("“%s” is none", (text) => {
    expect(read(text)).toBeNull();
  });

  it("reads times without a zone in the given one, across clock changes", () => {
    expect(read("14/11/2022 09:29:07", "dmy", "Asia/Kathmandu")).toBe("2022-11-14T03:44:07.000Z");
    // Berlin went from +2 to +1 on 30 October 2022, and from +1 to +2 on 27 March 2022 at 02:00.
    expect(read("29/10/2022 12:00", "dmy", "Europe/Berlin")).toBe("2022-10-29T10:00:00.000Z");
    expect(read("30/10/2022 12:00", "dmy", "Europe/Berlin")).toBe("2022-10-30T11:00:00.000Z");
    expect(read("27/03/2022 01:59:59", "dmy", "Europe/Berlin")).toBe("2022-03-27T00:59:59.000Z");
    expect(read("27/03/2022 03:00", "dmy", "Europe/Berlin")).toBe("2022-03-27T01:00:00.000Z");
    expect(read("14/11/2022 09:00", "dmy", "No/Where")).toBeNull();
  });

  it("needs a day for a time of day", () => {
    expect(read("9:29 AM")).toBeNull();
    expect(read("9:29 AM", "dmy", "UTC", "soon")).toBeNull();
    expect(read("9:29 PM", "dmy", "Asia/Kathmandu", "2026-03-05")).toBe("2026-03-05T15:44:00.000Z");
  });

  it("never throws", () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom("14/11/2022 ", "9:29", " AM", "T", "+05:45", "Nov ", "99", ":"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        read(pieces.join(""));
      }),
      { numRuns: 300 },
    );
  });
});

describe("decideDateOrder", () => {
  const time = (text: string) => writtenTime(text)!;
  const stay = (from: string, to: string, statedSeconds: number | null = null) => ({
    from: time(from),
    to: time(to),
    stated_seconds: statedSeconds,
  });
  const decide = (
    texts: string[],
    {
      meeting = null as ReturnType<typeof stay> | null,
      stays = [] as ReturnType<typeof stay>[],
      delimiter = "," as "," | ";" | "\t",
      asked = undefined as DateOrder | undefined,
    } = {},
  ) => decideDateOrder(texts.map(time), { meeting, stays, delimiter }, asked);

  it("follows a number that cannot be a month, over the whole file, whatever was chosen", () => {
    expect(decide(["03/04/2026 9:00", "14/04/2026 9:00"])).toEqual({ order: "dmy", certain: true });
    expect(decide(["03/04/2026 9:00", "04/14/2026 9:00"], { asked: "dmy" })).toEqual({
      order: "mdy",
      certain: true,
    });
    expect(decide(["14/11/22, 09:29"])).toEqual({ order: "dmy", certain: true });
  });

  it("uses the order that the notation fixes", () => {
    expect(decide(["2026/03/04 9:00"])).toEqual({ order: "ymd", certain: true });
    expect(decide(["Mar 4, 2026 9:00"])).toEqual({ order: "mdy", certain: true });
    expect(decide(["9:00 AM"])).toBeNull();
    expect(decide([])).toBeNull();
  });

  it("reads two leading digits as a year only when they cannot be a day, or when chosen", () => {
    expect(decide(["32/02/28 9:00"])).toEqual({ order: "ymd", certain: true });
    expect(decide(["26/11/14 9:00"], { asked: "ymd" })).toEqual({ order: "ymd", certain: false });
  });

  it("picks the order in which the meeting does not last a month", () => {
    // Across midnight: 3 to 4 April, or 4 March to 4 April.
    const meeting = stay("03/04/2026 23:30", "04/04/2026 00:30", 3600);
    const texts = ["03/04/2026 23:30", "04/04/2026 00:30"];
    expect(decide(texts, { meeting, asked: "mdy" })).toEqual({ order: "dmy", certain: true });
    const us = stay("04/03/2026 23:30", "04/04/2026 00:30");
    expect(decide(texts, { stays: [us] })).toEqual({ order: "mdy", certain: true });
  });

  it("follows the choice where the file is ambiguous, else guesses and says so", () => {
    const open = ["03/04/2026 9:00", "03/04/2026 10:00"];
    const stays = [stay("03/04/2026 9:00", "03/04/2026 10:00")];
    expect(decide(open, { stays })).toEqual({ order: "dmy", certain: false });
    expect(decide(open, { stays, asked: "mdy" })).toEqual({ order: "mdy", certain: false });
    expect(decide(["03/04/2026 9:00 AM"])).toEqual({ order: "mdy", certain: false });
    expect(decide(["03/04/2026 9:00 AM"], { delimiter: ";" })).toEqual({ order: "dmy", certain: false });
    expect(decide(["05/05/2026 9:00"])).toEqual({ order: "dmy", certain: true });
  });
});

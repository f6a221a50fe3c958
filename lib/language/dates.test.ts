import { describe, expect, it, test } from "vitest";
import { dateFormat, zoneName } from "./dates";
import { languageCodes } from "./languages";

test("a school's clock has a name in each language", () => {
  const names = (zone: string) => languageCodes.map((code) => zoneName(zone, { code }));
  expect(names("America/Argentina/Buenos_Aires")).toEqual([
    "Buenos Aires time",
    "Ortszeit Buenos Aires",
    "hora de Buenos Aires",
    "heure de Buenos Aires",
    "horário de Buenos Aires",
  ]);
  expect(new Set(names("Etc/UTC"))).toEqual(new Set(["UTC"]));
});

/** No-break spaces as plain ones, so that the expectations can be read. */
const plain = (text: string) => text.replaceAll("\u00a0", " ");
const { absolute, dayAndTime, dayRange, longDate, longDay, relative, shortDay } = dateFormat("en");

describe("dates", () => {
  // Kathmandu is 5 h 45 min ahead of UTC; Lisbon in November equals it.
  const evening = "2026-11-18T18:20:00Z";

  it("are in the given zone, not in the machine's", () => {
    expect(longDate(evening, "Asia/Kathmandu")).toBe("19 November 2026");
    expect(longDate(evening, "Europe/Lisbon")).toBe("18 November 2026");
    expect(absolute(evening, "America/New_York")).toBe("Wed 18 Nov 2026, 13:20");
  });

  it("name today and yesterday by the zone's calendar", () => {
    const now = new Date("2026-11-19T00:30:00Z");
    expect(dayAndTime(evening, now, "Europe/Lisbon")).toBe("yesterday, 18:20");
    expect(dayAndTime(evening, now, "America/New_York")).toBe("today, 13:20");
    expect(dayAndTime("2026-11-11T18:00:00Z", now, "Europe/Lisbon")).toBe("Wed 11 Nov, 18:00");
    expect(dayAndTime("2025-12-31T12:00:00Z", now, "Europe/Lisbon")).toBe("Wed 31 Dec 2025");
  });

  it("are relative up to a day", () => {
    const now = new Date("2026-11-19T00:30:00Z");
    const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
    expect(relative(ago(30), now, "UTC")).toBe("just now");
    expect(plain(relative(ago(359), now, "UTC"))).toBe("5 min ago");
    expect(plain(relative(ago(3 * 3600 + 3599), now, "UTC"))).toBe("3 h ago");
    expect(relative(ago(24 * 3600), now, "UTC")).toBe("yesterday, 00:30");
    expect(relative(ago(-3600), now, "UTC")).toBe("today, 01:30");
    expect(relative(null, now, "UTC")).toBe("—");
    expect(relative("never", now, "UTC")).toBe("—");
  });

  it("write what two days share only once", () => {
    expect(shortDay("2026-10-24")).toBe("24 Oct");
    expect(longDay("2026-10-21")).toBe("21 October 2026");
    expect(dayRange("2026-09-02", "2026-12-02")).toBe("2 September to 2 December 2026");
    expect(dayRange("2026-11-02", "2026-11-20")).toBe("2 to 20 November 2026");
    expect(dayRange("2025-12-30", "2026-01-02")).toBe("30 December 2025 to 2 January 2026");
    expect(dayRange("2026-11-20", "2026-11-20")).toBe("20 November 2026");
  });
});

describe("dates in other languages", () => {
  const now = new Date("2026-11-19T09:30:00Z");
  const written = (code: "de" | "es" | "fr" | "pt") => {
    const format = dateFormat(code);
    return [
      format.longDate("2026-11-18T18:20:00Z", "UTC"),
      format.dayRange("2026-09-02", "2026-12-02"),
      format.dayRange("2026-11-02", "2026-11-20"),
      format.dayAndTime("2026-11-18T18:20:00Z", now, "UTC"),
      plain(format.relative("2026-11-19T09:25:00Z", now, "UTC")),
    ];
  };
  it("have that language's order and words", () => {
    expect(written("de")).toEqual([
      "18. November 2026",
      "2. September bis 2. Dezember 2026",
      "2. bis 20. November 2026",
      "gestern, 18:20",
      "vor 5 min",
    ]);
    expect(written("es")).toEqual([
      "18 de noviembre de 2026",
      "2 de septiembre al 2 de diciembre de 2026",
      "2 al 20 de noviembre de 2026",
      "ayer, 18:20",
      "hace 5 min",
    ]);
    expect(written("fr")[1]).toBe("2 septembre au 2 décembre 2026");
    expect(written("pt")[0]).toBe("18 de novembro de 2026");
  });
});

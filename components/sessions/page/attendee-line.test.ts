import { describe, expect, test } from "vitest";
import { exampleAttendee } from "@/lib/domain/sessions/fixtures";
import type { AttendeeRow } from "@/lib/domain/sessions/schema";
import { languageIn } from "@/lib/platform/catalogues";
import { attendeeLine } from "./attendee-line";

const clock = (instant: string) => instant.slice(11, 16);
const there: AttendeeRow = {
  ...exampleAttendee,
  status: "on_time",
  attended: true,
  first_join: "2026-11-18T18:02:00.000Z",
  last_leave: "2026-11-18T19:26:00.000Z",
  stayed_to_end: false,
  minutes: 84,
  spans: [[0, 5040]],
  messages: 7,
  questions: 1,
};
const line = (row: Partial<AttendeeRow>, status: "ended" | "live" = "ended") =>
  attendeeLine({ ...there, ...row }, status, clock, languageIn("en"));

describe("when somebody was there", () => {
  test("is shown as local time", () => {
    const shown = line({});
    expect([shown.joined, shown.left, shown.presence]).toEqual([
      "18:02",
      { text: "19:26", words: false },
      "Present 18:02 to 19:26",
    ]);
    expect(shown).toMatchObject({ when: "18:02 to 19:26", did: "7 messages, 1 question" });
  });

  test("to the end and still here are texts", () => {
    const end = line({
      stayed_to_end: true,
      spans: [
        [0, 100],
        [200, 300],
      ],
    });
    expect(end.left).toEqual({ text: "to the end", words: true });
    expect(end.presence).toBe("Present 18:02 to the end in 2 stays");
    expect(line({ last_leave: null, stayed_to_end: true }, "live").when).toBe("18:02, still here");
    // Who left a minute ago while it goes on has left.
    expect(line({ stayed_to_end: true }, "live").left?.text).toBe("19:26");
  });

  test("is empty if only the duration is known", () => {
    const shown = line({ status: "attended", first_join: null, last_leave: null, spans: [] });
    expect([shown.joined, shown.left, shown.presence]).toEqual([null, null, "Times not recorded"]);
    expect(shown.minutes).toBe(84);
    expect(shown.status.text).toBe("Attended");
  });
});

test("an absent person can still attend while the session is live", () => {
  const away = {
    status: "did_not_come" as const,
    attended: false,
    first_join: null,
    last_leave: null,
    minutes: null,
    spans: [],
  };
  expect(line(away).status.text).toBe("Did not attend");
  expect(line(away, "live").status.text).toBe("Not here yet");
  expect(line(away)).toMatchObject({ when: "Did not attend", did: "" });
});

test("the recording counts only for who watched it", () => {
  const vod = { watched: false, watch_time_minutes: 0, completion_percentage: 0, ranges: [] };
  expect(line({ vod }).recording).toBeNull();
  expect(line({ vod: { ...vod, watched: true, completion_percentage: 58.2 } }).recording).toBe(58.2);
  expect(line({ vod: null }).recording).toBeNull();
});

test("ratings are of five", () => {
  expect(line({ rating: 4 }).rating).toBe("4 of 5");
  expect(line({ rating: null }).rating).toBe("—");
});

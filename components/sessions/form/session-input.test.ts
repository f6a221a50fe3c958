import { expect, test } from "vitest";
import { changeIn, newSessionIn, type SessionFormValues } from "./session-input";

const values: SessionFormValues = {
  title: "Two samples",
  format: "class",
  course_id: null,
  external_id: null,
  recording_video_id: null,
  recording_time: "",
  chat_enabled: true,
  anonymous_viewers: false,
  left_out: false,
  on_time_minutes: null,
  page_url: null,
  day: "2026-11-18",
  start: "18:00",
  end: "19:00",
};
const edited = {
  id: "s1",
  status: "ended",
  started: "18:02:07",
  ended: "",
  series: false,
  revision: 4,
} as const;

function filled(fields: Record<string, string>): FormData {
  const given = new FormData();
  for (const [name, value] of Object.entries(fields)) given.set(name, value);
  return given;
}
const asPlanned = { title: " Two samples ", format: "class", day: values.day, start: "18:00", end: "19:00" };

test("an empty field is null, an unticked box is false", () => {
  expect(
    newSessionIn(filled({ ...asPlanned, repeat: "two_weeks", repeat_count: "4", on_time_minutes: "" })),
  ).toEqual({
    title: "Two samples",
    format: "class",
    course_id: null,
    external_id: null,
    recording_video_id: null,
    chat_enabled: false,
    anonymous_viewers: false,
    left_out: false,
    on_time_minutes: null,
    page_url: null,
    day: "2026-11-18",
    start: "18:00",
    end: "19:00",
    repeat: "two_weeks",
    repeat_count: 4,
    repeat_until: null,
  });
});

test("times that were not changed are not sent", () => {
  const change = changeIn(filled({ ...asPlanned, started: "18:02:07", ended: "" }), values, edited);
  expect(change).toMatchObject({ session_id: edited.id, revision: 4 });
  expect(change).not.toHaveProperty("when");
  expect(change).not.toHaveProperty("started");
  expect(change).not.toHaveProperty("ended");
  expect(change).not.toHaveProperty("recording_time");
});

test("times that were changed are sent, and an emptied one is null", () => {
  const change = changeIn(
    filled({ ...asPlanned, end: "19:30", started: "", ended: "19:31:00" }),
    values,
    edited,
  );
  expect(change).toMatchObject({
    when: { day: "2026-11-18", start: "18:00", end: "19:30" },
    started: null,
    ended: "19:31:00",
  });
});

test("seconds of zero are no change", () => {
  const whole = { ...edited, started: "18:02:00" };
  expect(changeIn(filled({ ...asPlanned, started: "18:02" }), values, whole)).not.toHaveProperty("started");
});

import { expect, test } from "vitest";
import type { SessionFormValues } from "@/lib/domain/sessions/session-form";
import { clashes } from "../../ui/use-edit";
import { changedTexts, changeIn, newSessionIn, sessionTexts } from "./session-input";

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
  started: "18:02:07",
  ended: "",
};
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
  const change = changeIn(filled({ ...asPlanned, started: "18:02:07", ended: "" }), values);
  expect(change).not.toHaveProperty("when");
  expect(change).not.toHaveProperty("started");
  expect(change).not.toHaveProperty("ended");
  expect(change).not.toHaveProperty("recording_time");
});

test("times that were changed are sent, and an emptied one is null", () => {
  const change = changeIn(filled({ ...asPlanned, end: "19:30", started: "", ended: "19:31:00" }), values);
  expect(change).toMatchObject({
    when: { day: "2026-11-18", start: "18:00", end: "19:30" },
    started: null,
    ended: "19:31:00",
  });
});

test("seconds of zero are no change", () => {
  const whole = { ...values, started: "18:02:00" };
  expect(changeIn(filled({ ...asPlanned, started: "18:02" }), whole)).not.toHaveProperty("started");
});

test("of the settings only those that were changed are sent", () => {
  const given = filled({ ...asPlanned, title: "Three samples", chat_enabled: "on" });
  expect(changeIn(given, values)).toEqual({ title: "Three samples", scope: "this" });
});

test("two edits of one session clash only where both changed the same to something else", () => {
  const begun = sessionTexts(values);
  const mine = filled({ ...asPlanned, chat_enabled: "on", end: "19:30" });
  const yours = changedTexts(mine, values);
  const theirs = (changed: Partial<SessionFormValues>) => sessionTexts({ ...values, ...changed });
  expect(yours).toEqual({ day: "2026-11-18", start: "18:00", end: "19:30" });
  expect(clashes(begun, theirs({ end: "19:30" }), yours)).toBe(false);
  expect(clashes(begun, theirs({ title: "Theirs", chat_enabled: false }), yours)).toBe(false);
  expect(clashes(begun, theirs({ end: "20:00" }), yours)).toBe(true);
});

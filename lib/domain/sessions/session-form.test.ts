import { describe, expect, it } from "vitest";
import { instantAt, localOf } from "@/lib/platform/time";
import type { Session } from "./session";
import { changeOf, changeSessionForm, newSessionForm, newSessionOf } from "./session-form";

const zone = "Europe/Lisbon";
const given = { title: "Residuals", day: "2026-07-01", start: "18:00", end: "19:30" };
const id = "0192f3a4-6b10-7c21-8f00-6d1f0c7a9e77";

describe("a new session", () => {
  it("starts and ends by the school's clock", () => {
    // Lisbon is an hour ahead of UTC in July.
    expect(newSessionOf(newSessionForm.parse(given), zone)).toMatchObject({
      title: "Residuals",
      scheduled_start: "2026-07-01T17:00:00.000Z",
      scheduled_end: "2026-07-01T18:30:00.000Z",
      repeat: "week",
      repeat_count: 1,
      repeat_until: null,
      course_id: null,
    });
  });

  it("ends on the next day when its end is before its start", () => {
    const form = newSessionForm.parse({ ...given, start: "23:00", end: "00:30" });
    expect(newSessionOf(form, zone).scheduled_end).toBe("2026-07-01T23:30:00.000Z");
  });
});

describe("a change", () => {
  const session = {
    time_zone: zone,
    scheduled_start: new Date("2026-11-18T23:00:07Z"),
    scheduled_end: new Date("2026-11-19T00:30:00Z"),
    started_at: new Date("2026-11-18T23:02:31Z"),
    ended_at: new Date("2026-11-19T00:34:00Z"),
  } as Session;
  const changed = (form: object) =>
    changeOf(changeSessionForm.parse({ session_id: id, title: "Residuals", ...form }), session);

  it("leaves out what was not changed, to the second", () => {
    const change = changed({});
    for (const key of ["scheduled_start", "scheduled_end", "started_at", "ended_at", "recording_started_at"])
      expect(change).not.toHaveProperty(key);
  });

  it("reads clock times on the session's own days", () => {
    expect(changed({ started: "23:05", ended: "00:20", recording_time: "23:01:30" })).toMatchObject({
      started_at: "2026-11-18T23:05:00.000Z",
      ended_at: "2026-11-19T00:20:00.000Z",
      recording_started_at: "2026-11-18T23:01:30.000Z",
    });
    expect(changed({ started: null, ended: null, recording_time: null })).toMatchObject({
      started_at: null,
      ended_at: null,
      recording_started_at: null,
    });
  });
});

it("reads a school's clock in summer, in winter and with a quarter-hour offset", () => {
  expect(instantAt("2026-11-18", "18:00", "Europe/Lisbon").toISOString()).toBe("2026-11-18T18:00:00.000Z");
  expect(instantAt("2026-07-01", "18:00", "Europe/Lisbon").toISOString()).toBe("2026-07-01T17:00:00.000Z");
  expect(instantAt("2026-11-18", "18:00", "Asia/Kathmandu").toISOString()).toBe("2026-11-18T12:15:00.000Z");
  expect(localOf(new Date("2026-11-18T23:30:00Z"), "Asia/Kathmandu")).toEqual({
    day: "2026-11-19",
    time: "05:15",
    clock: "05:15:00",
  });
});

it("reads an hour that the clocks skip as the hour after", () => {
  // Lisbon goes from 01:00 to 02:00 on 29 March 2026.
  expect(instantAt("2026-03-29", "01:30", "Europe/Lisbon").toISOString()).toBe("2026-03-29T01:30:00.000Z");
});

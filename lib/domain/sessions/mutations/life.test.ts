import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/platform/errors";
import type { SessionTimes } from "../session";
import { assertTimes, type LifeAction, lifeAfter } from "./life";

const at = (time: string) => new Date(`2026-11-18T${time}Z`);
const planned: SessionTimes = {
  status: "scheduled",
  scheduled_start: at("18:00:00"),
  scheduled_end: at("19:00:00"),
  started_at: null,
  ended_at: null,
};
const live = { ...planned, status: "live", started_at: at("18:02:00") } satisfies SessionTimes;
const ended = { ...live, status: "ended", ended_at: at("19:05:00") } satisfies SessionTimes;
const cancelled = { ...planned, status: "cancelled" } satisfies SessionTimes;

describe("the buttons", () => {
  it.each<[string, SessionTimes, LifeAction, string, SessionTimes | "conflict"]>([
    ["starts", planned, "start", "17:58:00", { ...planned, status: "live", started_at: at("17:58:00") }],
    ["starts once", live, "start", "18:10:00", live],
    ["starts nothing that ended", ended, "start", "19:06:00", "conflict"],
    ["starts nothing that was cancelled", cancelled, "start", "18:00:00", "conflict"],
    ["starts nothing whose time is over", planned, "start", "20:00:00", "conflict"],
    ["ends", live, "end", "19:05:00", ended],
    ["ends once", ended, "end", "19:30:00", ended],
    [
      "ends an hour after the schedule at the latest",
      live,
      "end",
      "23:00:00",
      { ...ended, ended_at: at("20:00:00") },
    ],
    ["ends nothing that has not started", planned, "end", "18:00:00", "conflict"],
    ["takes an end back", ended, "reopen", "19:59:59", live],
    ["takes an end back for an hour", ended, "reopen", "20:00:00", "conflict"],
    ["reopens nothing that was cancelled", cancelled, "reopen", "18:30:00", "conflict"],
  ])("%s", (_, times, action, now, expected) => {
    if (expected === "conflict") expect(() => lifeAfter(times, action, at(now))).toThrow(AppError);
    else expect(lifeAfter(times, action, at(now))).toEqual(expected);
  });
});

describe("allowed times", () => {
  const now = at("22:00:00");
  it.each<[SessionTimes, string | null]>([
    [planned, null],
    [ended, null],
    [{ ...planned, scheduled_end: at("18:00:00") }, "scheduled_end"],
    [{ ...planned, scheduled_end: new Date("2026-11-19T18:00:00.001Z") }, "scheduled_end"],
    [{ ...ended, ended_at: at("18:01:59") }, "ended_at"],
    [{ ...ended, ended_at: at("22:00:01") }, "ended_at"],
    [{ ...ended, started_at: new Date("2026-11-17T19:00:00Z") }, "ended_at"],
    // Against the schedule's end, where the actual one is not known.
    [{ ...ended, started_at: at("19:01:00"), ended_at: null }, "started_at"],
  ])("%#", (times, path) => {
    let found: string | null = null;
    try {
      assertTimes(times, now);
    } catch (error) {
      found = (error as AppError).options.errors?.[0]?.path ?? "?";
    }
    expect(found).toBe(path);
  });
});

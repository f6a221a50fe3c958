import { describe, expect, it } from "vitest";
import { notCaughtUp, outcomeOf } from "./learner";
import type { PastSession } from "./my-learning";

const start = Date.UTC(2026, 10, 18, 18);
const minute = 60_000;

/** A session of an hour whose recording is as long; `stays` in minutes of it. */
const past = ({
  stays = [],
  watched = [],
  ...given
}: { stays?: number[]; watched?: [number, number][] } & Record<string, unknown> = {}) =>
  ({
    attended: stays.length > 0,
    present_ms: 0,
    stays: stays.map((at) => start + at * minute),
    status: "ended",
    scheduled_start: new Date(start),
    started_at: null,
    on_time_minutes: 5,
    begun_at: new Date(start),
    recording_started_at: null,
    recording: { completed: false, duration_seconds: 3600, completion_threshold: 90, watched },
    ...given,
  }) as unknown as PastSession;

describe("how a session went", () => {
  it.each([
    [[], "missed"],
    [[0, 60], "came"],
    [[5, 60], "came"],
    [[6, 60], "late"],
    [[6, 10, 20, 60], "late"],
  ] as const)("present in the minutes %j: %s", (stays, outcome) => {
    expect(outcomeOf(past({ stays: [...stays] }))).toBe(outcome);
  });

  it("is not late where only a duration is known", () => {
    expect(outcomeOf(past({ attended: true, present_ms: minute }))).toBe("came");
  });
});

describe("what somebody has not caught up on", () => {
  const unseen = (given: Parameters<typeof past>[0]) => notCaughtUp(past(given))?.unseen ?? null;

  it("is what they saw neither live nor in the recording", () => {
    expect(unseen({})).toEqual([[0, 3600]]);
    expect(unseen({ stays: [0, 30] })).toEqual([[1800, 3600]]);
    expect(unseen({ stays: [0, 30], watched: [[2400, 3600]] })).toEqual([[1800, 2400]]);
  });

  it("drops gaps under three minutes, and is nothing from the completion threshold on", () => {
    expect(unseen({ stays: [2, 30, 32, 40] })).toEqual([[2400, 3600]]);
    expect(unseen({ stays: [0, 54] })).toBeNull();
    expect(unseen({ stays: [0, 50] })).toEqual([[3000, 3600]]);
    expect(unseen({ stays: [0, 10, 12, 20, 22, 30, 32, 40, 42, 50, 52, 58] })).toBeNull();
  });

  it("is on the recording's axis, which can begin later", () => {
    expect(unseen({ stays: [0, 30], recording_started_at: new Date(start + 10 * minute) })).toEqual([
      [1200, 3600],
    ]);
  });

  it("is unknown without a recording, its length or the times of presence, and nothing once completed", () => {
    expect(unseen({ recording: null })).toBeNull();
    expect(unseen({ recording: { completed: false, duration_seconds: null, watched: [] } })).toBeNull();
    expect(unseen({ attended: true, present_ms: 20 * minute })).toBeNull();
    expect(
      unseen({
        recording: { completed: true, duration_seconds: 3600, completion_threshold: 90, watched: [] },
      }),
    ).toBeNull();
  });
});

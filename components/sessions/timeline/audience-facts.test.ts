import { describe, expect, test } from "vitest";
import {
  audienceOf,
  axisSeconds,
  dropOffsOf,
  lanesOf,
  nowOf,
  presentBefore,
  type SessionAxis,
} from "./audience-facts";

/** From 18:02 on the school's clock, planned for 88 minutes, 92 minutes long. */
const ended: SessionAxis = {
  from: "2026-11-18T12:17:00.000Z",
  plannedEnd: "2026-11-18T13:45:00.000Z",
  to: "2026-11-18T13:49:00.000Z",
  clockStart: (18 * 60 + 2) * 60,
};
const running = { ...ended, to: null };

describe("the axis", () => {
  test("reaches to the end of what has ended", () => {
    expect(axisSeconds(ended, "2026-11-18T15:00:00.000Z")).toBe(92 * 60);
  });

  test("reaches to the planned end while live, and on when it runs over", () => {
    expect(axisSeconds(running, "2026-11-18T12:47:00.000Z")).toBe(88 * 60);
    expect(axisSeconds(running, "2026-11-18T13:55:00.000Z")).toBe(98 * 60);
  });
});

describe("drop-offs", () => {
  const small = {
    from: "2026-11-18T13:00:00.000Z",
    to: "2026-11-18T13:01:00.000Z",
    lost: 7,
    lost_percent: 25.9,
  };
  const large = {
    from: "2026-11-18T13:14:00.000Z",
    to: "2026-11-18T13:17:00.000Z",
    lost: 8,
    lost_percent: 25,
  };

  test("know of how many they were", () => {
    expect([presentBefore(small), presentBefore(large)]).toEqual([27, 32]);
  });

  test("come largest first, with their words at the school's clock", () => {
    const [first, second] = dropOffsOf([small, large], ended, {
      [large.from]: { left: 8, back: 5 },
      [small.from]: { left: 7, back: 0 },
    });
    expect(first).toEqual({
      from: 57 * 60,
      to: 60 * 60,
      title: "Left at 18:59",
      detail: "8 of 32 left, 5 came back",
      short: ["18:59: 8 of 32 left", "8 of 32 left"],
    });
    expect(second?.detail).toBe("7 of 27 left, none came back");
  });

  test("say nothing of returns that are not known", () => {
    expect(dropOffsOf([large], ended, {})[0]?.detail).toBe("8 of 32 left");
  });
});

test("what people did stands in the middle of its minute", () => {
  expect(lanesOf([{ minute: 4, messages: 2, questions: 1, reactions: 0 }], 5520)).toEqual({
    messages: [{ second: 270, count: 2 }],
    questions: [{ second: 270, count: 1 }],
    reactions: [],
  });
  // Said in the last, short minute: still on the axis.
  expect(lanesOf([{ minute: 92, messages: 1, questions: 0, reactions: 0 }], 5532).messages).toEqual([
    { second: 5531, count: 1 },
  ]);
});

test("the room is steps from the start with its peak named", () => {
  const room = audienceOf(
    {
      peak_viewers: {
        peak_count: 33,
        peak_timestamp: "2026-11-18T12:56:10.000Z",
        timeline: [{ at: "2026-11-18T12:17:30.000Z", viewers: 9 }],
      },
      // Seven were there when it began; the first point is the most of its first stretch.
      retention: [{ minute: 0, viewers: 7, percentage: 20 }],
    },
    ended,
  );
  expect(room.timeline).toEqual([
    { second: 0, viewers: 7 },
    { second: 30, viewers: 9 },
  ]);
  expect(room.peak).toEqual({ second: 39 * 60 + 10, viewers: 33, text: "Peak: 33 at 18:41" });
  const nobody = { peak_viewers: { peak_count: 0, peak_timestamp: null, timeline: [] }, retention: [] };
  expect(audienceOf(nobody, ended).peak).toBeNull();
});

test("only a running session has a now", () => {
  const state = { at: "2026-11-18T12:47:00.000Z", current_viewers: 21 };
  expect(nowOf({ ...state, session_status: "live" }, running)).toEqual({ nowSecond: 1800, text: "21 now" });
  expect(nowOf({ ...state, session_status: "ended" }, ended)).toBeNull();
});

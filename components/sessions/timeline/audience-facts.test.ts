import { describe, expect, it, test } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import {
  alignedPoints,
  audienceOf,
  audiencePoints,
  axisSeconds,
  dropOffsOf,
  mergedMarks,
  nowOf,
  presencePoints,
  type SessionAxis,
  timelineReadingAt,
  trackBars,
  tracksOf,
} from "./audience-facts";

const english = languageIn("en");
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
    at: "2026-11-18T13:00:00.000Z",
    present: 27,
    lost: 7,
    lost_percent: 25.9,
  };
  const large = {
    from: "2026-11-18T13:14:00.000Z",
    to: "2026-11-18T13:17:00.000Z",
    at: "2026-11-18T13:15:00.000Z",
    present: 32,
    lost: 8,
    lost_percent: 25,
  };

  test("come largest first, with their words at the school's clock", () => {
    const returned = { [large.from]: { left: 8, back: 5 }, [small.from]: { left: 7, back: 0 } };
    const [first, second] = dropOffsOf([small, large], ended, returned, english);
    expect(first).toEqual({
      from: 57 * 60,
      to: 60 * 60,
      title: "Left at 19:00",
      detail: "8 of 32 left, 5 returned",
      short: ["19:00: 8 of 32 left", "8 of 32 left"],
    });
    expect(second?.detail).toBe("7 of 27 left, none returned");
  });

  test("omit unknown returns", () => {
    expect(dropOffsOf([large], ended, {}, english)[0]?.detail).toBe("8 of 32 left");
  });
});

test("messages and reactions are in the middle of their minute", () => {
  expect(tracksOf([{ minute: 4, messages: 2, questions: 1, unanswered: 1, reactions: 0 }], 5520)).toEqual({
    messages: [{ second: 270, count: 2 }],
    questions: [{ second: 270, count: 1, unanswered: 1 }],
    reactions: [],
  });
  // Said in the last, short minute: still on the axis.
  expect(
    tracksOf([{ minute: 92, messages: 1, questions: 0, unanswered: 0, reactions: 0 }], 5532).messages,
  ).toEqual([{ second: 5531, count: 1 }]);
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
    english,
  );
  expect(room.timeline).toEqual([
    { at: 0, viewers: 7 },
    { at: 30, viewers: 9 },
  ]);
  expect(room.peak).toEqual({ second: 39 * 60 + 10, viewers: 33, text: "Peak: 33 at 18:41" });
  const nobody = { peak_viewers: { peak_count: 0, peak_timestamp: null, timeline: [] }, retention: [] };
  expect(audienceOf(nobody, ended, english).peak).toBeNull();
});

test("only a running session has a now", () => {
  const state = { at: "2026-11-18T12:47:00.000Z", current_viewers: 21 };
  expect(nowOf({ ...state, session_status: "live" }, running, english)).toEqual({
    nowSecond: 1800,
    text: "21 now",
  });
  expect(nowOf({ ...state, session_status: "ended" }, ended, english)).toBeNull();
});

const timeline = [
  { at: 10, viewers: 3 },
  { at: 60, viewers: 8 },
  { at: 90, viewers: 5 },
];

describe("presencePoints", () => {
  it("begins with zero and keeps the last number to the end", () => {
    expect(presencePoints(timeline, 120)).toEqual([
      { second: 0, viewers: 0 },
      { second: 10, viewers: 3 },
      { second: 60, viewers: 8 },
      { second: 90, viewers: 5 },
      { second: 120, viewers: 5 },
    ]);
  });
  it("ends at what has happened while live", () => {
    expect(presencePoints(timeline, 70)).toEqual([
      { second: 0, viewers: 0 },
      { second: 10, viewers: 3 },
      { second: 60, viewers: 8 },
      { second: 70, viewers: 8 },
    ]);
  });
  it("is empty where nobody was present", () => expect(presencePoints([], 120)).toEqual([]));
});

// Four seconds of recording, two views, the third second played twice by one of them.
const curve = { base: 2, covers: [2, 2, 1, 1], plays: [2, 2, 2, 1], typical: null };

describe("alignedPoints", () => {
  it("lays the recording at its place on the session's axis", () => {
    const points = alignedPoints({ offset_seconds: 10, curve }, 100);
    expect(points.map(({ second, first, replays }) => [second, first, replays])).toEqual([
      [10, 100, 0],
      [10.5, 100, 0],
      [11.5, 100, 0],
      [12.5, 50, 50],
      [13.5, 50, 0],
      [14, 50, 0],
    ]);
  });
  it("cuts values before the start and after the end, with straight lines between points", () => {
    const points = alignedPoints({ offset_seconds: -2, curve }, 1);
    // Points at -0.5 (100, 0), 0.5 (50, 50) and 1.5 (50, 0): half-way between them at 0 and 1.
    expect(points.map(({ second, first, replays }) => [second, first, replays])).toEqual([
      [0, 75, 25],
      [0.5, 50, 50],
      [1, 50, 25],
    ]);
  });
});

describe("audiencePoints", () => {
  it("keeps both series apart in one order of time", () => {
    const points = audiencePoints(
      [
        { second: 0, viewers: 4 },
        { second: 12, viewers: 2 },
      ],
      alignedPoints({ offset_seconds: 11, curve: { ...curve, covers: [2], plays: [2] } }, 100),
    );
    expect(points.map(({ second, viewers, first }) => [second, viewers, first])).toEqual([
      [0, 4, undefined],
      [11, null, 100],
      [11.5, null, 100],
      [12, 2, undefined],
      [12, null, 100],
    ]);
  });
});

describe("timelineReadingAt", () => {
  const recording = { offset_seconds: 60, curve };
  it("keeps the number between steps and is null before the first", () => {
    expect(
      [5, 10, 59, 60, 89, 90, 500].map((second) => timelineReadingAt(second, { timeline }).viewers),
    ).toEqual([null, 3, 3, 8, 8, 5, 5]);
  });
  it("reads both axes at one moment", () => {
    const reading = timelineReadingAt(62, { timeline, recording });
    expect(reading.viewers).toBe(8);
    expect(reading.recording).toMatchObject({ second: 2, covers: 1, replayed: 1, first: 50, replays: 50 });
  });
  it("is null outside the recording and after now", () => {
    expect(timelineReadingAt(64, { timeline, recording }).recording).toBeNull();
    expect(timelineReadingAt(59, { timeline, recording }).recording).toBeNull();
    expect(timelineReadingAt(71, { timeline, live: { nowSecond: 70 } }).viewers).toBeNull();
  });
});

describe("trackBars", () => {
  it("draws a minute where it has room", () => {
    // 10 minutes on 100 pixels: each has ten, and its bar 76 % of the minute in the middle.
    expect(
      trackBars(
        [
          { second: 0, count: 2 },
          { second: 130, count: 1 },
          { second: 600, count: 9 },
        ],
        600,
        100,
      ),
    ).toEqual([
      { from: expect.closeTo(7.2), to: expect.closeTo(52.8), count: 2 },
      { from: expect.closeTo(127.2), to: expect.closeTo(172.8), count: 1 },
    ]);
  });
  it("puts minutes together where one would be too narrow to see", () => {
    // A minute is one pixel, a bar needs 3 ÷ 0.76 = 3.9: four minutes each.
    const bars = trackBars(
      [0, 60, 120, 180, 240].map((second) => ({ second, count: 1 })),
      6000,
      100,
    );
    expect(bars.map(({ count }) => count)).toEqual([4, 1]);
  });
});

describe("mergedMarks", () => {
  const at = (second: number, count = 1, unanswered = 0) => ({ second, count, unanswered });
  it("keeps marks that are far enough apart", () => {
    expect(mergedMarks([at(15), at(0, 1, 1)], 100, 15)).toEqual([
      { second: 0, count: 1, unanswered: 1, from: 0, to: 0 },
      { second: 15, count: 1, unanswered: 0, from: 15, to: 15 },
    ]);
  });
  it("merges nearer ones in their middle, weighted, with the sum and the first and last second", () => {
    expect(mergedMarks([at(0, 3), at(8, 1, 1), at(40)], 100, 15)).toEqual([
      { second: 2, count: 4, unanswered: 1, from: 0, to: 8 },
      { second: 40, count: 1, unanswered: 0, from: 40, to: 40 },
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { chartOf, topReactions } from "./live-row";

describe("a running session's chart", () => {
  const row = {
    window: { from: "2026-11-18T18:02:00.000Z", to: "2026-11-18T18:12:00.000Z" },
    scheduled_start: "2026-11-18T18:00:00.000Z",
    scheduled_end: "2026-11-18T19:00:00.000Z",
    at: "2026-11-18T18:12:00.000Z",
    timeline: [
      { at: "2026-11-18T18:02:00.000Z", viewers: 3 },
      { at: "2026-11-18T18:05:30.000Z", viewers: 7 },
    ],
  };

  it("reaches from its start to its planned end", () => {
    expect(chartOf(row)).toEqual({
      timeline: [
        { second: 0, viewers: 3 },
        { second: 210, viewers: 7 },
      ],
      seconds: 58 * 60,
      nowSecond: 600,
    });
  });

  it("grows where the session runs over", () => {
    const late = chartOf({ ...row, at: "2026-11-18T19:10:00.000Z" });
    expect([late.seconds, late.nowSecond]).toEqual([68 * 60, 68 * 60]);
  });
});

describe("reactions", () => {
  it("are shown by how often they came", () => {
    expect(topReactions({ "👏": 2, "❤️": 5, "👍": 2, "🎉": 1 }, 3)).toEqual([
      ["❤️", 5],
      ["👍", 2],
      ["👏", 2],
    ]);
  });
});

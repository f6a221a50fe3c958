import { describe, expect, it } from "vitest";
import { againMs, isNewer, roomOf, topReactions, turnsBetween } from "./live-following";

describe("following a stream", () => {
  it("waits longer after every failure, half a minute at most, and not all at once", () => {
    expect([0, 1, 2, 5, 20].map((failures) => againMs(failures, 1))).toEqual([
      1000, 2000, 4000, 30_000, 30_000,
    ]);
    expect(againMs(2, 0)).toBe(2000);
  });

  it("takes the later state, whichever way it came", () => {
    const [early, late] = [{ at: "2026-11-18T18:00:00.000Z" }, { at: "2026-11-18T18:00:00.500Z" }];
    expect(isNewer(late, early)).toBe(true);
    expect(isNewer(early, late)).toBe(false);
    expect(isNewer(early, early)).toBe(false);
  });
});

describe("what is said aloud", () => {
  const session = (session_id: string, title: string) => ({ session_id, title });
  const [one, two] = [session("1", "Two samples"), session("2", "Coaching call")];

  it("is what begins and what ends, never a number", () => {
    expect(turnsBetween([one], [one])).toBe("");
    expect(turnsBetween([one], [one, two])).toBe("Coaching call is live now.");
    expect(turnsBetween([one], [two])).toBe("Coaching call is live now. Two samples has ended.");
  });
});

describe("a running session's picture", () => {
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
    expect(roomOf(row)).toEqual({
      timeline: [
        { second: 0, viewers: 3 },
        { second: 210, viewers: 7 },
      ],
      seconds: 58 * 60,
      nowSecond: 600,
    });
  });

  it("grows where the session runs over", () => {
    const late = roomOf({ ...row, at: "2026-11-18T19:10:00.000Z" });
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

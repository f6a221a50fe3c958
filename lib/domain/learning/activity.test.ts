import { describe, expect, test } from "vitest";
import { withDay } from "@/lib/measure/day-set";
import { noRanges } from "@/lib/measure/ranges";
import { activeMs, currentStreak, isOver, levelOf, streaksOf, withEvent, xpForLevel } from "./activity";

describe("levels", () => {
  test("need 0, 100, 300, 600, 1000 and 4500 XP", () => {
    expect([1, 2, 3, 4, 5, 10].map(xpForLevel)).toEqual([0, 100, 300, 600, 1000, 4500]);
  });

  test.each([
    [0, 1],
    [99, 1],
    [100, 2],
    [299, 2],
    [300, 3],
    [599, 3],
    [600, 4],
    [4499, 9],
    [4500, 10],
    [49_950_000, 1000],
    [49_949_999, 999],
  ])("%i XP are level %i", (xp, level) => expect(levelOf(xp)).toBe(level));

  test("each begins exactly with its XP, up to a very high one", () => {
    for (const level of [2, 17, 333, 4096, 99_999, 1_000_001]) {
      expect(levelOf(xpForLevel(level))).toBe(level);
      expect(levelOf(xpForLevel(level) - 1)).toBe(level - 1);
    }
  });
});

describe("streaks", () => {
  const days = (...given: string[]) => given.reduce(withDay, noRanges);

  test("are none without activity", () => {
    expect(streaksOf(noRanges)).toEqual({ last_active_day: null, streak_days: 0, longest_streak_days: 0 });
    expect(currentStreak({ last_active_day: null, streak_days: 0 }, "2026-11-20")).toBe(0);
  });

  test("count consecutive days over the end of a month, in any order and once each", () => {
    expect(
      streaksOf(days("2026-12-01", "2026-11-29", "2026-11-30", "2026-11-29", "2026-11-20", "2026-11-21")),
    ).toEqual({ last_active_day: "2026-12-01", streak_days: 3, longest_streak_days: 3 });
  });

  test("keep the longest after a gap", () => {
    expect(streaksOf(days("2026-02-27", "2026-02-28", "2026-03-01", "2026-03-03"))).toEqual({
      last_active_day: "2026-03-03",
      streak_days: 1,
      longest_streak_days: 3,
    });
  });

  test("last until a whole day has passed without activity", () => {
    const stats = streaksOf(days("2026-11-18", "2026-11-19"));
    expect(["2026-11-19", "2026-11-20", "2026-11-21"].map((today) => currentStreak(stats, today))).toEqual([
      2, 2, 0,
    ]);
  });
});

const at = (time: string) => new Date(`2026-11-20T${time}Z`);
const minutes = (...times: string[]) => activeMs(times.map(at).reduce(withEvent, noRanges)) / 60_000;

describe("active time", () => {
  test("is the time between events, and none for a single one", () => {
    expect(minutes()).toBe(0);
    expect(minutes("10:00:00")).toBe(0);
    expect(minutes("10:00:00", "10:00:00")).toBe(0);
    expect(minutes("10:00:00", "10:12:30")).toBe(12.5);
  });

  test("goes on over gaps of half an hour, not of more", () => {
    expect(minutes("10:00:00", "10:30:00")).toBe(30);
    expect(minutes("10:00:00", "10:30:01")).toBe(0);
    // 10:00–10:25, then 11:00–11:10.
    expect(minutes("10:00:00", "10:25:00", "11:00:00", "11:10:00")).toBe(35);
  });

  test("does not depend on the order: a late event closes a gap", () => {
    expect(minutes("11:00:00", "10:00:00")).toBe(0);
    expect(minutes("11:00:00", "10:00:00", "10:30:00")).toBe(60);
  });
});

describe("a session", () => {
  const open = { last_event_at: at("10:00:00"), ended_at: null };
  test("is over half an hour after its last event, or when it was ended", () => {
    expect(isOver(open, at("10:29:59"))).toBe(false);
    expect(isOver(open, at("10:30:00"))).toBe(true);
    expect(isOver({ ...open, ended_at: at("10:00:00") }, at("10:00:01"))).toBe(true);
  });
});

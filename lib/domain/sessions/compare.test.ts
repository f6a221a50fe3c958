import { describe, expect, it } from "vitest";
import { type ComparedSession, compareSessions } from "./compare";
import { type ComparedMetric, comparedMetrics } from "./metrics";

type Metrics = Partial<Record<ComparedMetric, number | null>>;

/** A session on the n-th day of the month, of which nothing is known but these. */
const on = (day: number, metrics: Metrics = {}): ComparedSession => ({
  session_id: `s${day}`,
  title: `Day ${day}`,
  started_at: `2026-10-${String(day).padStart(2, "0")}T18:00:00.000Z`,
  duration_minutes: 90,
  course_title: null,
  series_number: null,
  metrics: {
    ...(Object.fromEntries(comparedMetrics.map((metric) => [metric, null])) as ComparedSession["metrics"]),
    ...metrics,
  },
  retention: [],
  drop_offs: [],
});
const along = (metric: ComparedMetric, values: (number | null)[]) =>
  compareSessions(values.map((value, index) => on(index + 1, { [metric]: value })));
const trend = (metric: ComparedMetric, values: (number | null)[]) => along(metric, values).trends[metric];

describe("comparing sessions", () => {
  it("matches the reference page", () => {
    // Peaks 26, 32 | 31, 33: 29 against 32 is +10.34 %.
    expect(trend("peak_count", [26, 32, 31, 33])).toEqual({
      first_half: 29,
      second_half: 32,
      change_percent: 10.3,
      verdict: "improving",
      tentative: false,
    });
    expect(trend("engagement_score", [63.4, 69.7, 72.9, 77.9])).toMatchObject({
      change_percent: 13.3,
      verdict: "improving",
    });
    expect(trend("total_attended", [29, 35, 34, 36])).toMatchObject({
      change_percent: 9.4,
      verdict: "stable",
    });
    expect(along("engagement_score", [63.4, 69.7, 72.9, 77.9]).averages.engagement_score).toBe(71);
  });

  it("calls a change of exactly a tenth stable, either way", () => {
    expect(trend("total_attended", [10, 10, 11, 11]).verdict).toBe("stable");
    expect(trend("total_attended", [30, 30, 27, 27]).verdict).toBe("stable");
    // 0.1 + 0.2 is not 0.3 in binary: 70 → 77, and 4.1 → 4.51.
    expect(trend("average_rating", [4.1, 4.1, 4.51, 4.51]).verdict).toBe("stable");
    expect(trend("total_attended", [1000, 1000, 1101, 1101]).verdict).toBe("improving");
    expect(trend("total_attended", [1000, 1000, 899, 899]).verdict).toBe("declining");
  });

  it("uses the order of time, not of the request, and does not change its input", () => {
    const rows = [on(9, { total_attended: 20 }), on(1, { total_attended: 10 })];
    expect(compareSessions(rows).trends.total_attended).toMatchObject({
      first_half: 10,
      second_half: 20,
      verdict: "improving",
    });
    expect(rows.map((row) => row.session_id)).toEqual(["s9", "s1"]);
  });

  it("puts the middle one of an odd number to the rest, and is tentative under four", () => {
    // 10 | 20, 30.
    expect(trend("chat_message_count", [10, 20, 30])).toMatchObject({
      first_half: 10,
      second_half: 25,
      change_percent: 150,
      tentative: true,
    });
    expect(trend("chat_message_count", [1, 2, 3, 4]).tentative).toBe(false);
  });

  it("skips unknown values, and gives no verdict without two halves or values", () => {
    expect(trend("average_rating", [null, 4, 5, null])).toMatchObject({
      first_half: 4,
      second_half: 5,
      verdict: "improving",
    });
    expect(trend("average_rating", [null, null, 5, 4])).toMatchObject({
      first_half: null,
      second_half: 4.5,
      change_percent: null,
      verdict: null,
    });
    expect(trend("chat_message_count", [0, 0, 5, 5])).toMatchObject({ change_percent: null, verdict: null });
    expect(along("average_rating", [null, 4, 5, null]).averages.average_rating).toBe(4.5);
    expect(along("average_rating", [null, null]).averages.average_rating).toBeNull();
  });

  it("gives no verdict on measures without one", () => {
    expect(trend("questions_asked", [5, 9, 12, 15])).toMatchObject({ change_percent: 92.9, verdict: null });
    expect(trend("engagement_rate", [10, 90]).verdict).toBeNull();
    expect(trend("largest_drop_off_percent", [40, 30]).verdict).toBeNull();
  });

  it("names the best and the lowest, all of them when they tie, none when they are the same", () => {
    const { best, lowest } = along("total_attended", [29, 36, 36, null]);
    expect([best.total_attended, lowest.total_attended]).toEqual([["s2", "s3"], ["s1"]]);
    const same = along("total_attended", [29, 29]);
    expect([same.best.total_attended, same.lowest.total_attended]).toEqual([[], []]);
    const one = along("total_attended", [29, null]);
    expect([one.best.total_attended, one.lowest.total_attended]).toEqual([[], []]);
  });

  it("names the smallest drop-off as the best", () => {
    const { best, lowest } = along("largest_drop_off_percent", [43, 31, 0, 25]);
    expect(best.largest_drop_off_percent).toEqual(["s3"]);
    expect(lowest.largest_drop_off_percent).toEqual(["s1"]);
  });
});

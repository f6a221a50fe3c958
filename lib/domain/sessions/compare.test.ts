import { describe, expect, it } from "vitest";
import { type ComparedSession, compareSessions, withRanks } from "./compare";
import { exampleNumbers } from "./fixtures";
import { type ComparedMetric, comparedMetrics, eachMetric, metricOf } from "./metrics";

type Metrics = Partial<Record<ComparedMetric, number | null>>;

const noRatings = { "1": 0, "2": 0, "3": 0, "4": 0, "5": 0 };
/** A session on the n-th day of the month, of which nothing is known but these. */
const on = (day: number, metrics: Metrics = {}): ComparedSession => ({
  session_id: `s${day}`,
  title: `Day ${day}`,
  started_at: `2026-10-${String(day).padStart(2, "0")}T18:00:00.000Z`,
  duration_minutes: 90,
  format: "class",
  ranked: true,
  total_registered: 40,
  registered_attended: 30,
  engaged: null,
  rating_distribution: noRatings,
  course_title: null,
  series_number: null,
  series_length: null,
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
      // One pair of six is out of order.
      direction: "none",
      interval: null,
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

  it("keeps the verdict, and says beside it whether the values rise beyond chance, with the interval", () => {
    expect(trend("total_attended", [10, 20, 30])).toMatchObject({ verdict: "improving", direction: null });
    expect(trend("total_attended", [10, 20, 30, 40])).toMatchObject({ direction: "rising", interval: null });
    expect(trend("total_attended", [44, 40, 39, 36])).toMatchObject({
      verdict: "declining",
      direction: "falling",
    });
    expect(trend("total_attended", [10, 30, 20, 40])).toMatchObject({
      verdict: "improving",
      direction: "none",
    });
    const eight = trend("total_attended", [10, 10, 10, 10, 20, 20, 20, 20]);
    expect(eight.interval).toEqual({ low: 10, high: 10 });
  });

  it("names the best and the lowest of shares only beyond chance", () => {
    const shares = (...parts: number[]) =>
      compareSessions(
        parts.map((part, index) => ({
          ...on(index + 1, { attendance_rate: (part / 40) * 100, total_attended: part }),
          registered_attended: part,
        })),
      );
    // 38 and 28 of 40: 0.25 − √(0.116² + 0.122²) is above 0; 34 and 28 differ by chance.
    const apart = shares(28, 38, 27);
    expect(apart.best.attendance_rate).toEqual(["s2"]);
    expect(apart.lowest.attendance_rate).toEqual([]);
    expect(shares(28, 34, 27).best.attendance_rate).toEqual([]);
    expect(shares(28, 34, 27).best.total_attended).toEqual(["s2"]);
    expect(along("engagement_score", [20, 90]).best.engagement_score).toEqual([]);
  });

  it("names the best rating only beyond chance", () => {
    const rated = (day: number, fives: number, ones: number) => ({
      ...on(day, { average_rating: (fives * 5 + ones) / (fives + ones) }),
      rating_distribution: { ...noRatings, "5": fives, "1": ones },
    });
    expect(compareSessions([rated(1, 20, 1), rated(2, 2, 18)]).best.average_rating).toEqual(["s1"]);
    expect(compareSessions([rated(1, 3, 0), rated(2, 0, 3)]).best.average_rating).toEqual([]);
    expect(compareSessions([rated(1, 10, 9), rated(2, 9, 10)]).best.average_rating).toEqual([]);
  });

  it("ranks only the largest group of sessions that are alike", () => {
    const ranked = (...rows: Partial<ComparedSession & { left_out: boolean }>[]) =>
      withRanks(
        rows.map((row, index) => ({ ...on(index + 1, { total_attended: 20 }), left_out: false, ...row })),
      ).map((row) => row.ranked);
    expect(ranked({}, {}, { format: "coaching" })).toEqual([true, true, false]);
    expect(ranked({}, { duration_minutes: 60 }, { duration_minutes: 39 })).toEqual([true, true, false]);
    expect(ranked({}, {}, { left_out: true })).toEqual([true, true, false]);
    expect(ranked({}, {}, { metrics: on(3, { total_attended: 4 }).metrics })).toEqual([true, true, false]);
    expect(ranked({}, { format: "coaching" })).toEqual([false, false]);
    expect(ranked({}, {}, { format: "coaching" }, { format: "coaching" })).toEqual([
      false,
      false,
      false,
      false,
    ]);
    const { best, averages } = compareSessions([
      on(1, { total_attended: 10 }),
      on(2, { total_attended: 20 }),
      { ...on(3, { total_attended: 90 }), ranked: false },
    ]);
    expect([best.total_attended, averages.total_attended]).toEqual([["s2"], 15]);
  });

  it("names the smallest drop-off as the best, beyond chance", () => {
    const losing = (day: number, lost: number) => ({
      ...on(day, { largest_drop_off_percent: (lost / 40) * 100, total_attended: 40 }),
      drop_offs:
        lost === 0
          ? []
          : [{ from: 0.5, to: 0.55, at: 0.5, present: 40, lost, lost_percent: (lost / 40) * 100 }],
    });
    const { best, lowest } = compareSessions([losing(1, 30), losing(2, 12), losing(3, 0), losing(4, 10)]);
    expect(best.largest_drop_off_percent).toEqual(["s3"]);
    expect(lowest.largest_drop_off_percent).toEqual(["s1"]);
    expect(compareSessions([losing(1, 12), losing(2, 10)]).best.largest_drop_off_percent).toEqual([]);
  });
});

describe("messages and questions", () => {
  it("have no best in counts, which grow with the room and the length", () => {
    const { best, lowest } = along("chat_message_count", [10, 90, 50]);
    expect([best.chat_message_count, lowest.chat_message_count]).toEqual([[], []]);
    expect(along("questions_asked", [1, 9]).best.questions_asked).toEqual([]);
    expect(along("peak_count", [10, 90, 50]).best.peak_count).toEqual(["s2"]);
  });

  it("are compared per person and per hour", () => {
    const of = (people: number, messages: number | null, hours: number) =>
      eachMetric(["messages_per_person", "questions_per_hour"], (key) =>
        metricOf(
          key,
          {
            ...exampleNumbers,
            attendance: { ...exampleNumbers.attendance, total_attended: people },
            engagement: { ...exampleNumbers.engagement, chat_message_count: messages, questions_asked: 9 },
          },
          { drops: [], hours },
        ),
      );
    // A full room writes more, and each of its people less.
    expect(of(60, 90, 1.5)).toEqual({ messages_per_person: 1.5, questions_per_hour: 6 });
    expect(of(20, 40, 0.75)).toEqual({ messages_per_person: 2, questions_per_hour: 12 });
    expect(of(0, 0, 1)).toEqual({ messages_per_person: null, questions_per_hour: 9 });
    expect(of(5, null, 1).messages_per_person).toBeNull();
  });
});

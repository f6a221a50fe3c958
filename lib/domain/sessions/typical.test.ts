import { describe, expect, it } from "vitest";
import { bandOf, type PastNumbers, typicalOf } from "./typical";

const past = (score: number | null, chat: number | null = null): PastNumbers => ({
  attendance_rate: 80,
  engagement_rate: null,
  average_duration_minutes: 70,
  peak_count: 30,
  average_rating: 4.2,
  engagement_score: score,
  total_attended: 33,
  chat_message_count: 40,
  parts: { attendance_rate: 80, chat_activity: chat },
});

describe("what is typical", () => {
  it("is the middle half of the known values", () => {
    // Of 10, 20, 30, 40, 50 the quartiles are the second and the fourth.
    const typical = typicalOf([50, 10, null, 30, 20, 40].map((score) => past(score)));
    expect(typical.sessions).toBe(6);
    expect(typical.numbers.engagement_score).toEqual({ low: 20, median: 30, high: 40, sessions: 5 });
    expect(typical.numbers.attendance_rate).toEqual({ low: 80, median: 80, high: 80, sessions: 6 });
  });

  it("is null for fewer than three", () => {
    expect(bandOf([1, 2])).toBeNull();
    expect(bandOf([1, null, 2, null])).toBeNull();
    const typical = typicalOf([past(1, 50), past(2), past(3, 60)]);
    expect(typical.numbers.engagement_rate).toBeNull();
    expect(typical.parts.chat_activity).toBeNull();
    expect(typical.parts.peak_retention).toBeNull();
    expect(typical.parts.attendance_rate?.median).toBe(80);
    expect(typicalOf([]).numbers.peak_count).toBeNull();
  });
});

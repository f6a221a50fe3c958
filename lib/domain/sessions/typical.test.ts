import { describe, expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { againstTypical, type ComparedWith, type PastNumbers, typicalOf } from "./typical";

const past = (score: number | null, chat: number | null = null): PastNumbers => ({
  attendance_rate: 80,
  engagement_rate: null,
  average_presence_percentage: 70,
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

  it("is null for fewer than five", () => {
    const typical = typicalOf([past(1, 50), past(2), past(3, 60), past(4, 50), past(5, 50)]);
    expect(typical.numbers.engagement_rate).toBeNull();
    expect(typical.parts.chat_activity).toBeNull();
    expect(typical.parts.peak_retention).toBeNull();
    expect(typical.parts.attendance_rate?.median).toBe(80);
    expect(typicalOf([]).numbers.peak_count).toBeNull();
  });
});

describe("a session beside what is typical", () => {
  const people = {
    total_registered: 40,
    registered_attended: 36,
    total_attended: 36,
    engaged: 18,
    peak_count: 35,
  };
  const band = { low: 60, median: 70, high: 80, sessions: 9 };

  it("compares a share of people with its own people", () => {
    // 36 of 40 are 76.9 to 96.0 %, above the median; 18 of 36 are 34.5 to 65.5 %, below it; 35 of 36 are 85.8 % or more.
    expect(againstTypical("attendance_rate", 90, people, band)?.side).toBe("above");
    expect(againstTypical("engagement_rate", 50, people, band)?.side).toBe("below");
    expect(againstTypical("peak_retention", 97.2, people, band)?.side).toBe("above");
    expect(againstTypical("attendance_rate", 90, { ...people, total_registered: 9 }, band)).toBeNull();
    // 4 of 10 are 16.8 to 68.7 %, 5 of 10 23.7 to 76.3 %.
    const ten = { ...people, total_attended: 10 };
    expect(againstTypical("engagement_rate", 40, { ...ten, engaged: 4 }, band)?.side).toBe("below");
    expect(againstTypical("engagement_rate", 50, { ...ten, engaged: 5 }, band)).toBeNull();
  });

  it("compares nothing with few people", () => {
    expect(againstTypical("engagement_score", 90, people, band)?.difference).toBe(20);
    expect(againstTypical("engagement_score", 90, { ...people, total_attended: 4 }, band)).toBeNull();
  });

  it("says with what", () => {
    const median = (given: ComparedWith) =>
      languageIn("en").t("session.typical.median", { sessions: 11, ...given });
    expect(median({ format: "coaching", within: "course" })).toBe(
      "the median of the last 11 coaching calls of this course",
    );
    expect(median({ format: "class", within: "school" })).toBe(
      "the median of the last 11 classes in your school",
    );
  });
});

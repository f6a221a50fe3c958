import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engagementScore, type ScoreFacts } from "./engagement-score";

/** The spec's golden case. */
const golden: ScoreFacts = {
  registered: 25,
  registered_attended: 20,
  attended: 20,
  engaged: 15,
  messages: 45,
  peak: 18,
  chat_enabled: true,
};
const pointsOf = (facts: ScoreFacts) => engagementScore(facts).parts.map((part) => part.points);

describe("the engagement score", () => {
  it("is 24 + 30 + 15 + 13.5 = 82.5 in the golden case", () => {
    expect(engagementScore(golden)).toEqual({
      score: 82.5,
      note: null,
      parts: [
        { component: "attendance_rate", value: 80, weight: 0.3, effective_weight: 0.3, points: 24 },
        { component: "engagement_rate", value: 75, weight: 0.4, effective_weight: 0.4, points: 30 },
        { component: "chat_activity", value: 100, weight: 0.15, effective_weight: 0.15, points: 15 },
        { component: "peak_retention", value: 90, weight: 0.15, effective_weight: 0.15, points: 13.5 },
      ],
    });
  });

  it("counts messages up to two a head", () => {
    // 20 messages of 20 people are half of two each: 7.5 points.
    expect(pointsOf({ ...golden, messages: 20 })[2]).toBe(7.5);
    expect(pointsOf({ ...golden, messages: 4000 })[2]).toBe(15);
    expect(pointsOf({ ...golden, messages: 0 })[2]).toBe(0);
  });

  it("leaves out a part, and keeps the others' proportions", () => {
    // Without registrations 0.4 : 0.15 : 0.15 of 0.7: (30 + 15 + 13.5) / 0.7 = 83.571…
    const open = engagementScore({ ...golden, registered: 0, registered_attended: 0 });
    expect(open.score).toBe(83.6);
    expect(open.parts[0]).toEqual({
      component: "attendance_rate",
      value: null,
      weight: 0.3,
      effective_weight: null,
      points: null,
    });
    expect(open.parts.map((part) => part.effective_weight)).toEqual([null, 0.5714, 0.2143, 0.2143]);
    // Chat off: (24 + 30 + 13.5) / 0.85 = 79.411…; also without a peak: 54 / 0.7 = 77.142…
    expect(engagementScore({ ...golden, chat_enabled: false, messages: 0 }).score).toBe(79.4);
    expect(engagementScore({ ...golden, chat_enabled: false, messages: 0, peak: null }).score).toBe(77.1);
  });

  it("is null where components of less than half the weight are known, and given for few people with a note", () => {
    const { registered, registered_attended } = golden;
    const noTalk = { ...golden, engaged: null, messages: null };
    // Attendance and peak are 0.45 of the weight, took part and the peak 0.55.
    expect(engagementScore(noTalk)).toMatchObject({ score: null, note: "too_little_known" });
    expect(engagementScore({ ...noTalk, registered: 0, registered_attended: 0 })).toMatchObject({
      score: null,
    });
    const noChat = { ...golden, registered: 0, registered_attended: 0, chat_enabled: false };
    expect(engagementScore(noChat)).toMatchObject({ score: 79.1, note: null });
    const few = {
      registered,
      registered_attended,
      attended: 4,
      engaged: 3,
      messages: 8,
      peak: 4,
      chat_enabled: true,
    };
    expect(engagementScore(few)).toMatchObject({ note: "few_people", score: 84 });
    expect(engagementScore({ ...few, attended: 5 }).note).toBeNull();
  });

  it("is null if nobody attended, although the attendance rate is 0", () => {
    const empty = engagementScore({
      ...golden,
      registered_attended: 0,
      attended: 0,
      engaged: 0,
      messages: 0,
      peak: 0,
    });
    expect(empty).toMatchObject({ score: null, note: "nobody_came" });
    expect(empty.parts.map((part) => part.value)).toEqual([0, null, null, null]);
    expect(empty.parts.every((part) => part.points === null && part.effective_weight === null)).toBe(true);
  });

  it("is the sum of its points and is always between 0 and 100", () => {
    const facts = fc
      .record({
        came: fc.integer({ min: 0, max: 400 }),
        walk_ins: fc.integer({ min: 0, max: 50 }),
        absent: fc.integer({ min: 0, max: 300 }),
        engaged: fc.double({ min: 0, max: 1, noNaN: true }),
        peak: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        messages: fc.integer({ min: 0, max: 3000 }),
        chat_enabled: fc.boolean(),
      })
      .map(({ came, walk_ins: walkIns, absent, engaged, peak, ...rest }) => {
        const attended = came + walkIns;
        return {
          ...rest,
          attended,
          registered: came + absent,
          registered_attended: came,
          engaged: Math.floor(engaged * attended),
          peak: peak === null ? null : Math.ceil(peak * attended),
        };
      });
    fc.assert(
      fc.property(facts, (given) => {
        const { score, parts } = engagementScore(given);
        const weight = parts.reduce((total, part) => total + (part.value === null ? 0 : part.weight), 0);
        // Taking part alone is 0.4 of the weight.
        if (score === null) return given.attended === 0 || weight < 0.5;
        const sum = parts.reduce((total, part) => total + (part.points ?? 0), 0);
        return score >= 0 && score <= 100 && Math.abs(sum - score) <= 0.0521;
      }),
    );
  });
});

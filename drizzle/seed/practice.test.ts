import { expect, it } from "vitest";
import { areasOf, focusAreas } from "@/lib/domain/practice/areas";
import type { Practice } from "@/lib/domain/practice/practice";
import { directionOfScore } from "@/lib/domain/practice/scores";
import { dueWords, wordsOf } from "@/lib/domain/practice/spacing";
import { dayOf } from "@/lib/platform/time";
import { plan } from "@/lib/testing/demo-playbacks";

const zone = "Europe/Lisbon";

it.each(["2026-11-30T09:00:00Z", "2027-03-12T20:00:00Z"])(
  "shows each direction in the practice of the demo's student, on %s",
  (at) => {
    const now = new Date(at);
    const { users, practice } = plan({ scale: 0.01, now });
    const student = users.find(({ email }) => email === "student@lectern.test")!;
    const own = practice
      .filter(({ user_id }) => user_id === student.id)
      .sort((a, b) => a.created_at.getTime() - b.created_at.getTime()) as unknown as Practice[];
    expect(own).toHaveLength(34);
    expect(own.at(-1)!.created_at.getTime()).toBeLessThan(now.getTime());
    const areas = Object.fromEntries(
      areasOf(own).map((one) => [one.area, `${one.before} ${one.last} ${one.direction}`]),
    );
    expect(areas).toEqual({
      "Word stress in long words": "1 9 more",
      "Past perfect": "9 2 less",
      "Word order in questions": "7 0 none",
      "Linking words": "8 8 same",
      "Articles: a, an, the": "6 3 same",
      "Asking back": "null 2 too_few",
    });
    expect(directionOfScore(own, "fluency_score").direction).toBe("higher");
    expect(focusAreas(own, now, zone).map(({ area }) => area)).toContain("Linking words");
    const { due } = dueWords(wordsOf(own, zone), dayOf(now, zone));
    expect(due.length).toBeGreaterThan(0);
    expect(due.length).toBeLessThan(12);
  },
);

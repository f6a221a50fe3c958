import { expect, it } from "vitest";
import { type Award, awardId, awardsFor, earnedKey, type Fact } from "./awards";
import { type Act, defaultRules, rulesOf } from "./rules";

const fact = (act: Act, key: string, at: string): Fact => ({
  ...{ actor: "a", act, key },
  at: new Date(`2026-11-18T${at}:00Z`),
  day: "2026-11-18",
});
const never = () => false;
const gives = (awards: readonly Award[]) => awards.map(({ key, amount }) => `${key} ${amount}`);

it("gives each act its XP until the day's limit, and the last one what is left", () => {
  const facts = ["v1", "v2", "v3", "v4", "v5"].map((key, i) => fact("video_completed", key, `1${i}:00`));
  const rules = rulesOf({ video_completed: { xp: 25, daily_max: 60 } });
  // 25 + 25 + 10; the order of the facts does not matter.
  expect(gives(awardsFor(facts.toReversed(), rules, never, new Map()))).toEqual(["v1 25", "v2 25", "v3 10"]);
  // 45 of the 60 were given before.
  const earned = new Map([[earnedKey(facts[0]!), 45]]);
  expect(gives(awardsFor(facts, rules, never, earned))).toEqual(["v1 15"]);
});

it("counts each act, person and day by itself", () => {
  const one = fact("assessment_submitted", "q", "10:00");
  const rules = rulesOf({ assessment_submitted: { xp: 30, daily_max: 30 } });
  const facts = [
    one,
    { ...one, key: "r", day: "2026-11-19" },
    { ...one, key: "r", actor: "b" },
    fact("video_completed", "v", "11:00"),
    fact("assessment_submitted", "s", "12:00"),
  ];
  expect(gives(awardsFor(facts, rules, never, new Map()))).toEqual(["q 30", "r 30", "r 30", "v 25"]);
});

it("gives nothing twice, and nothing for an act without XP", () => {
  const again = [fact("session_attended", "s", "10:00"), fact("session_attended", "s", "11:00")];
  expect(gives(awardsFor(again, defaultRules, never, new Map()))).toEqual(["s 40"]);
  const stored = ({ id }: { id: string }) => id === awardId("session_attended", "s");
  expect(awardsFor(again, defaultRules, stored, new Map())).toEqual([]);
  const none = rulesOf({ session_attended: { xp: 0, daily_max: null } });
  expect(awardsFor(again, none, never, new Map())).toEqual([]);
});

it("makes ids that are UUIDs and differ by act and key", () => {
  const ids = [
    awardId("video_completed", "x"),
    awardId("session_attended", "x"),
    awardId("video_completed", "y"),
  ];
  expect(new Set(ids).size).toBe(3);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
});

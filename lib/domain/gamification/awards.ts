import "server-only";
import { createHash } from "node:crypto";
import type { Day } from "@/lib/platform/time";
import type { Act, XpRules } from "./rules";

/* What facts earn by the rules, each once. */

/** Something that an actor did and that earns XP. `key` is what it was done to; the same again earns nothing. */
export type Fact = { actor: string; act: Act; key: string; at: Date; day: Day };
export type Award = Fact & { id: string; amount: number };

/**
 * The id of the event that awards something: the same for the same thing, so that it is stored once whatever repeats. It does not
 * contain the actor, so that two people who become one have been awarded once.
 */
export function awardId(
  kind: Act | "level_up" | "streak_update" | "achievement_earned",
  key: string,
): string {
  const hex = createHash("sha256").update(`${kind} ${key}`).digest("hex");
  // A UUID of version 8, which is for values of one's own.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Under which key the XP of an act on a day are summed. */
export const earnedKey = ({ actor, act, day }: Pick<Fact, "actor" | "act" | "day">): string =>
  `${actor} ${act} ${day}`;

/**
 * What these facts earn, the earliest first. `awarded` says what was awarded before, `earned` how much an act had given on a day. A fact that
 * reaches the day's limit gives what is left of it, and nothing beyond.
 */
export function awardsFor(
  facts: readonly Fact[],
  rules: XpRules,
  awarded: (award: Pick<Award, "actor" | "id">) => boolean,
  earned: ReadonlyMap<string, number>,
): Award[] {
  const given = new Map(earned);
  const seen = new Set<string>();
  return facts
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.key < b.key ? -1 : 1))
    .flatMap((fact) => {
      const id = awardId(fact.act, fact.key);
      const once = `${fact.actor} ${id}`;
      if (seen.has(once) || awarded({ actor: fact.actor, id })) return [];
      seen.add(once);
      const { xp, daily_max } = rules[fact.act];
      const before = given.get(earnedKey(fact)) ?? 0;
      const amount = Math.min(xp, (daily_max ?? Number.POSITIVE_INFINITY) - before);
      if (amount <= 0) return [];
      given.set(earnedKey(fact), before + amount);
      return [{ ...fact, id, amount }];
    });
}

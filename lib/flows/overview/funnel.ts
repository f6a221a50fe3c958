import "server-only";
import { eq } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { readInTime } from "@/lib/db/read-in-time";
import type { FunnelStep } from "@/lib/db/tables/funnels";
import { stayingTypes } from "@/lib/db/tables/learning";
import { schools } from "@/lib/db/tables/schools";
import {
  chainOf,
  countsOf,
  largestLoss,
  type Next,
  nextChains,
  type Starts,
} from "@/lib/domain/learning/funnels/funnel";
import { funnelById } from "@/lib/domain/learning/funnels/queries";
import type { CountedFunnel, FunnelQuery } from "@/lib/domain/learning/funnels/schema";
import { fieldError } from "@/lib/platform/errors";
import { inSteps } from "@/lib/platform/steps";
import { type Day, dayOf, daysInclusive, plusDays, startOfDayInstant } from "@/lib/platform/time";
import { FunnelFacts, funnelPeople } from "./funnel-facts";

const usualDays = 28;
const daysMax = 365;
const dayMs = 86_400_000;
/** More facts are not read. */
const factsMax = 1_000_000;

const kindOf = (step: FunnelStep): string => (step.kind === "event" ? step.event_type : step.kind);

/** How many people took each step of a funnel that they began in these days. Throws `not_found`; `invalid` and `unavailable` for too many facts. */
export async function countFunnel(
  scope: Scope,
  id: string,
  query: FunnelQuery,
  now: Date,
): Promise<CountedFunnel> {
  const { funnel, stored, school_id, time_zone, minimum_group_size } = await funnelById(scope, id);
  const to = query.to ?? dayOf(now, time_zone);
  const from = query.from ?? plusDays(to, 1 - usualDays);
  if (from > to) throw fieldError("to", "errors.field.before_from");
  if (daysInclusive(from, to) > daysMax)
    throw fieldError("from", "errors.learning.funnel_days", "invalid", { values: { maximum: daysMax } });
  await assertKept(school_id, stored, from, time_zone);
  const window = funnel.window_days * dayMs;
  const starts = {
    window,
    from: startOfDayInstant(from, time_zone).getTime(),
    before: startOfDayInstant(plusDays(to, 1), time_zone).getTime(),
  };
  const until = new Date(Math.min(now.getTime(), starts.before - 1 + window));
  const frame = { ...funnel, school_id, time_zone, from: new Date(starts.from), until, most: factsMax };
  const { people, chains, open, facts_read } = await readInTime(
    (seconds) => ({ key: "errors.learning.funnel_slow", values: { seconds } }),
    async (tx) => {
      const people = await funnelPeople(tx, frame);
      const facts = new FunnelFacts(tx, scope, frame);
      const chains = await chainsOf(facts, stored, people, starts);
      const open = await countOpen(facts, stored, chains, starts, now);
      return { people, chains, open, facts_read: facts.facts_read };
    },
  );
  const counts = countsOf([...chains.values()], stored.length, minimum_group_size);
  const loss = largestLoss(counts);
  return {
    ...{ funnel, from, to, time_zone },
    steps: funnel.steps.map((step, index) => ({ ...step, ...counts[index]! })),
    largest_loss_step: loss === null ? null : loss + 1,
    can_go_on: open === 0 || open >= minimum_group_size ? open : null,
    people_read: people.length,
    facts_read,
  };
}

/** After so many rounds of looking steps up, all that the others did is read: they need many first steps. */
const rounds = 3;

/** The instants of the steps that each person took; who has none is missing. */
async function chainsOf(
  facts: FunnelFacts,
  steps: readonly FunnelStep[],
  people: readonly string[],
  starts: Starts,
): Promise<Map<string, number[]>> {
  const kinds = steps.map(kindOf);
  const lookUps = steps.map(
    (step): Next =>
      (least) =>
        facts.nextOf(step, least),
  );
  const { chains, rest } = await nextChains(lookUps, kinds, people, { ...starts, rounds });
  let going = rest;
  const times: ReadonlyMap<string, readonly number[]>[] = [];
  for (const step of steps) {
    const took = going.length > 0 ? await facts.timesOf(step, going) : new Map();
    times.push(took);
    going = going.filter((id) => took.has(id));
  }
  for await (const some of inSteps(rest))
    for (const id of some)
      chains.set(id, chainOf({ kinds, times: times.map((step) => step.get(id) ?? []) }, starts));
  return chains;
}

/** How many of those who have not taken all steps have a first step whose window is still open. */
async function countOpen(
  facts: FunnelFacts,
  steps: readonly FunnelStep[],
  chains: ReadonlyMap<string, readonly number[]>,
  { from, before, window }: Starts,
  now: Date,
): Promise<number> {
  const since = Math.max(from, now.getTime() - window);
  const least = new Map(
    [...chains].flatMap(([id, { length }]) => (length < steps.length ? [[id, since] as const] : [])),
  );
  if (since >= before || least.size === 0) return 0;
  const found = await facts.nextOf(steps[0]!, least);
  return [...found.values()].filter((at) => at < before).length;
}

/** Throws `invalid` where learning events that a step counts were deleted by their age. */
async function assertKept(schoolId: string, steps: readonly FunnelStep[], from: Day, timeZone: string) {
  if (!steps.some((step) => step.kind === "event" && !stayingTypes.includes(step.event_type))) return;
  const [school] = await db()
    .select({ since: schools.learning_since })
    .from(schools)
    .where(eq(schools.id, schoolId));
  if (!school?.since) return;
  // It can begin in the last hour of the day before.
  const first = plusDays(dayOf(new Date(school.since.getTime() - 1), timeZone), 1);
  if (from < first)
    throw fieldError("from", "errors.learning.funnel_deleted", "invalid", { values: { day: first } });
}

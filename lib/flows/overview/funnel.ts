import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { readInTime } from "@/lib/db/read-in-time";
import type { FunnelStep } from "@/lib/db/tables/funnels";
import {
  canGoOn,
  chainOf,
  countsOf,
  largestLoss,
  type PersonSteps,
} from "@/lib/domain/learning/funnels/funnel";
import { funnelById } from "@/lib/domain/learning/funnels/queries";
import type { CountedFunnel, FunnelQuery } from "@/lib/domain/learning/funnels/schema";
import { fieldError } from "@/lib/platform/errors";
import { inSteps } from "@/lib/platform/steps";
import { dayOf, daysInclusive, plusDays, startOfDayInstant } from "@/lib/platform/time";
import { funnelFacts, funnelPeople } from "./funnel-facts";

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
  const window = funnel.window_days * dayMs;
  const starts = {
    window,
    from: startOfDayInstant(from, time_zone).getTime(),
    before: startOfDayInstant(plusDays(to, 1), time_zone).getTime(),
  };
  const until = new Date(Math.min(now.getTime(), starts.before - 1 + window));
  const frame = { ...funnel, school_id, time_zone, from: new Date(starts.from), until, most: factsMax };
  const { people, times, facts_read } = await readInTime(
    (seconds) => ({ key: "errors.learning.funnel_slow", values: { seconds } }),
    async (tx) => {
      const people = await funnelPeople(tx, frame);
      return { people, ...(await funnelFacts(tx, scope, stored, people, frame)) };
    },
  );
  const chains: number[][] = [];
  const kinds = stored.map(kindOf);
  let open = 0;
  for await (const some of inSteps([...(times[0]?.keys() ?? [])]))
    for (const person of some) {
      const steps: PersonSteps = { kinds, times: times.map((step) => step.get(person) ?? []) };
      const chain = chainOf(steps, starts);
      if (chain.length > 0) chains.push(chain);
      if (chain.length < stored.length && canGoOn(steps, starts, now.getTime())) open++;
    }
  const counts = countsOf(chains, stored.length, minimum_group_size);
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

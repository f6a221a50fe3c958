import "server-only";
import { sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import type { FunnelStep } from "@/lib/db/tables/funnels";
import { transaction } from "@/lib/db/tx";
import {
  canGoOn,
  chainOf,
  countsOf,
  largestLoss,
  type PersonSteps,
} from "@/lib/domain/learning/funnels/funnel";
import { funnelById } from "@/lib/domain/learning/funnels/queries";
import type { CountedFunnel, FunnelQuery } from "@/lib/domain/learning/funnels/schema";
import { AppError, fieldError } from "@/lib/platform/errors";
import { inSteps } from "@/lib/platform/steps";
import { dayOf, daysInclusive, plusDays, startOfDayInstant } from "@/lib/platform/time";
import { funnelFacts, funnelPeople } from "./funnel-facts";

const usualDays = 28;
const daysMax = 365;
const dayMs = 86_400_000;
/** More facts of a step are not read. */
const factsMax = 500_000;
/** A statement that takes longer is given up, so that no funnel keeps others waiting. */
const statementSeconds = 5;

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
  const { people, times, facts_read } = await readInTime(async (tx) => {
    const people = await funnelPeople(tx, frame);
    return { people, ...(await funnelFacts(tx, scope, stored, people, frame)) };
  });
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

/** Reads in one transaction, in which each statement has a few seconds. Throws `unavailable` for one that needs more. */
async function readInTime<T>(read: Parameters<typeof transaction<T>>[0]): Promise<T> {
  try {
    return await transaction(async (tx) => {
      await tx.execute(sql`set local statement_timeout = ${sql.raw(String(statementSeconds * 1000))}`);
      return read(tx);
    });
  } catch (error) {
    // The builder wraps the driver's error; 57014 is a statement that was given up.
    const { code } = Object((error as Error).cause ?? error) as { code?: string };
    if (code !== "57014") throw error;
    throw new AppError("unavailable", "errors.learning.funnel_slow", {
      values: { seconds: statementSeconds },
      retryAfterSeconds: 30,
      cause: error,
    });
  }
}

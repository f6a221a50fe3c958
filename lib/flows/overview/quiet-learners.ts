import "server-only";
import { actorsOf } from "@/lib/auth/pseudonym";
import type { Scope } from "@/lib/auth/scope";
import type { Narrowing } from "@/lib/domain/learners/enrollment-activity";
import { countsByDay } from "@/lib/measure/day-set";
import { noRanges } from "@/lib/measure/ranges";
import { dayOf, plusDays } from "@/lib/platform/time";
import { learnersAtRisk } from "../learning/learner-list";
import { activeDaysOf } from "./active-days";

/** How many learners at risk have their days drawn, and how many days. */
const drawnMax = 5;
const daysDrawn = 28;

/** How many learners are at risk, of how many; and of those who went quiet last, on which of the last days they were active. */
export type QuietLearners = { learners: number; at_risk: number; quiet_latest: boolean[][] };

export async function quietLearners(
  scope: Scope,
  { time_zone, ...narrowing }: Narrowing & { time_zone: string },
  now: Date,
): Promise<QuietLearners> {
  const { atRisk, summary } = await learnersAtRisk(scope, narrowing, now);
  const { school_id } = scope;
  const latest = [...atRisk]
    .sort(([a, quiet], [b, other]) => quiet - other || (a < b ? -1 : 1))
    .slice(0, drawnMax)
    .map(([id]) => id);
  const counts = { learners: summary.learners, at_risk: atRisk.size };
  // Who runs several schools has no school whose days these would be.
  if (school_id === null || latest.length === 0) return { ...counts, quiet_latest: [] };
  const people = latest.map((id) => ({ id, school_id }));
  const actors = new Map(
    [...(await actorsOf(school_id, latest))].map(([actor, id]) => [actor, { id, school_id }]),
  );
  const to = dayOf(now, time_zone);
  const from = plusDays(to, 1 - daysDrawn);
  const active = await activeDaysOf(people, actors, { from, to, time_zone }, now);
  return {
    ...counts,
    quiet_latest: latest.map((id) =>
      countsByDay([active.get(id) ?? noRanges], from, to).map((count) => count > 0),
    ),
  };
}

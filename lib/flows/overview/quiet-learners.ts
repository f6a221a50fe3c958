import "server-only";
import type { Scope } from "@/lib/auth/scope";
import type { Narrowing } from "@/lib/domain/learners/enrollment-activity";
import { namesOf } from "@/lib/domain/learners/rows";
import { dayOf, plusDays } from "@/lib/platform/time";
import { learnerDays } from "../learning/days";
import { learnersAtRisk } from "../learning/learner-list";

/** How many learners at risk have their days drawn, and how many days. */
const drawnMax = 5;
const daysDrawn = 28;

/** How many learners are at risk, of how many; and of those who went quiet last, their names and on which of the last days they were active. */
export type QuietLearners = {
  learners: number;
  at_risk: number;
  latest_names: string[];
  quiet_latest: boolean[][];
};

/** Their days are those that the scope may read: an instructor's are of what they teach. */
export async function quietLearners(
  scope: Scope,
  { time_zone, ...narrowing }: Narrowing & { time_zone: string },
  now: Date,
): Promise<QuietLearners> {
  const { atRisk, summary } = await learnersAtRisk(scope, narrowing, now);
  const { school_id } = scope;
  const counts = { learners: summary.learners, at_risk: atRisk.size };
  // Who runs several schools has no school whose days these would be.
  if (school_id === null) return { ...counts, latest_names: [], quiet_latest: [] };
  const latest = [...atRisk]
    .sort(([a, quiet], [b, other]) => quiet - other || (a < b ? -1 : 1))
    .slice(0, drawnMax);
  const to = dayOf(now, time_zone);
  const from = plusDays(to, 1 - daysDrawn);
  const names = new Map(
    (await namesOf(latest.map(([user_id]) => user_id))).map(({ user_id, name }) => [user_id, name]),
  );
  return {
    ...counts,
    latest_names: latest.flatMap(([user_id]) => names.get(user_id) ?? []),
    quiet_latest: await Promise.all(
      latest.map(async ([user_id]) => {
        const days = await learnerDays(scope, { user_id, school_id, time_zone }, now);
        return days.between(from, to).map(({ count }) => count > 0);
      }),
    ),
  };
}

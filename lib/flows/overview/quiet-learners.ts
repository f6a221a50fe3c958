import "server-only";
import { and, eq, gt, lte, sql } from "drizzle-orm";
import { reachesSessions } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { registrations, wasToAttendOf, whoCame } from "@/lib/db/attendance";
import { dbPlanning } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import { enrollments } from "@/lib/db/tables/courses";
import { sessions } from "@/lib/db/tables/sessions";
import type { Narrowing } from "@/lib/domain/learners/enrollment-activity";
import { namesOf } from "@/lib/domain/learners/rows";
import { dayOf, plusDays } from "@/lib/platform/time";
import { learnerDays } from "../learning/days";
import { learnersAtRisk } from "../learning/learner-list";

/** How many learners at risk have their days drawn, and how many days. */
const drawnMax = 5;
const daysDrawn = 28;

/** In so many days no day of the week comes twice. */
const missedWithinDays = 6;

/** How many learners are at risk, of how many; and of those who went quiet last, their names and on which of the last days they were active. */
export type QuietLearners = {
  learners: number;
  at_risk: number;
  /** How many of them were to attend the latest session of the last days, and did not come; null for none, or while nobody is known to have come. */
  missed: { people: number; begun_at: string; time_zone: string } | null;
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
  if (school_id === null) return { ...counts, missed: null, latest_names: [], quiet_latest: [] };
  const latest = [...atRisk]
    .sort(([a, quiet], [b, other]) => quiet - other || (a < b ? -1 : 1))
    .slice(0, drawnMax);
  const to = dayOf(now, time_zone);
  const from = plusDays(to, 1 - daysDrawn);
  const names = new Map(
    (await namesOf(latest.map(([user_id]) => user_id))).map(({ user_id, name }) => [user_id, name]),
  );
  const missed = await missedLatest(scope, narrowing, [...atRisk.keys()], now);
  return {
    ...counts,
    missed: missed && { ...missed, time_zone },
    latest_names: latest.flatMap(([user_id]) => names.get(user_id) ?? []),
    quiet_latest: await Promise.all(
      latest.map(async ([user_id]) => {
        const days = await learnerDays(scope, { user_id, school_id, time_zone }, now);
        return days.between(from, to).map(({ count }) => count > 0);
      }),
    ),
  };
}

/** How many of these people missed the latest session that the scope reads. */
async function missedLatest(
  scope: Scope,
  { course_id, class_id }: Narrowing,
  userIds: readonly string[],
  now: Date,
): Promise<{ people: number; begun_at: string } | null> {
  if (userIds.length === 0) return null;
  const ended = and(
    ...[eq(sessions.status, "ended"), eq(sessions.left_out, false), reachesSessions(scope, sessions)],
    ...[gt(sessions.begun_at, new Date(now.getTime() - missedWithinDays * 86_400_000))],
    ...[lte(sessions.begun_at, now), sql`${sessions.course_id} is not null`],
    course_id === undefined ? undefined : eq(sessions.course_id, course_id),
  );
  const isLatest = sql`${sessions.id} = (select id from latest)`;
  const [row] = await dbPlanning().execute<{ people: number; begun_at: string }>(sql`
    with latest as materialized (
      select ${sessions.id} as id from ${sessions} where ${ended}
      order by ${sessions.begun_at} desc, ${sessions.id} limit 1
    ), ${registrations(isLatest)}, came as materialized (${whoCame(isLatest)})
    select count(distinct ${enrollments.user_id})::int as people, min(${sessions.begun_at}) as begun_at
    from ${sessions} join ${enrollments} on ${enrollments.course_id} = ${sessions.course_id}
      left join registered on registered.session_id = ${sessions.id} and registered.user_id = ${enrollments.user_id}
    where ${isLatest} and ${enrollments.user_id} in (select unnest(${textArray(userIds)}::uuid[]))
      and ${enrollments.user_id} <> ${sessions.instructor_id}
      ${class_id === undefined ? sql`` : sql`and ${enrollments.class_id} = ${class_id}`}
      and ${wasToAttendOf(sql`${sessions.begun_at} > ${enrollments.created_at}`)}
      and ${enrollments.user_id} not in (select user_id from came)
      -- Without anybody, who came is not known: a report is still to come.
      and exists (select from came)`);
  return row && row.people > 0
    ? { people: row.people, begun_at: new Date(row.begun_at).toISOString() }
    : null;
}

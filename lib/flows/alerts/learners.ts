import "server-only";
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { dbPlanning } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import { alertRules } from "@/lib/db/tables/alerts";
import { courses, enrollments, storedProgress } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { type Held, isNews, kinds } from "@/lib/domain/alerts/alerts";
import { type Pair, pairKey, takerProgress } from "@/lib/domain/courses/lessons/learner-progress";
import { isCompleted } from "@/lib/domain/courses/progress";
import { quietDaysSince } from "@/lib/domain/learners/at-risk";
import { enrollmentTables, isOver, todayAt } from "@/lib/domain/learners/enrollment-activity";

/* Learners who are at risk, by the rule of lib/domain/learners/at-risk.ts with a school's own number of days. */

/** So many are computed from their facts in one run; the next takes the others. */
const checkedMax = 500;

type Row = Pair & {
  school_id: string;
  time_zone: string;
  completion_threshold: number;
  threshold: number;
  since: string;
  quiet_days: number;
  last_active_at: string;
  happened_at: string;
};

/**
 * The enrollments that are at risk: those of open alerts, and those that became so in the last days, by what is stored of them and the index of
 * their last activity. Nothing is read of the others.
 */
export async function ofLearners(open: readonly Pair[], now: Date): Promise<Held[]> {
  const ids = (key: keyof Pair) => sql`${textArray(open.map((pair) => pair[key]))}::uuid[]`;
  const isOpen = sql`(${storedProgress.course_id}, ${storedProgress.user_id}) in
    (select * from unnest(${ids("course_id")}, ${ids("user_id")}))`;
  // Days of the school's zone are compared below: these are the hours in which they can be.
  const hoursBefore = (days: SQL) => sql`${now.toISOString()}::timestamptz - ${days} * interval '24 hours'`;
  const isRecent = sql`${storedProgress.last_active_at} > ${hoursBefore(sql`(${limit} + 9)`)}
    and ${storedProgress.last_active_at} < ${hoursBefore(sql`(${limit} - 2)`)}`;
  const [still, recent] = await Promise.all([open.length ? quiet(isOpen, now) : [], quiet(isRecent, now)]);
  const openKeys = new Set(open.map(pairKey));
  const begun = recent.filter((row) => !openKeys.has(pairKey(row)) && isNews(timesOf(row), now));
  return [...still, ...(await atRiskByFacts(begun.slice(0, checkedMax), now))].map(heldOf);
}

const limit = sql`coalesce(${alertRules.threshold}, ${kinds.quiet_learner.threshold})`;

const timesOf = ({ happened_at, since }: Row) => ({
  happened_at: new Date(happened_at),
  since: new Date(since),
});

const heldOf = (row: Row): Held => ({
  ...{ kind: "quiet_learner", school_id: row.school_id, session_id: null, class_id: null },
  ...{ course_id: row.course_id, user_id: row.user_id, value: row.quiet_days, threshold: row.threshold },
  detail: { last_active_at: new Date(row.last_active_at).toISOString() },
  ...timesOf(row),
});

/** The enrollments at risk by what is stored, in schools whose rule is on. */
async function quiet(which: SQL, now: Date): Promise<Row[]> {
  const lastDay = sql`(${storedProgress.last_active_at} at time zone ${schools.time_zone})::date`;
  const today = todayAt(now);
  const rows = await dbPlanning().execute<Row>(sql`
    select ${courses.school_id} as school_id, ${storedProgress.course_id} as course_id, ${storedProgress.user_id} as user_id,
      ${schools.time_zone} as time_zone, ${schools.completion_threshold} as completion_threshold, ${limit}::int as threshold,
      ${alertRules.since} as since, ${today} - ${lastDay} as quiet_days, ${storedProgress.last_active_at} as last_active_at,
      (${lastDay} + ${limit}::int)::timestamp at time zone ${schools.time_zone} as happened_at
    from ${enrollmentTables}
      join ${alertRules} on ${and(eq(alertRules.school_id, schools.id), eq(alertRules.kind, "quiet_learner"), alertRules.is_on)}
      join ${storedProgress} on ${and(eq(storedProgress.course_id, enrollments.course_id), eq(storedProgress.user_id, enrollments.user_id))}
    where ${which} and ${today} - ${lastDay} >= ${limit}
      and ${isNull(courses.archived_at)} and ${isNull(users.disabled_at)} and not ${isOver(today)}
      and not coalesce(${storedProgress.least_percentage} + 1e-9 >= ${schools.completion_threshold}, false)
    order by happened_at`);
  return [...rows];
}

/** Those of them that are at risk by their facts, too: what is stored can be a minute old. */
async function atRiskByFacts(rows: readonly Row[], now: Date): Promise<Row[]> {
  if (rows.length === 0) return [];
  const progress = new Map((await takerProgress(rows)).map((one) => [pairKey(one), one]));
  return rows.filter((row) => {
    const { last_active_at, least_percentage } = progress.get(pairKey(row)) ?? {};
    if (!last_active_at) return false;
    const days = quietDaysSince(new Date(last_active_at), now, row.time_zone);
    const isDone = least_percentage != null && isCompleted(least_percentage, row.completion_threshold);
    return days !== null && days >= row.threshold && !isDone;
  });
}

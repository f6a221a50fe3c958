import "server-only";
import { and, eq, ilike, isNull, or, type SQL, sql } from "drizzle-orm";
import { inSchool } from "@/lib/auth/reach";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { dbPlanning } from "@/lib/db/client";
import { isAnyOf, numberArray, textArray } from "@/lib/db/literals";
import { byName } from "@/lib/db/names";
import { contains } from "@/lib/db/patterns";
import type { ProgressFacts } from "@/lib/db/stored-progress";
import { courses, enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { listOrder } from "@/lib/http/list";
import { lastSeenOfAll, listedEnrollments, type Narrowing } from "./enrollment-activity";
import { type LearnersQuery, type NumberSort, numberSorts } from "./schema";

/* Which learners a list shows, in its order: who is at risk is given, since lessons are read by their own noun. */

/** Learners at risk, each once, with the most days in a course at risk. */
export type AtRisk = ReadonlyMap<string, number>;

/** The learners of the courses that the scope reaches; for an admin also the school's other students, who take no course yet. */
function areListed(scope: Scope, narrowing: Narrowing): SQL | undefined {
  const taking = sql`exists (select from ${enrollments} join ${courses} on ${courses.id} = ${enrollments.course_id}
    where ${enrollments.user_id} = ${users.id} and ${listedEnrollments(scope, narrowing)})`;
  const everyone = isAdmin(scope) && narrowing.course_id === undefined;
  return and(
    isNull(users.disabled_at),
    inSchool(scope, users),
    everyone ? or(eq(users.role, "student"), taking) : taking,
  );
}

/** The ids of the learners that match, from `offset` on, at most `limit`; and how many match. */
export async function listedLearners(
  scope: Scope,
  {
    narrowing,
    atRisk,
    now,
    facts,
    values = new Map(),
  }: {
    narrowing: Narrowing;
    atRisk: AtRisk;
    now: Date;
    facts: ProgressFacts;
    /** The number that is sorted by; who has none is missing. */
    values?: ReadonlyMap<string, number>;
  },
  { q, at_risk, not_seen_since, ids, sort, order, limit, offset }: LearnersQuery,
): Promise<{ ids: string[]; total: number }> {
  const needsSeen = sort === "last_seen" || not_seen_since !== undefined;
  const risk = sql`risk(user_id, quiet_days) as (
    select * from unnest(${textArray([...atRisk.keys()])}::uuid[], ${numberArray([...atRisk.values()])}::int[]))`;
  const numbers = sql`numbers(user_id, value) as (
    select * from unnest(${textArray([...values.keys()])}::uuid[], ${numberArray([...values.values()])}::float8[]))`;
  const byNumber = Object.fromEntries(numberSorts.map((one) => [one, sql`numbers.value`]));
  const orders = {
    ...(byNumber as Record<NumberSort, SQL>),
    risk: sql`risk.quiet_days`,
    name: byName(users.name),
    last_seen: needsSeen ? sql`seen.last_seen_at` : sql`null`,
  };
  const where = and(
    areListed(scope, narrowing),
    q ? or(ilike(users.name, contains(q)), ilike(users.email, contains(q))) : undefined,
    ids === undefined ? undefined : isAnyOf(users.id, ids.split(",")),
    at_risk === undefined ? undefined : sql`risk.user_id is ${at_risk === "yes" ? sql`not null` : sql`null`}`,
    not_seen_since === undefined
      ? undefined
      : sql`(seen.last_seen_at is null or seen.last_seen_at < (${not_seen_since}::date)::timestamp at time zone coalesce(${schools.time_zone}, 'UTC'))`,
  );
  const rows = await dbPlanning().execute<{ ids: string[]; total: number }>(sql`
    with ${needsSeen ? sql`${lastSeenOfAll(scope, narrowing, now, facts)}, ${risk}` : risk}, ${numbers},
    listed as materialized (
      select ${users.id} as id, row_number() over (order by ${listOrder({ sort, order }, orders, ["name"])},
        ${byName(users.name)}, ${users.id}) as place
      from ${users} left join ${schools} on ${schools.id} = ${users.school_id} left join risk on risk.user_id = ${users.id}
        left join numbers on numbers.user_id = ${users.id}
        ${needsSeen ? sql`left join seen on seen.user_id = ${users.id}` : sql``}
      where ${where}
    )
    select (select count(*)::int from listed) as total, coalesce((select json_agg(id order by place) from (
      select id, place from listed order by place limit ${limit} offset ${offset}) page), '[]') as ids`);
  return rows[0]!;
}

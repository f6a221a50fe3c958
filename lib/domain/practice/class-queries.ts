import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { classes, enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { practiceSessions } from "@/lib/db/tables/practice";
import { oneDecimal } from "@/lib/measure/rounding";
import type { Scores } from "./practice";
import { meanSessions } from "./scores";
import { classPeopleMin } from "./stats";

/* Where the learners of a course or a class stand in their practice, for staff who have reached the course. */

/** Of the last so many days. */
export const classDays = 28;
/** More learners and areas are not listed. */
const learnersMax = 1000;
const areasMax = 10;

export type ClassLearner = Scores & {
  user_id: string;
  name: string;
  class_name: string | null;
  sessions: number;
  minutes: number;
  last_at: Date | null;
};
type Stored = Omit<ClassLearner, "last_at" | "minutes"> & { seconds: number; last_at: string | Date | null };

const people = (courseId: string, classId: string | undefined): SQL => sql`
  select ${users.id} as user_id, ${users.name} as name, ${classes.name} as class_name
  from ${enrollments} join ${users} on ${users.id} = ${enrollments.user_id}
    left join ${classes} on ${classes.id} = ${enrollments.class_id}
  where ${enrollments.course_id} = ${courseId} and ${users.disabled_at} is null
    and ${classId === undefined ? sql`true` : sql`${classes.id}::text = ${classId}`}`;

/** Every learner, by name: the sessions of the last days, and the mean of the last five sessions with each score. */
export async function classLearners(
  course: { id: string },
  classId: string | undefined,
  now: Date,
): Promise<ClassLearner[]> {
  const { user_id, created_at, duration_seconds } = practiceSessions;
  const since = new Date(now.getTime() - classDays * 86_400_000).toISOString();
  const mean = (name: keyof Scores) =>
    sql`max(value) filter (where name = ${name}) as ${sql.identifier(name)}`;
  const rows = await db().execute<Stored>(sql`
    with people as materialized (${people(course.id, classId)}), own as (
      select ${practiceSessions}.* from ${practiceSessions} where ${user_id} in (select user_id from people)
    ), scored as (
      select own.user_id, s.name, s.value, row_number() over (partition by own.user_id, s.name order by own.created_at desc) as n
      from own cross join lateral (values ('pronunciation_score', own.pronunciation_score), ('fluency_score', own.fluency_score),
        ('grammar_score', own.grammar_score)) s(name, value)
      where s.value is not null
    ), means as (
      select user_id, name, avg(value) as value from scored where n <= ${meanSessions}
      group by user_id, name having count(*) = ${meanSessions}
    ), wide as (
      select user_id, ${mean("pronunciation_score")}, ${mean("fluency_score")}, ${mean("grammar_score")} from means group by user_id
    ), recent as (
      select ${user_id} as user_id, max(${created_at}) as last_at,
        (count(*) filter (where ${created_at} >= ${since}::timestamptz))::int as sessions,
        coalesce(sum(${duration_seconds}) filter (where ${created_at} >= ${since}::timestamptz), 0)::int as seconds
      from own ${practiceSessions} group by 1
    )
    select people.user_id, people.name, people.class_name, coalesce(recent.sessions, 0) as sessions, coalesce(recent.seconds, 0) as seconds,
      recent.last_at, wide.pronunciation_score, wide.fluency_score, wide.grammar_score
    from people left join recent using (user_id) left join wide using (user_id)
    order by ${byName(sql`people.name`)}, people.user_id limit ${learnersMax}`);
  return [...rows].map(({ seconds, last_at, ...row }) => ({
    ...row,
    pronunciation_score: oneDecimal(row.pronunciation_score),
    fluency_score: oneDecimal(row.fluency_score),
    grammar_score: oneDecimal(row.grammar_score),
    minutes: oneDecimal(seconds / 60),
    last_at: last_at === null ? null : new Date(last_at),
  }));
}

/** The areas that sessions of the last days name, those of the most people first; none of fewer than five people. */
export async function classAreas(course: { id: string }, classId: string | undefined, now: Date) {
  const since = new Date(now.getTime() - classDays * 86_400_000).toISOString();
  const { user_id, created_at, areas_to_improve } = practiceSessions;
  return [
    ...(await db().execute<{ area: string; people: number; sessions: number }>(sql`
      with people as materialized (${people(course.id, classId)}), named as (
        select distinct on (${practiceSessions.id}, lower(area)) ${user_id} as user_id, area, lower(area) as key, ${created_at} as at
        from ${practiceSessions} cross join lateral jsonb_array_elements_text(${areas_to_improve}) area
        where ${user_id} in (select user_id from people) and ${created_at} >= ${since}::timestamptz
      )
      select (array_agg(area order by at desc))[1] as area, count(distinct user_id)::int as people, count(*)::int as sessions
      from named group by key having count(distinct user_id) >= ${classPeopleMin}
      order by people desc, sessions desc, key limit ${areasMax}`)),
  ];
}

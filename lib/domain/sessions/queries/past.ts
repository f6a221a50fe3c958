import "server-only";
import { TZDate } from "@date-fns/tz";
import { and, asc, desc, eq, gt, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { builtOnce, db } from "@/lib/db/client";
import { attendees, sessionNumbers, sessions } from "@/lib/db/tables/sessions";
import type { Language } from "@/lib/language/language";
import { type Band, bandOf, bestTime, fewest } from "@/lib/measure/evidence";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { oneDecimal } from "@/lib/measure/rounding";
import { eachMetric, typicalMetrics } from "../metrics";
import type { PeakAnswer, ScorePart } from "../schema";
import type { Session } from "../session";
import type { PastNumbers } from "../typical";

/** The stored numbers of one past session, for typical values and sparklines. */
export type PastSession = PastNumbers & Pick<Session, "id" | "instructor_id" | "begun_at">;

/** How many of the latest earlier sessions the typical values are computed from. */
const pastSessionsMax = 12;

const session = alias(sessions, "session");
const past = alias(sessions, "past");

/** A session that ran, or is planned, long enough to be compared. */
const isLongEnough = (of: typeof session | typeof past) =>
  sql`coalesce(${of.ended_at}, ${of.scheduled_end}) - ${of.begun_at} >= ${fewest.minutes_for_comparison} * interval '1 minute'`;

/** Sessions of one kind as `session`: of its course and format, or of the school's of its format. */
const alike = (ofCourse: boolean) =>
  and(
    eq(past.format, session.format),
    ofCourse ? eq(past.course_id, session.course_id) : eq(past.school_id, session.school_id),
    eq(past.status, "ended"),
    eq(past.left_out, false),
    isLongEnough(past),
  );

/**
 * The sessions that a session is compared with, as a lateral join on `session`: the latest before it of the same course and format if there
 * are at least five, else the school's of the same format. Those to which fewer than five people came are passed over. One that ran for less
 * than five minutes is compared with none. `before.id` is one of
 * them, `before.of_course` whether they are of the course.
 */
function before() {
  const latest = (ofCourse: boolean) =>
    db()
      .select({ id: past.id })
      .from(past)
      .innerJoin(sessionNumbers, eq(sessionNumbers.session_id, past.id))
      .where(
        and(
          alike(ofCourse),
          isLongEnough(session),
          lt(past.scheduled_start, session.scheduled_start),
          gte(sessionNumbers.total_attended, fewest.people_for_rate),
        ),
      )
      .orderBy(desc(past.scheduled_start))
      .limit(pastSessionsMax);
  return sql`(
    with own as ${latest(true)}, counted as (select count(*) >= ${fewest.sessions_for_typical} as enough from own)
    select id, true as of_course from own where (select enough from counted)
    union all
    select id, false from ${latest(false)} latest where not (select enough from counted)
  ) before`;
}

/** The sessions that one is compared with, in time order; `ofCourse`: they are of its course. */
export async function pastSessions({ id }: Pick<Session, "id">): Promise<{
  past: PastSession[];
  ofCourse: boolean;
}> {
  const rows = await builtOnce("past sessions", selectPast).execute({ session_id: id });
  return {
    past: rows.map(({ of_course: _, parts, ...row }) => ({
      ...row,
      parts: Object.fromEntries(parts.map(({ component, value }) => [component, value])),
    })),
    ofCourse: rows[0]?.of_course ?? false,
  };
}

const selectPast = () =>
  db()
    .select({
      id: past.id,
      instructor_id: past.instructor_id,
      begun_at: past.begun_at,
      of_course: sql<boolean>`before.of_course`,
      ...eachMetric(typicalMetrics, (key) => sessionNumbers[key]),
      parts: sql<ScorePart[]>`${sessionNumbers.detail}->'numbers'->'engagement_score_parts'`,
    })
    .from(session)
    .crossJoinLateral(before())
    .innerJoin(past, sql`${past.id} = before.id`)
    .innerJoin(sessionNumbers, eq(sessionNumbers.session_id, past.id))
    .where(eq(session.id, sql.placeholder("session_id")))
    .orderBy(asc(past.scheduled_start));

/** The typical engagement score before each of these sessions: the same as `typicalOf(pastSessions(…))` for one. */
export async function typicalScores(ids: string[]): Promise<(id: string) => Band | null> {
  const scores = new Map<string, (number | null)[]>();
  if (ids.length > 0) {
    const rows = await db()
      .select({ id: session.id, score: sessionNumbers.engagement_score })
      .from(session)
      .crossJoinLateral(before())
      .innerJoin(sessionNumbers, sql`${sessionNumbers.session_id} = before.id`)
      .where(inArray(session.id, ids));
    for (const { id, score } of rows) getOrInsert(scores, id, () => []).push(score);
  }
  return (id) => bandOf(scores.get(id) ?? []);
}

/**
 * How many had registered for the sessions that each of these planned ones is compared with, at the same time before they began as it is now
 * before the planned one. Sessions for which nobody registered beforehand are passed over.
 */
export async function usualRegistrations(ids: string[], now: Date): Promise<(id: string) => Band | null> {
  const registered = new Map<string, number[]>();
  if (ids.length > 0) {
    const nowAt = sql`${now.toISOString()}::timestamptz`;
    const until = sql`${past.scheduled_start} - greatest(${session.scheduled_start} - ${nowAt}, interval '0')`;
    const counted = (at: SQL) =>
      sql<number>`count(*) filter (where ${attendees.registered_at} <= ${at}
        and (${attendees.cancelled_at} is null or ${attendees.cancelled_at} > ${at}))::int`;
    const rows = await db()
      .select({ id: session.id, registered: counted(until) })
      .from(session)
      .crossJoinLateral(before())
      .innerJoin(past, sql`${past.id} = before.id`)
      .innerJoin(attendees, and(eq(attendees.session_id, past.id), eq(attendees.host, false)))
      .where(inArray(session.id, ids))
      .groupBy(session.id, past.id)
      .having(gt(counted(sql`${past.scheduled_start}`), 0));
    for (const row of rows) getOrInsert(registered, row.id, () => []).push(row.registered);
  }
  return (id) => bandOf(registered.get(id) ?? []);
}

/** How many of the latest sessions the best times are computed from. */
const bestTimesMax = 500;

/**
 * The hour and the weekday, in the school's zone, at which the instructor's sessions of this kind have the highest average peak; null where the
 * evidence does not show one. Of its course and format if there are ten, else of its format.
 */
export async function bestTimes(
  { id, time_zone: timeZone }: Pick<Session, "id" | "time_zone">,
  { weekdayName }: Language,
): Promise<Pick<PeakAnswer, "best_hour" | "best_weekday">> {
  const rows = await db()
    .select({
      begun_at: past.begun_at,
      peak: sql<number>`${sessionNumbers.peak_count}`,
      of_course: sql<boolean>`${past.course_id} is not distinct from ${session.course_id}`,
    })
    .from(session)
    .innerJoin(past, and(alike(false), eq(past.instructor_id, session.instructor_id)))
    .innerJoin(sessionNumbers, eq(sessionNumbers.session_id, past.id))
    .where(and(eq(session.id, id), gt(sessionNumbers.peak_count, 0)))
    .orderBy(desc(past.scheduled_start))
    .limit(bestTimesMax);
  const own = rows.filter((row) => row.of_course);
  const sessions = (own.length >= fewest.sessions_for_best_time ? own : rows).map(({ begun_at, peak }) => {
    const at = new TZDate(begun_at.getTime(), timeZone);
    const day = Math.round(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / 86_400_000);
    return { hour: at.getHours(), weekday: at.getDay(), day, value: peak };
  });
  const best = (of: "hour" | "weekday") => bestTime(sessions.map((one) => ({ ...one, key: one[of] })));
  const [hour, weekday] = [best("hour"), best("weekday")];
  const peak = ({ sessions, mean }: { sessions: number; mean: number }) => ({
    sessions,
    average_peak: oneDecimal(mean),
  });
  return {
    best_hour: hour && { hour: hour.key, ...peak(hour) },
    best_weekday: weekday && { weekday: weekdayName(weekday.key), ...peak(weekday) },
  };
}

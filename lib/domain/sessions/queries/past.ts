import "server-only";
import { TZDate } from "@date-fns/tz";
import { and, asc, desc, eq, gt, inArray, lt, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { builtOnce, db } from "@/lib/db/client";
import { sessionNumbers, sessions } from "@/lib/db/tables/sessions";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { mean } from "@/lib/measure/quantiles";
import { oneDecimal } from "@/lib/measure/rounding";
import { weekdayName } from "@/lib/platform/phrases";
import { eachMetric, typicalMetrics } from "../metrics";
import type { PeakAnswer, ScorePart } from "../schema";
import type { Session } from "../session";
import { type Band, bandOf, type PastNumbers, typicalSessionsMin } from "../typical";

/** The stored numbers of one past session, for typical values and sparklines. */
export type PastSession = PastNumbers & { id: string; begun_at: Date };

/** How many of the latest earlier sessions the typical values are computed from. */
const pastSessionsMax = 12;

const session = alias(sessions, "session");
const past = alias(sessions, "past");

/**
 * The sessions that a session is compared with, as a lateral join on `session`: the instructor's latest attended ones before it, of the
 * same course if there are at least three, else of any. `before.id` is one of them, `before.of_course` whether they are of the course.
 */
function before() {
  const latest = (sameCourse: boolean) =>
    db()
      .select({ id: past.id })
      .from(past)
      .innerJoin(sessionNumbers, eq(sessionNumbers.session_id, past.id))
      .where(
        and(
          eq(past.instructor_id, session.instructor_id),
          eq(past.status, "ended"),
          lt(past.scheduled_start, session.scheduled_start),
          gt(sessionNumbers.total_attended, 0),
          sameCourse ? sql`${past.course_id} is not distinct from ${session.course_id}` : undefined,
        ),
      )
      .orderBy(desc(past.scheduled_start))
      .limit(pastSessionsMax);
  return sql`(
    with own as ${latest(true)}, counted as (select count(*) >= ${typicalSessionsMin} as enough from own)
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

/** How many of the latest sessions the best times are computed from. */
const bestTimesMax = 500;

/** The hour and the weekday, in the school's zone, with the highest average peak of the instructor's finished sessions; null with fewer than 3. */
export async function bestTimes({
  instructor_id: instructorId,
  time_zone: timeZone,
}: Pick<Session, "instructor_id" | "time_zone">): Promise<Pick<PeakAnswer, "best_hour" | "best_weekday">> {
  const rows = await db()
    .select({
      begun_at: past.begun_at,
      peak: sql<number>`${sessionNumbers.peak_count}`,
    })
    .from(past)
    .innerJoin(sessionNumbers, eq(sessionNumbers.session_id, past.id))
    .where(
      and(eq(past.instructor_id, instructorId), eq(past.status, "ended"), gt(sessionNumbers.peak_count, 0)),
    )
    .orderBy(desc(past.scheduled_start))
    .limit(bestTimesMax);
  if (rows.length < typicalSessionsMin) return { best_hour: null, best_weekday: null };
  const best = (keyOf: (at: TZDate) => number) => {
    const groups = new Map<number, number[]>();
    for (const { begun_at: begunAt, peak } of rows)
      getOrInsert(groups, keyOf(new TZDate(begunAt.getTime(), timeZone)), () => []).push(peak);
    return [...groups]
      .map(([key, peaks]) => ({
        key,
        sessions: peaks.length,
        average_peak: oneDecimal(mean(peaks)!),
      }))
      .sort((a, b) => b.average_peak - a.average_peak || b.sessions - a.sessions || a.key - b.key)[0]!;
  };
  const { key: hour, ...atHour } = best((at) => at.getHours());
  const { key: weekday, ...onDay } = best((at) => at.getDay());
  return {
    best_hour: { hour, ...atHour },
    best_weekday: { weekday: weekdayName(weekday), ...onDay },
  };
}

import "server-only";
import { and, desc, eq, gte, inArray, isNull, lte, sql } from "drizzle-orm";
import type { Learner } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { batches } from "@/lib/db/batches";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { classes, courses, enrollments } from "@/lib/db/tables/courses";
import { practiceSessions } from "@/lib/db/tables/practice";
import { isoInstants } from "@/lib/http/contract";
import { listPage } from "@/lib/http/list";
import { oneDecimal } from "@/lib/measure/rounding";
import { type CsvColumn, csvInstant } from "@/lib/platform/csv";
import type { Practice, ScoreName } from "./practice";
import type { HistoryQuery, PracticeRow } from "./schema";
import type { ClassMate } from "./stats";
import type { MateWeek } from "./weeks";

const { school_id: _, user_id, idempotency_key: __, ...columns } = practiceSessions;
const fields = {
  id: columns.id,
  created_at: columns.created_at,
  session_type: columns.session_type,
  duration_seconds: columns.duration_seconds,
  words_spoken: columns.words_spoken,
  pronunciation_score: columns.pronunciation_score,
  fluency_score: columns.fluency_score,
  grammar_score: columns.grammar_score,
  topics: columns.topics,
  vocabulary_learned: columns.vocabulary_learned,
  areas_to_improve: columns.areas_to_improve,
};

type Stored = typeof practiceSessions.$inferSelect;

/** A stored session as its routes answer it. */
export const toPracticeRow = ({
  school_id: _,
  user_id: __,
  idempotency_key: ___,
  ...row
}: Stored): PracticeRow => isoInstants(row);

const latestFirst = [desc(practiceSessions.created_at), desc(practiceSessions.id)];

/** So many of somebody's sessions are looked at, the latest: more than five a day for a year. */
export const sessionsMax = 2000;

/** A learner's sessions, the oldest first, as the calculations read them. The caller has reached the learner. */
export async function practiceOf(learner: Learner): Promise<Practice[]> {
  const rows = await db()
    .select(fields)
    .from(practiceSessions)
    .where(eq(practiceSessions.user_id, learner.user_id))
    .orderBy(...latestFirst)
    .limit(sessionsMax);
  return rows.reverse();
}

const selectOf = (learner: Learner, session_type?: HistoryQuery["session_type"]) =>
  db()
    .select({ ...fields, metadata: columns.metadata })
    .from(practiceSessions)
    .where(
      and(
        eq(user_id, learner.user_id),
        session_type ? eq(practiceSessions.session_type, session_type) : undefined,
      ),
    )
    .orderBy(...latestFirst);

/** A page of a learner's sessions, the latest first. The caller has reached the learner. */
export async function practiceHistory(
  learner: Learner,
  { session_type, ...page }: HistoryQuery,
): Promise<{ items: PracticeRow[]; total: number }> {
  const { items, total } = await listPage(selectOf(learner, session_type).$dynamic(), page);
  return { items: items.map(isoInstants), total };
}

/** All of the caller's sessions, the latest first. */
export async function* wholeHistory(scope: Scope): AsyncGenerator<PracticeRow[]> {
  for await (const rows of batches(selectOf(scope), "id", 500)) yield rows.map(isoInstants);
}

/** The people of the classes that a learner is in, the learner among them. */
const classMates = (learner: Learner) =>
  db()
    .select({ user_id: enrollments.user_id })
    .from(enrollments)
    .where(
      inArray(
        enrollments.class_id,
        db()
          .select({ class_id: enrollments.class_id })
          .from(enrollments)
          .where(eq(enrollments.user_id, learner.user_id)),
      ),
    );

/** More means of a person in a week are not read. */
const matesMax = 50_000;

const mean = (column: (typeof practiceSessions)[ScoreName]) =>
  sql<number | null>`avg(${column})`.mapWith(practiceSessions.fluency_score);
const meanScores = {
  pronunciation_score: mean(practiceSessions.pronunciation_score),
  fluency_score: mean(practiceSessions.fluency_score),
  grammar_score: mean(practiceSessions.grammar_score),
};

/** What each of a learner's class mates who practised did between two instants, both included; nobody is named. */
export async function classPractice(learner: Learner, start: Date, end: Date): Promise<ClassMate[]> {
  const rows = await db()
    .select({
      sessions: sql<number>`count(*)::int`,
      seconds: sql<number>`sum(${practiceSessions.duration_seconds})::int`,
      words: sql<number>`sum(${practiceSessions.words_spoken})::int`,
      ...meanScores,
    })
    .from(practiceSessions)
    .where(
      and(
        inArray(practiceSessions.user_id, classMates(learner)),
        gte(practiceSessions.created_at, start),
        lte(practiceSessions.created_at, end),
      ),
    )
    .groupBy(practiceSessions.user_id);
  return rows.map(({ seconds, ...row }) => ({ ...row, minutes: oneDecimal(seconds / 60) }));
}

/** The classes that a learner is in, with their courses, and how many people each has. */
export const classesOfLearner = (learner: Learner) =>
  db()
    .select({
      name: classes.name,
      course: courses.title,
      people: sql<number>`(select count(*) from ${enrollments} e where e.class_id = ${classes.id})::int`,
    })
    .from(enrollments)
    .innerJoin(classes, eq(classes.id, enrollments.class_id))
    .innerJoin(courses, eq(courses.id, enrollments.course_id))
    .where(and(eq(enrollments.user_id, learner.user_id), isNull(classes.archived_at)))
    .orderBy(byName(courses.title))
    .limit(20);

/** The mean scores of each week of a learner's class mates since an instant; nobody is named. */
export async function classWeeks(learner: Learner, since: Date, timeZone: string): Promise<MateWeek[]> {
  const week = sql<string>`date_trunc('week', ${practiceSessions.created_at} at time zone ${timeZone})::date::text`;
  return await db()
    .select({ week: week.as("week"), ...meanScores })
    .from(practiceSessions)
    .where(
      and(inArray(practiceSessions.user_id, classMates(learner)), gte(practiceSessions.created_at, since)),
    )
    .groupBy(practiceSessions.user_id, sql`1`)
    .limit(matesMax);
}

const list = (texts: readonly string[]) => texts.join(", ");

/** The file of somebody's practice sessions: a row for each. */
export const practiceColumns = (timeZone: string): CsvColumn<PracticeRow>[] => [
  { header: "Session id", value: (row) => row.id },
  { header: "Saved at", value: (row) => csvInstant(row.created_at, timeZone) },
  { header: "Type", value: (row) => row.session_type },
  { header: "Duration (seconds)", value: (row) => row.duration_seconds },
  { header: "Words spoken", value: (row) => row.words_spoken },
  { header: "Pronunciation score", value: (row) => row.pronunciation_score },
  { header: "Fluency score", value: (row) => row.fluency_score },
  { header: "Grammar score", value: (row) => row.grammar_score },
  { header: "Topics", value: (row) => list(row.topics) },
  { header: "Vocabulary learned", value: (row) => list(row.vocabulary_learned) },
  { header: "Areas to improve", value: (row) => list(row.areas_to_improve) },
];

import "server-only";
import { eq, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { db, type Tx } from "./client";
import { isAnyOf, textArray } from "./literals";
import { courses, enrollments, lessons, storedProgress } from "./tables/courses";
import { assessments, results } from "./tables/results";
import { schools } from "./tables/schools";
import { sessions, sessionVersions } from "./tables/sessions";
import { videos, viewerProgress } from "./tables/videos";

/*
 * When the stored progress of an enrollment is that of the current facts. It is read only then, else computed. Three things say so, each read
 * before what it is compared with:
 * - what everybody in the course has in common (`courseFacts`), as a hash of exactly the columns that the progress is computed from;
 * - the enrollment itself, its version, which every change of the person's results raises (`raiseProgress`), and how many completions of materials they
 *   have sent (`gamification_stats`), which changes in the transaction that stores one;
 * - `viewer_progress.changed`, which every write of a viewer sets, and only the job that stores the progress takes back (lib/domain/videos/ingest/changed-viewers.ts).
 */

/** Raised with each change of how a lesson's progress or the last activity is computed. */
const formulaVersion = 2;

/** The facts of courses that the progress of all who take them depends on: a text for each, the same as long as they are. */
export async function courseFacts(courseIds: readonly string[]): Promise<Map<string, string>> {
  const sum = (row: SQL, from: SQL) =>
    sql`coalesce((select sum(hash_record_extended(row(${row}), 0)) from ${from}), 0)`;
  const rows = await db().execute<{ id: string; facts: string }>(sql`
    select ${courses.id} as id, concat_ws(' ', ${schools.time_zone}, ${schools.attendance_minimum_seconds}, coalesce(${schools.attendance_minimum_percent}::text, '-'),
      ${sum(
        sql`${lessons.id}, ${lessons.archived_at} is null`,
        sql`${lessons} where ${lessons.course_id} = ${courses.id}`,
      )},
      ${sum(
        sql`${videos.id}, ${videos.lesson_id}, ${videos.status}::text, ${videos.published_at} is null, ${videos.version_of},
          ${videos.version}, ${videos.archived_at} is null, ${videos.duration_ms}`,
        sql`${videos} where ${videos.course_id} = ${courses.id}`,
      )},
      ${sum(
        sql`${sessions.id}, ${sessions.lesson_id}, ${sessions.recording_video_id}, ${sessions.instructor_id}, ${sessions.begun_at},
          ${sessions.ended_at}, ${sessions.scheduled_end}, ${sessionVersions.version}`,
        sql`${sessions} left join ${sessionVersions} on ${sessionVersions.session_id} = ${sessions.id}
          where ${sessions.course_id} = ${courses.id} and ${sessions.status} = 'ended' and not ${sessions.left_out}`,
      )},
      ${sum(
        sql`${assessments.id}, ${assessments.lesson_id}, ${assessments.class_id}, ${assessments.archived_at} is null`,
        sql`${assessments} where ${assessments.course_id} = ${courses.id}`,
      )}) as facts
    from ${courses} join ${schools} on ${schools.id} = ${courses.school_id} where ${isAnyOf(courses.id, courseIds)}`);
  return new Map([...rows].map(({ id, facts }) => [id, `${formulaVersion} ${facts}`]));
}

const changed = sql`${viewerProgress.changed} and ${viewerProgress.viewer_id} like 'u:%'`;
const pairOf = (courseId: SQLWrapper, userId: SQLWrapper) =>
  sql`hash_record_extended(row(${courseId}, ${userId}), 0)`;

/** Hashes of the enrollments in these courses whose person has watched a video since the progress was stored. */
export async function changedPairs(courseIds: readonly string[]): Promise<string[]> {
  const rows = await db().execute<{ pair: string }>(sql`
    select distinct ${pairOf(videos.course_id, sql`substr(${viewerProgress.viewer_id}, 3)::uuid`)}::text as pair
    from ${viewerProgress} join ${videos} on ${videos.id} = ${viewerProgress.video_id}
    where ${changed} and ${isAnyOf(videos.course_id, courseIds)}`);
  return [...rows].map(({ pair }) => pair);
}

/** What decides which stored progress is current, read before it. */
export type ProgressFacts = {
  /** Of each course, as a hash. */
  courses: ReadonlyMap<string, bigint>;
  /** The courses with PDFs or links that somebody has completed: in these the progress also depends on how many completions a person has sent. */
  with_materials: readonly string[];
  completions: ReadonlyMap<string, number>;
  changed: readonly string[];
};

/** Joins the facts of the courses of `enrollments`. */
export const joinFacts = ({ courses }: ProgressFacts): SQL => sql`
  left join unnest(${textArray([...courses.keys()])}::uuid[], ${textArray([...courses.values()].map(String))}::bigint[]) course_facts(course_id, facts)
    on course_facts.course_id = ${enrollments.course_id}`;

/** Joins the stored progress of `enrollments` where it is current. */
export const joinStored = (facts: ProgressFacts): SQL => sql`${joinFacts(facts)}
  left join ${storedProgress} on ${eq(storedProgress.course_id, enrollments.course_id)} and ${eq(storedProgress.user_id, enrollments.user_id)}
    and ${storedProgress.facts} = ${factsOf(facts, storedProgress.version)}
    and ${
      facts.changed.length === 0
        ? sql`true`
        : sql`not (${pairOf(enrollments.course_id, enrollments.user_id)} = any(${textArray(facts.changed)}::bigint[]))`
    }`;

/** The hash that is stored with an enrollment's progress. */
export const factsOf = ({ with_materials, completions }: ProgressFacts, version: SQLWrapper): SQL => {
  const completed =
    completions.size === 0
      ? sql`null::text`
      : sql`case when ${enrollments.course_id} = any(${textArray(with_materials)}::uuid[])
          then ${JSON.stringify(Object.fromEntries(completions))}::text::jsonb ->> ${enrollments.user_id}::text end`;
  return sql`hash_record_extended(row(${version}, ${enrollments.class_id}, ${enrollments.created_at}, course_facts.facts, ${completed}), 0)`;
};

/** Says that results have changed, in the transaction that changes them: before it deletes them, after it inserts them. */
export async function raiseProgress(tx: Tx, where: SQL): Promise<void> {
  await tx.execute(sql`
    insert into ${storedProgress} (course_id, user_id, version)
    select distinct ${enrollments.course_id}, ${enrollments.user_id}, 1
    from ${results} join ${assessments} on ${assessments.id} = ${results.assessment_id}
      join ${enrollments} on ${enrollments.course_id} = ${assessments.course_id} and ${enrollments.user_id} = ${results.user_id}
    where ${where} order by 1, 2
    on conflict (course_id, user_id) do update set version = stored_progress.version + 1`);
}

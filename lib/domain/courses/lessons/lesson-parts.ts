import "server-only";
import { and, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { sessionsOfTaker } from "@/lib/db/attendance";
import { coveredTenths, lengthInTenths, sizeInTenths } from "@/lib/db/completion";
import { textArray } from "@/lib/db/literals";
import { lessons } from "@/lib/db/tables/courses";
import { assessments, results } from "@/lib/db/tables/results";
import { sessions } from "@/lib/db/tables/sessions";
import { videos, viewerProgress } from "@/lib/db/tables/videos";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import type { Completions } from "./completed-materials";

export const uuids = (values: string[]) => sql`${textArray(values)}::uuid[]`;

const isCurrent = and(
  ...[sql`${videos.status} = 'ready'`, isNotNull(videos.published_at)],
  ...[isNull(videos.version_of), isNull(videos.archived_at)],
);

/** The videos that are a part of a lesson by themselves: the recording of one of its sessions belongs to the session. */
const videosOfTaker: SQL = sql`${videos.course_id} = takers.course_id and ${videos.lesson_id} is not null and ${isCurrent}
  and not exists (select from ${sessions} where ${sessions.recording_video_id} = ${videos.id} and ${sessions.lesson_id} = ${videos.lesson_id}
    and ${sessionsOfTaker})`;

const assessmentsOfTaker: SQL = sql`${assessments.course_id} = takers.course_id and ${assessments.lesson_id} is not null
  and ${assessments.archived_at} is null and (${assessments.class_id} is null or ${assessments.class_id} = takers.class_id)`;

/** What a taker has watched of a video: `done`, `begun`, `at` (when they completed it); no row where they have no view of it. */
const watched = (videoId: SQL | typeof videos.id): SQL => {
  const covered = sizeInTenths(coveredTenths(viewerProgress.watched, videos.duration_ms));
  return sql`
    select case when ${videos.duration_ms} is not null
        then least(1, coalesce(${covered}, 0)::float8 / ${lengthInTenths(videos.duration_ms)}) end as done,
      not isempty(${viewerProgress.watched}) as begun, ${viewerProgress.completed_at} as at
    from ${viewerProgress}
    where ${viewerProgress.video_id} = ${videoId} and ${viewerProgress.viewer_id} = 'u:' || takers.user_id and ${viewerProgress.playbacks} > 0`;
};

/** Rows by the value of a column, as the text of a JSON object. */
function byKey<Key extends string, Row extends Record<Key, string>>(
  rows: readonly Row[],
  key: Key,
  pick: (row: Row) => unknown,
): string {
  const values = new Map<string, unknown[]>();
  for (const row of rows) getOrInsert(values, row[key], () => []).push(pick(row));
  return JSON.stringify(Object.fromEntries(values));
}

/**
 * The parts of the lessons that a taker (`takers`, as above) has, as `lessonProgress` (../progress.ts) and lib/flows/learning/progress.ts have them for one
 * person: `lesson_id`, `done` (from 0 to 1; null while it cannot be known), `begun` (whether they did anything of it, in any version of a video), `dated` (whether
 * it has a time once it is completed: PDFs and links have none, since their pages may not report them), `at` (that time).
 * To be joined laterally: each taker's facts are then read by the indexes of their course and of the person, whatever the planner expects. Without
 * statistics, as after an import, it would compare every taker with every fact. With `offset 0` a value is computed once, not at each place that names it.
 */
export function partsOfTaker({ known, completed }: Completions): SQL {
  const ofCourse = byKey(known, "course_id", ({ id, lesson_id }) => ({ id, lesson_id }));
  const ofUser = byKey(completed, "user_id", ({ material_id }) => material_id);
  const materials = sql`${ofCourse}::text::jsonb -> takers.course_id::text`;
  const theirs = sql`${ofUser}::text::jsonb -> takers.user_id::text`;
  return sql`
    select * from (
      select ${videos.lesson_id} as lesson_id, case when ${videos.duration_ms} is not null then coalesce(watched.done, 0) end as done,
        coalesce(watched.begun, false) as begun, ${videos.duration_ms} is not null as dated, watched.at
      from ${videos} left join lateral (${watched(videos.id)}) watched on true
      where ${videosOfTaker}
      union all
      select current.lesson_id, null, true, false, null
      from ${videos} join ${videos} current on current.id = ${videos.version_of} and current.archived_at is null
        cross join lateral (${watched(videos.id)}) watched
      where ${videos.course_id} = takers.course_id and ${videos.version_of} is not null and current.lesson_id is not null and watched.begun
      union all
      select ${sessions.lesson_id}, case when one.came then 1 else coalesce(watched.done, 0) end, one.came or coalesce(watched.begun, false),
        true, case when one.came then ${sessions.begun_at} else watched.at end
      from ${sessions} cross join lateral (select ${sessions.id} = any(takers.came_to) as came offset 0) one
        left join ${videos} on ${videos.id} = ${sessions.recording_video_id} and ${videos.course_id} = takers.course_id and ${isCurrent}
        left join lateral (${watched(videos.id)}) watched on true
      where ${sessions.lesson_id} is not null and ${sessionsOfTaker}
      union all
      select ${assessments.lesson_id}, (submitted.times > 0)::int, submitted.times > 0, true, submitted.first_at
      from ${assessments} cross join lateral (select count(*) as times, min(${results.submitted_at}) as first_at from ${results}
        where ${results.assessment_id} = ${assessments.id} and ${results.user_id} = takers.user_id) submitted
      where ${assessmentsOfTaker}
      union all
      select material.lesson_id, completed::int, completed, false, null
      from jsonb_to_recordset(${materials}) material(id uuid, lesson_id uuid)
        cross join lateral (select coalesce(${theirs} ? material.id::text, false) as completed offset 0) one
    ) part
    where (select ${lessons.course_id} = takers.course_id and ${lessons.archived_at} is null from ${lessons} where ${lessons.id} = part.lesson_id)`;
}

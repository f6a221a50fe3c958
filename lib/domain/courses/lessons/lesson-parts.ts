import "server-only";
import { and, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { registrations, wasToAttend, whoCame } from "@/lib/db/attendance";
import { coveredTenths, lengthInTenths, sizeInTenths } from "@/lib/db/completion";
import { textArray } from "@/lib/db/literals";
import { assessments, results } from "@/lib/db/tables/results";
import { schools } from "@/lib/db/tables/schools";
import { attendees, sessions } from "@/lib/db/tables/sessions";
import { videos, viewerProgress } from "@/lib/db/tables/videos";
import type { Completions } from "./completed-materials";

export const uuids = (values: string[]) => sql`${textArray(values)}::uuid[]`;

/** `lessonProgress` again: thirds do not add up to 1 in floating point. */
export const isCompletedAt = (percentage: SQL): SQL =>
  sql`${percentage} + 1e-9 >= ${schools.completion_threshold}`;

/**
 * The first expressions of a statement about these takers (`course_id`, `user_id`, `class_id`, `since`), as `lessonProgress` (../progress.ts) and
 * lib/flows/learning/progress.ts have it for one of them. Every fact is read by the index of its course or its person.
 * - `came`: session_id, user_id, at, of the ended sessions of their courses that are not left out.
 * - `parts`: course_id, lesson_id, user_id, done, begun: one row for each part of a lesson and each taker who has it. `done` is 0–1, null where it
 *   cannot be known; `begun` is whether they did anything of it, in any version of a video.
 */
export function lessonParts(takers: SQL, { known, completed }: Completions): SQL {
  const covered = sizeInTenths(coveredTenths(viewerProgress.watched, videos.duration_ms));
  const share = sql`least(1, coalesce(${covered}, 0)::float8 / ${lengthInTenths(videos.duration_ms)})`;
  const ended = and(
    sql`${sessions.course_id} in (select course_id from takers)`,
    // Not a parameter: the plan that is kept for any value would expect far fewer rows. So below.
    sql`${sessions.status} = 'ended' and not ${sessions.left_out}`,
  );
  const shown = and(
    ...[sql`${videos.status} = 'ready'`, isNotNull(videos.published_at)],
    ...[isNull(videos.version_of), isNull(videos.archived_at)],
  );
  const materials = sql`unnest(${uuids(known.map(({ id }) => id))}, ${uuids(known.map((one) => one.lesson_id))},
    ${uuids(known.map((one) => one.course_id))}) known(material_id, lesson_id, course_id)`;
  const done = sql`unnest(${uuids(completed.map((one) => one.material_id))}, ${uuids(completed.map((one) => one.user_id))})
    completed(material_id, user_id)`;
  return sql`
    takers as materialized (
      ${takers}
    ), came as materialized (
      ${whoCame(and(ended, sql`${attendees.user_id} in (select user_id from takers)`))}
    ), ${registrations(ended)}, watched as materialized (
      select ${videos.id} as video_id, ${viewerProgress.viewer_id} as viewer_id, ${share} as done,
        not isempty(${viewerProgress.watched}) as begun
      from takers join ${videos} on ${videos.course_id} = takers.course_id
        join ${viewerProgress} on ${viewerProgress.video_id} = ${videos.id} and ${viewerProgress.viewer_id} = 'u:' || takers.user_id
      where ${shown} and ${viewerProgress.playbacks} > 0
    ), theirs as materialized (
      select * from (
        select ${sessions.id} as session_id, takers.course_id, ${sessions.lesson_id} as lesson_id,
          ${sessions.recording_video_id} as video_id, takers.user_id as user_id,
          ${wasToAttend(sql`${sessions.begun_at} > takers.since`)} as was_to_attend,
          (${sessions.id}, takers.user_id) in (select session_id, user_id from came) as came
        from ${sessions} join takers on takers.course_id = ${sessions.course_id}
          left join registered on registered.session_id = ${sessions.id} and registered.user_id = takers.user_id
        where ${ended} and ${sessions.lesson_id} is not null and ${sessions.instructor_id} <> takers.user_id
      ) held where was_to_attend or came
    ), parts as (
      select takers.course_id, ${videos.lesson_id} as lesson_id, takers.user_id as user_id,
        case when ${videos.duration_ms} is not null then coalesce(watched.done, 0) end as done,
        coalesce(watched.begun, false) as begun
      from ${videos} join takers on takers.course_id = ${videos.course_id}
        left join watched on watched.video_id = ${videos.id} and watched.viewer_id = 'u:' || takers.user_id
      where ${videos.lesson_id} is not null and ${shown}
        and not exists (select from theirs where theirs.user_id = takers.user_id and theirs.lesson_id = ${videos.lesson_id}
          and theirs.video_id = ${videos.id})
      union all
      select takers.course_id, current.lesson_id, takers.user_id, null, true
      from takers join ${videos} on ${videos.course_id} = takers.course_id
        join ${videos} current on current.id = ${videos.version_of} and current.archived_at is null
        join ${viewerProgress} on ${viewerProgress.video_id} = ${videos.id} and ${viewerProgress.viewer_id} = 'u:' || takers.user_id
      where current.lesson_id is not null and ${viewerProgress.playbacks} > 0 and not isempty(${viewerProgress.watched})
      union all
      select theirs.course_id, theirs.lesson_id, theirs.user_id, case when came then 1 else coalesce(watched.done, 0) end,
        came or coalesce(watched.begun, false)
      from theirs left join watched on watched.video_id = theirs.video_id and watched.viewer_id = 'u:' || theirs.user_id
      union all
      select takers.course_id, ${assessments.lesson_id}, takers.user_id, submitted::int, submitted
      from ${assessments} join takers on takers.course_id = ${assessments.course_id}
        cross join lateral (select exists (select from ${results}
          where ${results.assessment_id} = ${assessments.id} and ${results.user_id} = takers.user_id) as submitted) one
      where ${assessments.lesson_id} is not null and ${assessments.archived_at} is null
        and (${assessments.class_id} is null or ${assessments.class_id} = takers.class_id)
      union all
      select takers.course_id, known.lesson_id, takers.user_id, (completed.user_id is not null)::int, completed.user_id is not null
      from ${materials} join takers on takers.course_id = known.course_id
        left join ${done} on completed.material_id = known.material_id and completed.user_id = takers.user_id
    )`;
}

import "server-only";
import { and, gt, isNotNull, not, type SQL, sql } from "drizzle-orm";
import { assessments, results } from "./tables/results";
import { videos, viewerProgress } from "./tables/videos";

/* What counts as active in a course, as lib/domain/learners/at-risk.ts has it: a video watched, a session attended, a result submitted. */

/** Views of a video that say when it was played. */
export const isWatched = and(gt(viewerProgress.playbacks, 0), isNotNull(viewerProgress.last_watched_at));
/** Results that say when they were submitted in this course. */
export const isSubmitted = and(not(results.carried_over), isNotNull(results.submitted_at));

/**
 * When a taker was last active in their course, null for who never was. `takers` (`course_id`, `user_id`, `came_at`: when the sessions began that
 * they came to) is the row of another part of the statement; their facts are read by the indexes of the course and the person.
 */
export const lastActivity: SQL = sql`(
  select max(at) from (
    select ${viewerProgress.last_watched_at} as at
    from ${videos} join ${viewerProgress} on ${viewerProgress.video_id} = ${videos.id} and ${viewerProgress.viewer_id} = 'u:' || takers.user_id
    where ${videos.course_id} = takers.course_id and ${isWatched}
    union all
    select unnest(takers.came_at)
    union all
    select ${results.submitted_at}
    from ${assessments} join ${results} on ${results.assessment_id} = ${assessments.id} and ${results.user_id} = takers.user_id
    where ${assessments.course_id} = takers.course_id and ${isSubmitted}
  ) act)`;

import "server-only";
import { and, gt, isNotNull, not, type SQL, sql } from "drizzle-orm";
import { assessments, results } from "./tables/results";
import { sessions } from "./tables/sessions";
import { videos, viewerProgress } from "./tables/videos";

/* What counts as active in a course, as lib/domain/learners/at-risk.ts has it: a video watched, a session attended, a result submitted. */

/** Views of a video that say when it was played. */
export const isWatched = and(gt(viewerProgress.playbacks, 0), isNotNull(viewerProgress.last_watched_at));
/** Results that say when they were submitted in this course. */
export const isSubmitted = and(not(results.carried_over), isNotNull(results.submitted_at));

/**
 * When each of these takers was last active in their course: `course_id`, `user_id`, `at`; who never was has no row. `takers` (`course_id`, `user_id`) and
 * `came` (`session_id`, `user_id`, `at`: who came to the ended sessions that count) are names of other parts of the statement.
 */
export const lastActivity = (takers: SQL, came: SQL): SQL => sql`
  select course_id, user_id, max(at) as at from (
    select takers.course_id, takers.user_id, ${viewerProgress.last_watched_at} as at
    from ${takers} takers join ${videos} on ${videos.course_id} = takers.course_id
      join ${viewerProgress} on ${viewerProgress.video_id} = ${videos.id} and ${viewerProgress.viewer_id} = 'u:' || takers.user_id
    where ${isWatched}
    union all
    select takers.course_id, takers.user_id, came.at
    from ${came} came join ${sessions} on ${sessions.id} = came.session_id
      join ${takers} takers on takers.course_id = ${sessions.course_id} and takers.user_id = came.user_id
    union all
    select takers.course_id, takers.user_id, ${results.submitted_at}
    from ${takers} takers join ${assessments} on ${assessments.course_id} = takers.course_id
      join ${results} on ${results.assessment_id} = ${assessments.id} and ${results.user_id} = takers.user_id
    where ${isSubmitted}
  ) act group by course_id, user_id`;

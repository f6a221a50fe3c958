import { reachLearner } from "@/lib/domain/learners/queries";
import { learnerAnswer, learnerParams } from "@/lib/domain/learners/schema";
import { answerOf } from "@/lib/flows/learning/learner";
import { myLearning } from "@/lib/flows/learning/my-learning";
import { route } from "@/lib/http/route";

const id = "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02";
const course_id = "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b31";
const video_id = "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b11";
const session_id = "0192f3a4-6b10-7c21-8f00-6d1f0c7a9e77";

export const GET = route({
  summary:
    "One learner's sessions, videos and courses, as far as they are yours to see, and what they have not caught up on",
  auth: "staff",
  params: learnerParams,
  answer: learnerAnswer,
  example: {
    params: { userId: id },
    answer: {
      success: true,
      learner: {
        id,
        name: "Helena Brito",
        email: "helena.brito@harbour.example",
        last_seen_at: "2026-11-19T21:14:00.000Z",
      },
      sessions: [
        {
          session_id,
          title: "Residuals and what they tell you",
          course_id,
          begun_at: "2026-11-18T18:02:00.000Z",
          outcome: "late",
          present_seconds: 3360,
          recording_watched_percentage: 0,
        },
      ],
      not_caught_up: [
        {
          session_id,
          recording_video_id: video_id,
          duration_seconds: 5520,
          seen_live: [[60, 3480]],
          watched: [],
          unseen: [[3480, 5520]],
          unseen_seconds: 2040,
        },
      ],
      videos: [
        {
          video_id,
          title: "Reading a residual plot",
          course_id,
          progress_percentage: 37,
          completed: false,
          last_watched_at: "2026-11-19T21:14:00.000Z",
          watched: [[0, 310]],
        },
      ],
      courses: [
        {
          course_id,
          title: "Statistics for everyone",
          videos: 14,
          videos_completed: 9,
          sessions: 7,
          sessions_attended: 6,
        },
      ],
    },
  },
  async handler({ ctx: { scope, now }, params }) {
    const learner = await reachLearner(scope, params.userId);
    return answerOf(learner, await myLearning(scope, now, { user_id: learner.id }));
  },
});

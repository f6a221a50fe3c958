import { reachCourse } from "@/lib/domain/courses/queries";
import { courseParams, daysQuery } from "@/lib/domain/videos/filters";
import { exampleVideo } from "@/lib/domain/videos/fixtures";
import { courseVideos } from "@/lib/domain/videos/queries/course";
import { courseVideosAnswer } from "@/lib/domain/videos/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The videos of one course in its order, with their numbers",
  auth: "staff",
  params: courseParams,
  query: daysQuery,
  answer: courseVideosAnswer,
  example: {
    params: { courseId: "statistics-for-everyone" },
    answer: {
      success: true,
      overview: {
        course_id: exampleVideo.course_id,
        total_videos: 1,
        total_views: 214,
        most_viewed_video: exampleVideo,
        least_completed_video: exampleVideo,
      },
      videos: [exampleVideo],
    },
  },
  async handler({ ctx: { scope }, params, query }) {
    return courseVideos(scope, await reachCourse(scope, params.courseId), query);
  },
});

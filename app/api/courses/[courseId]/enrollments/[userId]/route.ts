import { enrollmentParams } from "@/lib/domain/courses/enrollments/forms";
import { removeEnrollment } from "@/lib/domain/courses/enrollments/mutations";
import { removedAnswer } from "@/lib/domain/courses/enrollments/schema";
import { exampleEnrollment } from "@/lib/domain/courses/fixtures";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Take a person out of a course; what they did in it stays",
  auth: "teaching",
  params: enrollmentParams,
  answer: removedAnswer,
  example: {
    params: { courseId: "statistics-for-everyone", userId: "s2042" },
    answer: { success: true, user_id: exampleEnrollment.user_id, class_id: exampleEnrollment.class_id },
  },
  async handler({ ctx, params: { courseId, userId } }) {
    return { success: true as const, ...(await removeEnrollment(ctx, courseId, userId)) };
  },
});

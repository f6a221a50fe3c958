import { duplicateCourse } from "@/lib/domain/courses/duplicate";
import { courseParams, duplicateCourseBody } from "@/lib/domain/courses/forms";
import { duplicatedAnswer } from "@/lib/domain/courses/schema";
import { route } from "@/lib/http/route";

export const POST = route({
  summary:
    "Copy a course for another term: its instructors, lessons, materials, videos (the same files, without numbers) and assessments (without results), and with a term its classes, with due times moved to the term; no people or sessions",
  auth: "teaching",
  params: courseParams,
  body: duplicateCourseBody,
  answer: duplicatedAnswer,
  status: 201,
  example: {
    params: { courseId: "statistics-for-everyone" },
    body: { title: "Statistics for everyone, spring", term_id: "autumn-2026" },
    answer: {
      success: true,
      id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a72",
      lessons: 12,
      materials: 12,
      assessments: 6,
      videos: 21,
      classes: 2,
    },
  },
  async handler({ ctx, params, body }) {
    return { success: true as const, ...(await duplicateCourse(ctx, params.courseId, body)) };
  },
});

import { largerBodies } from "@/app/api/larger-bodies";
import { enrollBody, enrollmentsQuery } from "@/lib/domain/courses/enrollments/forms";
import { enrollPeople } from "@/lib/domain/courses/enrollments/mutations";
import { enrollmentList } from "@/lib/domain/courses/enrollments/queries";
import { enrollAnswer, enrollmentsAnswer } from "@/lib/domain/courses/enrollments/schema";
import { exampleEnrollment } from "@/lib/domain/courses/fixtures";
import { courseParams } from "@/lib/domain/courses/forms";
import { route } from "@/lib/http/route";

const params = { courseId: "statistics-for-everyone" };

export const GET = route({
  summary: "Who takes a course, and in which class",
  auth: "staff",
  params: courseParams,
  query: enrollmentsQuery,
  answer: enrollmentsAnswer,
  example: {
    params,
    query: { limit: 25, class_id: "monday" },
    answer: { success: true, items: [exampleEnrollment], total: 1 },
  },
  async handler({ ctx: { scope }, params, query }) {
    return { success: true as const, ...(await enrollmentList(scope, params.courseId, query)) };
  },
});

export const POST = route({
  summary:
    "Enroll people of your school by e-mail, username or id, or everybody of another class; each gets their own result, and the same list again changes nothing",
  auth: "teaching",
  params: courseParams,
  body: enrollBody,
  bodyBytes: largerBodies["/api/courses/{courseId}/enrollments"],
  answer: enrollAnswer,
  example: {
    params,
    body: {
      class_id: "monday",
      people: [{ email: "afonso.teixeira@harbour.example" }, { user_id: "s9999" }],
    },
    answer: {
      success: true,
      dry_run: false,
      enrolled: 1,
      moved: 0,
      unchanged: 0,
      failed: 1,
      results: [
        {
          index: 0,
          status: 201,
          outcome: "enrolled",
          user_id: exampleEnrollment.user_id,
          name: exampleEnrollment.name,
        },
        { index: 1, status: 404, code: "not_found", message: "no person you can see has this id" },
      ],
    },
  },
  handler: ({ ctx, params, body, language }) => enrollPeople(ctx, params.courseId, body, language),
});

import { exampleCourse } from "@/lib/domain/courses/fixtures";
import { reachCourse } from "@/lib/domain/courses/queries";
import { exampleCourseImport, exampleImportAnswer } from "@/lib/domain/people/imports/fixtures";
import { rosterImport } from "@/lib/domain/people/imports/queries";
import {
  courseImportParams,
  rosterImportAnswer,
  rosterUndoneAnswer,
} from "@/lib/domain/people/imports/schema";
import { undoRosterImport } from "@/lib/flows/roster/undo-roster";
import { route } from "@/lib/http/route";

const params = { courseId: exampleCourse.external_id ?? "", importId: exampleCourseImport };

export const GET = route({
  summary: "An imported file of a course's results: what it changed, and the rows that it left out",
  auth: "teaching",
  params: courseImportParams,
  answer: rosterImportAnswer,
  example: { params, answer: { ...exampleImportAnswer, id: exampleCourseImport } },
  async handler({ ctx: { scope }, params }) {
    const course = await reachCourse(scope, params.courseId);
    return { success: true as const, ...(await rosterImport(scope, params.importId, course)) };
  },
});

export const DELETE = route({
  summary:
    "Undo an import of results of the last 30 days: what it added is removed unless it was edited, what it changed is restored",
  auth: "teaching",
  params: courseImportParams,
  answer: rosterUndoneAnswer,
  example: {
    params,
    answer: {
      success: true,
      import_id: exampleCourseImport,
      stay: { results: 0, assessments: 0, people: 0, courses: 0, classes: 0, terms: 0 },
    },
  },
  async handler({ ctx, params }) {
    const course = await reachCourse(ctx.scope, params.courseId);
    return { success: true as const, ...(await undoRosterImport(ctx, params.importId, course)) };
  },
});

import { largerBodies } from "@/app/api/larger-bodies";
import { exampleCourse } from "@/lib/domain/courses/fixtures";
import { reachCourse } from "@/lib/domain/courses/queries";
import {
  exampleResultsAnswer,
  exampleResultsFile,
  exampleRosterImport,
} from "@/lib/domain/people/imports/fixtures";
import { rosterImportList } from "@/lib/domain/people/imports/queries";
import {
  courseImportsParams,
  rosterAnswer,
  rosterBody,
  rosterImportsAnswer,
  rosterImportsQuery,
  rosterQuery,
} from "@/lib/domain/people/imports/schema";
import { importRoster } from "@/lib/flows/roster/import-roster";
import { route } from "@/lib/http/route";

const params = { courseId: exampleCourse.external_id ?? "" };

export const GET = route({
  summary: "The files of assessments and results imported into a course, latest first",
  auth: "teaching",
  params: courseImportsParams,
  query: rosterImportsQuery,
  answer: rosterImportsAnswer,
  example: {
    params,
    query: { limit: 25 },
    answer: { success: true, items: [exampleRosterImport], total: 1 },
  },
  async handler({ ctx: { scope }, params, query }) {
    const course = await reachCourse(scope, params.courseId);
    return { success: true as const, ...(await rosterImportList(scope, query, course)) };
  },
});

export const POST = route({
  summary:
    "Import a CSV of a course's assessments or results: what each row would change, and with commit=true the import, in the background",
  auth: "teaching",
  params: courseImportsParams,
  query: rosterQuery,
  body: rosterBody,
  bodyAs: "file",
  bodyBytes: largerBodies["/api/courses/{courseId}/results/imports"],
  answer: rosterAnswer,
  example: {
    params,
    query: { commit: "false" },
    body: { file: new TextEncoder().encode(exampleResultsFile), file_name: null, fields: {} },
    answer: exampleResultsAnswer,
  },
  async handler({ ctx, params, query, body, language }) {
    const course = await reachCourse(ctx.scope, params.courseId);
    const file = { bytes: body.file, name: body.file_name ?? query.file_name ?? null };
    return importRoster(ctx, file, query, language, course);
  },
});

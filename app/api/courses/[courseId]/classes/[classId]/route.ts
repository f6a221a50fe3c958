import { changeClassBody, classParams } from "@/lib/domain/courses/classes/forms";
import { changeClass } from "@/lib/domain/courses/classes/mutations";
import { reachClass } from "@/lib/domain/courses/classes/queries";
import { classAnswer } from "@/lib/domain/courses/classes/schema";
import { exampleClass } from "@/lib/domain/courses/fixtures";
import { route } from "@/lib/http/route";

const params = { courseId: "statistics-for-everyone", classId: "monday" };
const answer = { success: true as const, class: exampleClass };

export const GET = route({
  summary: "One class of a course",
  auth: "staff",
  params: classParams,
  answer: classAnswer,
  example: { params, answer },
  async handler({ ctx: { scope }, params: { courseId, classId } }) {
    return { success: true as const, class: (await reachClass(scope, courseId, classId)).class };
  },
});

export const PATCH = route({
  summary: "Rename a class, set its term or days, archive it or restore it",
  auth: "teaching",
  params: classParams,
  body: changeClassBody,
  answer: classAnswer,
  example: { params, body: { name: "Monday class", term_id: "autumn-2026" }, answer },
  async handler({ ctx, params: { courseId, classId }, body }) {
    const { id } = await changeClass(ctx, courseId, classId, body);
    return { success: true as const, class: (await reachClass(ctx.scope, courseId, id)).class };
  },
});

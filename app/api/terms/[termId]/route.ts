import { changeTermBody, termParams } from "@/lib/domain/courses/classes/forms";
import { changeTerm, deleteTerm } from "@/lib/domain/courses/classes/mutations";
import { reachTerm } from "@/lib/domain/courses/classes/queries";
import { termAnswer } from "@/lib/domain/courses/classes/schema";
import { exampleTerm } from "@/lib/domain/courses/fixtures";
import { savedById } from "@/lib/domain/courses/schema";
import { route } from "@/lib/http/route";

const params = { termId: "autumn-2026" };
const answer = { success: true as const, term: exampleTerm };

export const GET = route({
  summary: "One term of your school",
  auth: "staff",
  params: termParams,
  answer: termAnswer,
  example: { params, answer },
  async handler({ ctx: { scope }, params }) {
    return { success: true as const, term: await reachTerm(scope, params.termId) };
  },
});

export const PATCH = route({
  summary: "Rename a term or move its days",
  auth: "admin",
  params: termParams,
  body: changeTermBody,
  answer: termAnswer,
  example: { params, body: { ends_on: "2026-12-18" }, answer },
  async handler({ ctx, params, body }) {
    const { id } = await changeTerm(ctx, params.termId, body);
    return { success: true as const, term: await reachTerm(ctx.scope, id) };
  },
});

export const DELETE = route({
  summary: "Delete a term; its classes stay, without a term",
  auth: "admin",
  params: termParams,
  answer: savedById,
  example: {
    params: { termId: "spring-2027" },
    answer: { success: true, id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a83" },
  },
  async handler({ ctx, params }) {
    return { success: true as const, ...(await deleteTerm(ctx, params.termId)) };
  },
});

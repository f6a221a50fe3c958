import { exampleMaterial } from "@/lib/domain/courses/fixtures";
import { changeMaterialBody, materialParams } from "@/lib/domain/courses/lessons/forms";
import { changeMaterial } from "@/lib/domain/courses/lessons/mutations";
import { reachMaterial } from "@/lib/domain/courses/lessons/queries";
import { materialAnswer } from "@/lib/domain/courses/lessons/schema";
import { route } from "@/lib/http/route";

const params = {
  courseId: "statistics-for-everyone",
  lessonId: "reading-residuals",
  materialId: exampleMaterial.id,
};
const answer = { success: true as const, material: exampleMaterial };

export const GET = route({
  summary: "One material of a lesson",
  auth: "staff",
  params: materialParams,
  answer: materialAnswer,
  example: { params, answer },
  async handler({ ctx: { scope }, params }) {
    return { success: true as const, material: (await reachMaterial(scope, params)).material };
  },
});

export const PATCH = route({
  summary: "Edit a material of a lesson, archive it or restore it",
  auth: "teaching",
  params: materialParams,
  body: changeMaterialBody,
  answer: materialAnswer,
  example: { params, body: { title: "Residuals: ten questions" }, answer },
  async handler({ ctx, params, body }) {
    const { id: materialId } = await changeMaterial(ctx, params, body);
    return {
      success: true as const,
      material: (await reachMaterial(ctx.scope, { ...params, materialId })).material,
    };
  },
});

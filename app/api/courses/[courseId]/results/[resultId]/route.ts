import { exampleResult } from "@/lib/domain/courses/fixtures";
import { resultParams } from "@/lib/domain/courses/results/forms";
import { deleteResult } from "@/lib/domain/courses/results/mutations";
import { savedById } from "@/lib/domain/courses/schema";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Delete one person's result of one attempt",
  auth: "teaching",
  params: resultParams,
  answer: savedById,
  example: {
    params: { courseId: "statistics-for-everyone", resultId: exampleResult.id },
    answer: { success: true, id: exampleResult.id },
  },
  async handler({ ctx, params: { courseId, resultId } }) {
    return { success: true as const, ...(await deleteResult(ctx, courseId, resultId)) };
  },
});

import { assessmentParams } from "@/lib/domain/courses/assessments/forms";
import { questionList } from "@/lib/domain/courses/assessments/question-answers";
import { questionsAnswer } from "@/lib/domain/courses/assessments/schema";
import { exampleQuestion } from "@/lib/domain/courses/fixtures";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "The questions of an assessment, each with how many people got it right the first time, and what they answered",
  auth: "staff",
  params: assessmentParams,
  answer: questionsAnswer,
  example: {
    params: { courseId: "statistics-for-everyone", assessmentId: "spread-quiz" },
    answer: { success: true, items: [exampleQuestion] },
  },
  async handler({ ctx: { scope }, params: { courseId, assessmentId } }) {
    const { items } = await questionList(scope, courseId, assessmentId);
    return { success: true as const, items };
  },
});

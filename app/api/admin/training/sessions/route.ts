import { sessionListQuery } from "@/lib/domain/sessions/filters";
import { exampleSummary } from "@/lib/domain/sessions/fixtures";
import { createSessionBody } from "@/lib/domain/sessions/forms";
import { createSession } from "@/lib/domain/sessions/mutations/create";
import { sessionList } from "@/lib/domain/sessions/queries/list";
import { savedSession, sessionsAnswer } from "@/lib/domain/sessions/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The sessions that you can see, with their numbers",
  auth: "staff",
  query: sessionListQuery,
  answer: sessionsAnswer,
  example: {
    query: { limit: 25, status: "ended", sort: "score" },
    answer: { success: true, items: [exampleSummary], total: 1 },
  },
  async handler({ ctx: { scope }, query }) {
    return { success: true as const, ...(await sessionList(scope, query, new Date())) };
  },
});

const id = "0192f3a4-6b10-7c21-8f00-6d1f0c7a9e79";

export const POST = route({
  summary: "Plan a session, or a series at the same local time; an admin names the instructor",
  auth: "teaching",
  body: createSessionBody,
  answer: savedSession,
  status: 201,
  example: {
    body: {
      title: "Residuals and what they tell you",
      course_id: "statistics-for-everyone",
      instructor_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a01",
      scheduled_start: "2026-11-25T18:00:00Z",
      scheduled_end: "2026-11-25T19:30:00Z",
      page_url: "https://courses.harbour.example/statistics/live",
    },
    answer: { success: true, id, ids: [id] },
  },
  async handler({ ctx, body }) {
    return { success: true as const, ...(await createSession(ctx, body)) };
  },
});

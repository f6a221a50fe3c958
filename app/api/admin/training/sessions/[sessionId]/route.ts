import { sessionParams } from "@/lib/domain/sessions/filters";
import { cancelQuery, changeSessionBody } from "@/lib/domain/sessions/forms";
import { cancelSession, changeSession } from "@/lib/domain/sessions/mutations/change";
import { deleteSession } from "@/lib/domain/sessions/mutations/delete";
import { savedSession } from "@/lib/domain/sessions/schema";
import { route } from "@/lib/http/route";

const id = "0192f3a4-6b10-7c21-8f00-6d1f0c7a9e77";

export const PATCH = route({
  summary: "Edit a session; start it, end it, or reopen it",
  auth: "staff",
  params: sessionParams,
  body: changeSessionBody,
  answer: savedSession,
  example: {
    params: { sessionId: "statistics-week-7" },
    body: { title: "Residuals and what they tell you", on_time_minutes: 10 },
    answer: { success: true, id, ids: [id] },
  },
  async handler({ ctx, params, body }) {
    return { success: true as const, ...(await changeSession(ctx, params.sessionId, body)) };
  },
});

export const DELETE = route({
  summary:
    "Cancel a session that has not started, with scope=following also the later ones of its series; with permanently=true delete one",
  auth: "teaching",
  params: sessionParams,
  query: cancelQuery,
  answer: savedSession,
  example: {
    params: { sessionId: "statistics-week-8" },
    query: { scope: "following" },
    answer: { success: true, id, ids: [id] },
  },
  async handler({ ctx, params, query }) {
    const { scope, permanently } = query;
    const done =
      permanently === "true"
        ? await deleteSession(ctx, params.sessionId)
        : await cancelSession(ctx, params.sessionId, scope);
    return { success: true as const, ...done };
  },
});

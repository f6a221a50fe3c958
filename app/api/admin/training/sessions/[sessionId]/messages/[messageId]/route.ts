import { z } from "zod";
import { exampleInfo, exampleMessage } from "@/lib/domain/sessions/fixtures";
import { answerBody, messageParams } from "@/lib/domain/sessions/forms";
import { answerQuestion } from "@/lib/domain/sessions/mutations/answers";
import { route } from "@/lib/http/route";

export const PATCH = route({
  summary: "Mark a question of a session as answered, by a message or aloud, or as not answered",
  auth: "staff",
  params: messageParams,
  body: answerBody,
  answer: z.object({ success: z.literal(true), message_id: z.string() }),
  example: {
    params: { sessionId: exampleInfo.session_id, messageId: exampleMessage.message_id },
    body: { answered: true },
    answer: { success: true, message_id: exampleMessage.message_id },
  },
  async handler({ ctx, params, body }) {
    return {
      success: true as const,
      ...(await answerQuestion(ctx, params.sessionId, params.messageId, body)),
    };
  },
});

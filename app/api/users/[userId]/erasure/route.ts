import { begunErasure, eraseBody, exportsParams } from "@/lib/domain/privacy/schema";
import { beginErasure } from "@/lib/flows/privacy/erase-person";
import { route } from "@/lib/http/route";

export const POST = route({
  summary:
    "Erase a person for good: their access ends at once, then their data is deleted, and numbers keep what they counted under nobody's name",
  auth: "admin",
  tokenScope: "none",
  params: exportsParams,
  body: eraseBody,
  answer: begunErasure,
  status: 201,
  example: {
    params: { userId: "S-20999" },
    body: { name: "Rui Alves" },
    answer: { work_id: "0192f3a4-9c02-7d31-8a00-1b2c3d4e5f61" },
  },
  handler: ({ ctx, params: { userId }, body }) => beginErasure(ctx, userId, body),
});

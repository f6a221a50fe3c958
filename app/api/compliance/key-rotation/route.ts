import { rotationAnswer, rotationBody } from "@/lib/domain/compliance/schema";
import { schoolFor } from "@/lib/domain/courses/queries";
import { exampleSchool } from "@/lib/domain/schools/fixtures";
import { beginRotation } from "@/lib/flows/privacy/rotate-key";
import { route } from "@/lib/http/route";

export const POST = route({
  summary:
    "Replace the key of your school’s pseudonyms: all learning events get new ones in the background, and the former key is deleted",
  auth: "admin",
  tokenScope: "none",
  body: rotationBody,
  answer: rotationAnswer,
  example: {
    body: { school_id: exampleSchool.id },
    answer: { work_id: "0192f3a4-9d01-7d31-8a00-1b2c3d4e5f61" },
  },
  handler: async ({ ctx, body }) => beginRotation(ctx, await schoolFor(ctx.scope, body.school_id)),
});

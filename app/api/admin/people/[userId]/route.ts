import { changePerson } from "@/lib/domain/people/mutations";
import { changedPerson, changePersonInput, personParams } from "@/lib/domain/people/schema";
import { route } from "@/lib/http/route";

export const PATCH = route({
  summary: "Change a person's role, or deactivate or reactivate them; all of their access ends at once",
  auth: "admin",
  tokenScope: "none",
  params: personParams,
  body: changePersonInput,
  answer: changedPerson,
  example: {
    params: { userId: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02" },
    body: { role: "instructor" },
    answer: { id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02", role: "instructor", disabled_at: null },
  },
  handler: ({ ctx, params, body }) => changePerson(ctx, params.userId, body),
});

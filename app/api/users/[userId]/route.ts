import { exampleUser, exampleUserAnswer } from "@/lib/domain/people/users/fixtures";
import { changeUser } from "@/lib/domain/people/users/mutations";
import { reachUser, userOf } from "@/lib/domain/people/users/queries";
import { changeUserInput, userAnswer, userParams, userRow } from "@/lib/domain/people/users/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "One person with what they take and teach, for an admin and for themself",
  auth: "signed_in",
  params: userParams,
  answer: userAnswer,
  example: { params: { userId: exampleUser.id }, answer: exampleUserAnswer },
  handler: ({ ctx: { scope }, params }) => userOf(scope, params.userId),
});

export const PATCH = route({
  summary:
    "Change a person; another role or address, or a deactivation, ends all of their access at once. With `revision`, only the one that you read",
  auth: "admin",
  tokenScope: "none",
  params: userParams,
  body: changeUserInput,
  answer: userRow,
  example: {
    params: { userId: exampleUser.id },
    body: { role: "instructor", username: "tiago.bento" },
    answer: { ...exampleUser, role: "instructor", revision: 4 },
  },
  otherBodies: { "reactivates them": { disabled: false } },
  handler: async ({ ctx, params, body }) => changeUser(ctx, await reachUser(ctx.scope, params.userId), body),
});

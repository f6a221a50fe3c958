import { account } from "@/lib/domain/people/queries";
import { accountAnswer } from "@/lib/domain/people/schema";
import { exampleUser } from "@/lib/domain/people/users/fixtures";
import { changeUser } from "@/lib/domain/people/users/mutations";
import { ownChangeInput, userRow } from "@/lib/domain/people/users/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Read where you are signed in, and who tried to sign in as you and failed",
  auth: "signed_in",
  tokenScope: "none",
  answer: accountAnswer,
  example: {
    answer: {
      failed_sign_ins: {
        count: 3,
        since: "2026-11-19T08:02:00.000Z",
        last_at: "2026-11-20T02:14:00.000Z",
        last_address: "203.0.113.9",
      },
      sign_ins: [
        {
          at: "2026-11-20T09:31:00.000Z",
          succeeded: true,
          name: "Firefox on Windows",
          address: "192.0.2.14",
        },
      ],
      devices: [
        {
          id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b21",
          name: "Firefox on Windows",
          address: "192.0.2.14",
          signed_in_at: "2026-11-20T09:31:00.000Z",
          active: true,
          current: true,
        },
      ],
    },
  },
  handler: ({ ctx }) => account(ctx),
});

export const PATCH = route({
  summary: "Change your own name, username or postal address. With `revision`, only what you read",
  auth: "signed_in",
  tokenScope: "none",
  body: ownChangeInput,
  answer: userRow,
  example: {
    body: { first_name: "Inês", last_name: "Carvalho", username: "ines.carvalho" },
    answer: { ...exampleUser, name: "Inês Carvalho", first_name: "Inês", last_name: "Carvalho" },
  },
  handler: ({ ctx, body }) => changeUser(ctx, ctx.scope.user_id, body),
});

import { exampleUser } from "@/lib/domain/people/users/fixtures";
import { mergeUser, userParams, userRow } from "@/lib/domain/people/users/schema";
import { mergePeople } from "@/lib/flows/merging/merge-people";
import { route } from "@/lib/http/route";

export const POST = route({
  summary:
    "Merge a duplicate into a person, for good: sessions, videos, courses and identities become the person's, and the duplicate's account ends",
  auth: "admin",
  tokenScope: "none",
  params: userParams,
  body: mergeUser,
  answer: userRow,
  example: {
    params: { userId: exampleUser.id },
    body: { duplicate_id: "S-20140", role: "student" },
    answer: { ...exampleUser, revision: 4 },
  },
  handler: ({ ctx, params, body }) => mergePeople(ctx, params.userId, body),
});

"use server";

import { revalidatePath } from "next/cache";
import { take } from "@/lib/auth/limits";
import { publicAction, staffAction } from "@/lib/http/action";
import { createApiToken, revokeApiToken, setUp, setUpLimit } from "./mutations";
import { apiTokenParams, newApiToken, setUpInput } from "./schema";

/** Creates an API token for the caller; only this answer contains its text. */
export async function createApiTokenAction(input: unknown) {
  return staffAction("api_token.create", { schema: newApiToken, input }, async (ctx, token) => {
    const created = await createApiToken(ctx, token);
    revalidatePath("/settings/tokens");
    return created;
  });
}

/** Revokes one of the caller's API tokens. */
export async function revokeApiTokenAction(input: unknown) {
  return staffAction("api_token.revoke", { schema: apiTokenParams, input }, async (ctx, { tokenId }) => {
    await revokeApiToken(ctx, tokenId);
    revalidatePath("/settings/tokens");
    return null;
  });
}

/** Creates the first school and its admin, for the person who has the code from the terminal. */
export async function setUpAction(input: unknown) {
  return publicAction("school.set_up", { schema: setUpInput, input }, async (ctx, school) => {
    await take(setUpLimit, ctx.request.address);
    await setUp(ctx, school);
    return null;
  });
}

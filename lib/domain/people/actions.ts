"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { take } from "@/lib/auth/limits";
import { publicAction, signedInAction, teachingAction } from "@/lib/http/action";
import {
  changePassword,
  chooseLanguage,
  createApiToken,
  forgetDevice,
  revokeApiToken,
  setUp,
  setUpLimit,
  signOutEverywhere,
} from "./mutations";
import {
  apiTokenParams,
  changePasswordInput,
  deviceParams,
  languageInput,
  newApiToken,
  setUpInput,
} from "./schema";

/** Creates an API token for the caller; only this answer contains its text. */
export async function createApiTokenAction(input: unknown) {
  return teachingAction("api_token.create", { schema: newApiToken, input }, async (ctx, token) => {
    const created = await createApiToken(ctx, token);
    revalidatePath("/settings/tokens");
    return created;
  });
}

/** Revokes one of the caller's API tokens. */
export async function revokeApiTokenAction(input: unknown) {
  return teachingAction("api_token.revoke", { schema: apiTokenParams, input }, async (ctx, { tokenId }) => {
    await revokeApiToken(ctx, tokenId);
    revalidatePath("/settings/tokens");
    return null;
  });
}

/** Changes the caller's password; their browser is signed out, too. */
export async function changePasswordAction(input: unknown) {
  return signedInAction(
    "user.change_password",
    { schema: changePasswordInput, input },
    async (ctx, given) => {
      await changePassword(ctx, given);
      return null;
    },
  );
}

/** Sets the language in which the caller sees the pages. */
export async function chooseLanguageAction(input: unknown) {
  return signedInAction("user.choose_language", { schema: languageInput, input }, async (ctx, given) => {
    await chooseLanguage(ctx, given);
    revalidatePath("/", "layout");
    return null;
  });
}

/** Ends all of the caller's access, here too. */
export async function signOutEverywhereAction() {
  return signedInAction("user.sign_out_everywhere", { schema: z.null(), input: null }, async (ctx) => {
    await signOutEverywhere(ctx);
    return null;
  });
}

/** Signs the caller out in one of their browsers. */
export async function forgetDeviceAction(input: unknown) {
  return signedInAction("user.forget_device", { schema: deviceParams, input }, async (ctx, { deviceId }) => {
    await forgetDevice(ctx, deviceId);
    revalidatePath("/settings/account");
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

"use server";

import { revalidatePath } from "next/cache";
import { currentLanguage } from "@/lib/auth/language";
import { isAdmin } from "@/lib/auth/scope";
import { signedInAction } from "@/lib/http/action";
import { signOutEverywhere } from "../mutations";
import { changeUser, changeUsers, saveUser } from "./mutations";
import {
  changeUserInput,
  changeUsersInput,
  newUser,
  ownChangeInput,
  userIdParams,
  userIdsInput,
} from "./schema";

/** Adds a person; the value is their id. */
export async function addUserAction(input: unknown) {
  return signedInAction(
    "user.create",
    { schema: newUser, input },
    async (ctx, given) => {
      const { id, name } = await saveUser(ctx, given);
      revalidatePath("/people", "layout");
      return { id, name };
    },
    isAdmin,
  );
}

/** Saves the edit of a person, if nobody else's came before. */
export async function changeUserAction(id: string, input: unknown) {
  return signedInAction(
    "user.update",
    { schema: userIdParams.and(changeUserInput), input: { userId: id, ...Object(input) } },
    async (ctx, { userId, ...change }) => {
      const saved = await changeUser(ctx, userId, change);
      revalidatePath("/people", "layout");
      return saved;
    },
    isAdmin,
  );
}

/** Saves the reader's own name, username and postal address. */
export async function changeOwnAction(input: unknown) {
  return signedInAction("user.update_own", { schema: ownChangeInput, input }, async (ctx, change) => {
    const saved = await changeUser(ctx, ctx.scope.user_id, change);
    revalidatePath("/", "layout");
    return saved;
  });
}

/** Changes the role or the access of several people; the value has what undoes it, and why some were refused. */
export async function changeUsersAction(input: unknown) {
  return signedInAction(
    "user.update_several",
    { schema: changeUsersInput, input },
    async (ctx, given) => {
      const language = await currentLanguage();
      const { undo, refused } = await changeUsers(ctx, given);
      revalidatePath("/people", "layout");
      return { undo, refused: refused.map(({ name, error }) => `${name}: ${error.detailIn(language)}`) };
    },
    isAdmin,
  );
}

/** Signs people out everywhere. */
export async function signOutUsersAction(input: unknown) {
  return signedInAction(
    "user.sign_out_everywhere",
    { schema: userIdsInput, input },
    async (ctx, { ids }) => {
      for (const id of ids) await signOutEverywhere(ctx, id);
      return null;
    },
    isAdmin,
  );
}

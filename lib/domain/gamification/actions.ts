"use server";

import { revalidatePath } from "next/cache";
import { adminAction, signedInAction } from "@/lib/http/action";
import { changeXpSettings, chooseAppearance } from "./mutations";
import { appearanceInput, xpSettingsInput } from "./schema";

/** Sets how the caller appears in rankings. */
export async function chooseAppearanceAction(input: unknown) {
  return signedInAction("user.choose_appearance", { schema: appearanceInput, input }, async (ctx, given) => {
    await chooseAppearance(ctx, given.appearance);
    revalidatePath("/leaderboard");
    return null;
  });
}

/** Changes what each act gives in the caller's school, and whether it ranks. */
export async function changeXpSettingsAction(input: unknown) {
  return adminAction("school.update", { schema: xpSettingsInput, input }, async (ctx, given) => {
    const settings = await changeXpSettings(ctx, given);
    for (const path of ["/settings/xp", "/leaderboard"]) revalidatePath(path);
    return settings;
  });
}

"use server";

import { eq } from "drizzle-orm";
import { revalidatePath } from "next/cache";
import { audit } from "@/lib/auth/audit";
import { users } from "@/lib/db/tables/people";
import { transaction } from "@/lib/db/tx";
import { signedInAction } from "@/lib/http/action";
import type { Context } from "@/lib/http/context";
import { type Appearance, appearanceInput } from "./schema";

/** Sets how the caller appears in rankings. */
export async function chooseAppearanceAction(input: unknown) {
  return signedInAction("user.choose_appearance", { schema: appearanceInput, input }, async (ctx, given) => {
    await chooseAppearance(ctx, given.appearance);
    revalidatePath("/leaderboard");
    return null;
  });
}

async function chooseAppearance(ctx: Context, appearance: Appearance): Promise<void> {
  const { user_id } = ctx.scope;
  await transaction(async (tx) => {
    await tx.update(users).set({ appearance, appearance_since: ctx.now }).where(eq(users.id, user_id));
    await audit(tx, ctx, {
      action: "user.choose_appearance",
      target: { type: "user", id: user_id },
      detail: { appearance },
    });
  });
}

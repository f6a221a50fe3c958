"use server";

import { revalidatePath } from "next/cache";
import { isAdmin } from "@/lib/auth/scope";
import { signedInAction, staffAction } from "@/lib/http/action";
import { beginRebuild, cancelWork } from "./mutations";
import { newWork, workParams } from "./schema";

/** Ends work that the caller may see. */
export async function cancelWorkAction(input: unknown) {
  return staffAction("work.cancel", { schema: workParams, input }, async (ctx, { workId }) => {
    await cancelWork(ctx, workId);
    revalidatePath("/work");
    return null;
  });
}

/** Begins what an admin can begin by itself; the frame of every page then tells them when it has ended. */
export async function beginWorkAction(input: unknown) {
  return signedInAction(
    "work.begin",
    { schema: newWork, input },
    async (ctx, given) => {
      const begun = await beginRebuild(ctx, given);
      revalidatePath("/", "layout");
      return begun;
    },
    isAdmin,
  );
}

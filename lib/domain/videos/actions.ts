"use server";

import { revalidatePath } from "next/cache";
import { isAdmin } from "@/lib/auth/scope";
import { signedInAction, teachingAction } from "@/lib/http/action";
import { changeVideoForm, decideForm } from "./forms";
import { changeVideo, decideSuspect } from "./mutations/change";
import { beginDeletion } from "./mutations/test-data";
import { testDataDeletion } from "./test-data";

export async function changeVideoAction(input: unknown) {
  return teachingAction("video.update", { schema: changeVideoForm, input }, async (ctx, form) => {
    const { video_id, ...change } = form;
    const saved = await changeVideo(ctx, video_id, change);
    revalidatePath("/videos", "layout");
    return saved;
  });
}

/** One decision for several suspects of a video, each in a transaction of its own. */
export async function decideSuspectsAction(input: unknown) {
  return teachingAction("video.decide_suspects", { schema: decideForm, input }, async (ctx, form) => {
    for (const id of form.suspect_ids) await decideSuspect(ctx, form.video_id, id, form.decision);
    revalidatePath("/videos", "layout");
    return { decided: form.suspect_ids.length };
  });
}

/** Deletes views as test data, in the background; only for admins. */
export async function deleteTestDataAction(input: unknown) {
  return signedInAction(
    "test_data.delete",
    { schema: testDataDeletion, input },
    async (ctx, deletion) => {
      const begun = await beginDeletion(ctx, deletion);
      revalidatePath("/", "layout");
      return begun;
    },
    isAdmin,
  );
}

"use server";

import { revalidatePath } from "next/cache";
import { teachingAction } from "@/lib/http/action";
import { changeVideoForm, decideForm } from "./forms";
import { changeVideo, decideSuspect } from "./mutations/change";

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

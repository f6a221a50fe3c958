import { z } from "zod";
import type { videoSuspects } from "@/lib/db/tables/videos";
import { reference, uuid } from "@/lib/http/contract";
import { mediaSecondsMax } from "./beacons";

/* What staff may change of a video. */

export const changeVideoBody = z.object({
  /** Rules over what players report; the video's numbers are counted anew. */
  duration_seconds: z.number().positive().max(mediaSecondsMax),
});
export type ChangeVideo = z.infer<typeof changeVideoBody>;

/** Hours, minutes and seconds as people write a length: `1:02:03`, `12:03`. */
const clock = /^(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d(?:\.\d{1,3})?)$/;

/** The length form of the dashboard. */
export const changeVideoForm = z.object({
  video_id: reference,
  length: z
    .string()
    .trim()
    .transform((text, ctx) => {
      const [, hours = "0", minutes, seconds] = clock.exec(text) ?? [];
      const all = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
      if (all > 0 && all <= mediaSecondsMax) return all;
      ctx.addIssue({ code: "custom", message: "must be minutes and seconds, such as 12:03 or 1:02:03" });
      return z.NEVER;
    }),
});

export const suspectParams = z.object({ videoId: reference, suspectId: uuid });
export type Decision = NonNullable<(typeof videoSuspects.$inferSelect)["decision"]>;
export const decideBody = z.object({
  decision: z.enum(["counted", "left_out"] as const satisfies readonly Decision[]),
});
export const decideForm = decideBody.extend({
  video_id: reference,
  suspect_ids: z.array(uuid).min(1).max(100),
});

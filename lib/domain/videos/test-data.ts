import { z } from "zod";
import { day, forwards, forwardsError, storableText, uuid, whole } from "@/lib/http/contract";

/** Which views are deleted as test data: of a video, a course or all, on some days, of everybody or of some. */
const filter = {
  course_id: uuid.optional(),
  video_id: uuid.optional(),
  from: day,
  to: day,
  /** All views, those that an instructor's preview made, or those of nobody who signed in or has a token. */
  which: z.enum(["all", "preview", "anonymous"]).default("all"),
  /** The site of the page with the player, such as `test.school.example`. */
  referrer: storableText(253).trim().min(1).optional(),
};
export const testDataQuery = z.object(filter).refine(forwards, forwardsError);
export type TestData = z.infer<typeof testDataQuery>;

export const testDataAnswer = z.object({ views: whole, videos: whole });

/** `views` is the number that was shown: another one is refused, so that nobody deletes what they have not seen. */
export const testDataDeletion = z
  .object({ ...filter, views: z.coerce.number().int().min(0) })
  .refine(forwards, forwardsError);

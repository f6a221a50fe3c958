import { z } from "zod";
import {
  days,
  forwards,
  forwardsError,
  paging,
  reference,
  search,
  sorting,
  storableText,
  uuid,
} from "@/lib/http/contract";
import { message } from "@/lib/language/language";

/* The queries of the dashboard's routes: days, pages and orders. */

/** Days of the school's zone, both included; without an end, all time on that side. */
export const daysQuery = z.object(days).refine(forwards, forwardsError);
export type DaysQuery = z.infer<typeof daysQuery>;

/** The second at which a link opens a video. */
export const openedQuery = z.object({ t: z.coerce.number().min(0).optional() });

export const videoSorts = [
  "views",
  "viewers",
  "watch_time",
  "watched",
  "completion",
  "drop_off",
  "recent",
  "title",
] as const;
const listShape = {
  ...days,
  ...paging(10),
  /** Default order: largest or latest first, titles from A. */
  ...sorting(videoSorts, "views"),
  q: search,
  /** Ids or external ids, separated by commas. */
  course_id: storableText(1000).min(1).optional(),
  /** The archived videos in place of the others. */
  archived: z.enum(["true"]).optional(),
};
export const videoListQuery = z.object(listShape).refine(forwards, forwardsError);
export type VideoListQuery = z.infer<typeof videoListQuery>;

/** Verifies the roll-ups first, and rebuilds what differs. */
const refresh = { refresh: z.enum(["true", "false"]).optional() };
export const videosQuery = z.object({ ...listShape, ...refresh }).refine(forwards, forwardsError);
export const refreshQuery = z.object({ ...days, ...refresh }).refine(forwards, forwardsError);

export const videoParams = z.object({ videoId: reference });
/** A language as BCP 47 writes it. */
const languageTag = z
  .string()
  .max(35)
  .refine(isLanguageTag, message("errors.field.language_tag"))
  .transform((tag) => Intl.getCanonicalLocales(tag)[0]!);
export const captionsParams = videoParams.extend({ language: languageTag });

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

export const courseParams = z.object({ courseId: reference });
export const ownCourseQuery = z.object({ course_id: reference });

export const viewersQuery = z.object({
  ...paging(12),
  /** Default order: largest or latest first, names from A, those who stopped earliest first. */
  ...sorting(["watched", "recent", "name", "replays", "stopped"], "watched"),
  q: search,
});
export type ViewersQuery = z.infer<typeof viewersQuery>;

export const suspectsQuery = z.object(paging(20));
export type SuspectsQuery = z.infer<typeof suspectsQuery>;

export const addressesQuery = z.object({
  ...paging(20),
  /** Default order: seen last or waiting most first, addresses from A. */
  ...sorting(["recent", "waiting", "address"], "recent"),
  q: search,
  status: z.enum(["waiting", "mapped", "ignored"]).default("waiting"),
  /** The origin of the pages where they are played. */
  site: storableText(300).min(1).optional(),
});
export type AddressesQuery = z.infer<typeof addressesQuery>;

/** Only the installation's administrator names a school. */
export const originsQuery = z.object({ school_id: uuid.optional() });

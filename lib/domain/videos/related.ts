import { z } from "zod";
import { numberOrNull, whole } from "@/lib/http/contract";
import { fewest, type Rate, wilson } from "@/lib/measure/evidence";
import { share, twoDecimals } from "@/lib/measure/rounding";

/* What the viewers of a video also watch, compared with what everybody watches. */

export const relatedQuery = z.object({ limit: z.coerce.number().int().min(1).max(50).default(8) });

const relatedVideo = z.object({
  video_id: z.string(),
  title: z.string(),
  course_id: z.string(),
  course_title: z.string(),
  /** How many viewers of the one video viewed this one too, and of its viewers their share. */
  viewers_of_both: whole,
  viewers_of_both_percentage: z.number(),
  /**
   * This video's share of what those viewers also watched, divided by its share of what others watched; and the lower end of the ratio's 95 % interval, by
   * which the list is ordered. Null where nobody else watched it.
   */
  ratio: numberOrNull,
  ratio_low: z.number(),
});
export type RelatedVideo = z.output<typeof relatedVideo>;

export const relatedAnswer = z.object({
  success: z.literal(true),
  video_id: z.string(),
  /** Null for fewer than a comparison needs. */
  viewers: whole.nullable(),
  /** How many videos were compared: those that enough of the viewers viewed too, at most a hundred. */
  compared: whole,
  items: z.array(relatedVideo),
});
export type RelatedVideos = Omit<z.output<typeof relatedAnswer>, "success" | "video_id">;

/** A video that viewers of the one viewed too: by how many of them, and by how many people in all. */
export type CoViewed = Pick<RelatedVideo, "video_id" | "title" | "course_id" | "course_title"> & {
  both: number;
  viewers: number;
};

/**
 * The lower end of the interval of one rate divided by another, from the Wilson intervals of the two by the method of variance estimates recovery (Donner
 * and Zou, "Closed-form confidence intervals for functions of the normal mean and standard deviation", Statistical Methods in Medical Research 2012). It
 * needs no pseudo-counts where the other rate is 0.
 */
export function rateRatioLow(one: Rate, other: Rate): number {
  const [p, q] = [one.part / one.of, other.part / other.of];
  const [{ low }, { high }] = [wilson(one), wilson(other)];
  const root = (p * q) ** 2 - low * high * (2 * p - low) * (2 * q - high);
  return (low * (2 * p - low)) / (p * q + Math.sqrt(Math.max(0, root)));
}

/**
 * The videos that take a larger share of what these viewers watch than of what others watch, beyond chance, the surest first. Shares are of viewers of the
 * videos that are compared, each viewer once for each video, so that neither a video that everybody watches nor viewers who watch everything lead to
 * a higher ratio.
 */
export function relatedOf(viewers: number, videos: readonly CoViewed[]): RelatedVideo[] {
  const theirs = videos.reduce((sum, { both }) => sum + both, 0);
  const others = videos.reduce((sum, video) => sum + video.viewers - video.both, 0);
  if (viewers < fewest.people_for_comparison || others === 0) return [];
  return videos
    .map(({ both, viewers: all, ...video }) => {
      const [own, other] = [
        { part: both, of: theirs },
        { part: all - both, of: others },
      ];
      const ratio = other.part === 0 ? null : own.part / own.of / (other.part / other.of);
      return {
        ...video,
        viewers_of_both: both,
        viewers_of_both_percentage: share(both, viewers)!,
        ratio,
        ratio_low: rateRatioLow(own, other),
      };
    })
    .filter(({ ratio_low }) => ratio_low > 1)
    .sort((a, b) => b.ratio_low - a.ratio_low || (a.video_id < b.video_id ? -1 : 1))
    .map((video) => ({
      ...video,
      ratio: twoDecimals(video.ratio),
      // Down, so that what is beyond chance is not written as 1.
      ratio_low: Math.floor(video.ratio_low * 100) / 100,
    }));
}

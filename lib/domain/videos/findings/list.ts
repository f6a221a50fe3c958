import { percent, plural } from "@/lib/platform/format";
import type { Finding } from "@/lib/platform/phrases";
import type { VideosAnswer } from "../schema";

/** Fewer rated videos than this are no pattern. */
const ratedMin = 5;

/**
 * What the list of videos opens with, as clauses of which the key one is strong: how many are watched, and how many are
 * completed by few; if no rule fires, the subject.
 */
export function videosFindings(stats: VideosAnswer["stats"], totalVideos: number): Finding[] {
  const watched = stats.total_videos_with_analytics;
  if (totalVideos === 0) return [{ text: "There are no videos here yet.", strong: false }];
  if (watched === 0)
    return [{ text: `${plural(totalVideos, "video")}, none of them watched yet.`, strong: false }];
  const subject =
    watched < totalVideos
      ? `${watched} of ${plural(totalVideos, "video")} were watched.`
      : `${plural(watched, "video")}, all of them watched.`;
  const { high, medium, low } = stats.videos_by_completion_rate;
  const rated = high + medium + low;
  const clauses = [{ text: subject, strong: false }];
  if (rated >= ratedMin && low > rated / 2)
    clauses.push({ text: `${low} are completed by fewer than half of their viewers.`, strong: true });
  else if (rated >= ratedMin && high > rated / 2)
    clauses.push({
      text: `${high} are completed by more than three in four of their viewers.`,
      strong: true,
    });
  else if (stats.average_completion_rate !== null)
    clauses.push({
      text: `On average ${percent(stats.average_completion_rate)} of a video’s viewers complete it.`,
      strong: false,
    });
  return clauses;
}

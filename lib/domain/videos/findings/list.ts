import { percent, plural } from "@/lib/platform/format";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import type { VideosAnswer } from "../schema";

/** Fewer rated videos than this show no pattern. */
const ratedMin = 5;

/**
 * The list's summary, with the key clause in bold: how many videos are watched, and how many are
 * completed by few; if no rule applies, the subject.
 */
export function videosFindings(stats: VideosAnswer["stats"], totalVideos: number): Finding[] {
  const watched = stats.total_videos_with_analytics;
  if (totalVideos === 0) return [plain("No videos yet.")];
  if (watched === 0) return [plain(`${plural(totalVideos, "video")}, none of them watched yet.`)];
  const subject =
    watched < totalVideos
      ? `${watched} of ${plural(totalVideos, "video")} were watched.`
      : `${plural(watched, "video")}, all of them watched.`;
  const { high, medium, low } = stats.videos_by_completion_rate;
  const rated = high + medium + low;
  const clauses = [plain(subject)];
  if (rated >= ratedMin && low > rated / 2)
    clauses.push(key(`${low} are completed by fewer than half of their viewers.`));
  else if (rated >= ratedMin && high > rated / 2)
    clauses.push(key(`${high} are completed by more than three in four of their viewers.`));
  else if (stats.average_completion_rate !== null)
    clauses.push(
      plain(`On average ${percent(stats.average_completion_rate)} of a video’s viewers complete it.`),
    );
  return clauses;
}

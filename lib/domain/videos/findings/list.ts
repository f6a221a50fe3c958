import { fewest } from "@/lib/measure/evidence";
import { percent, plural } from "@/lib/platform/format";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import type { VideosAnswer } from "../schema";

/**
 * The list's summary, with the key clause in bold: how many videos are watched, and how many of them are completed by few or by many; if no
 * rule applies, the average. `rated`: the videos that at least 5 people viewed.
 */
export function videosFindings(
  stats: VideosAnswer["stats"],
  totalVideos: number,
  rated: VideosAnswer["stats"]["videos_by_completion_rate"],
): Finding[] {
  const watched = stats.total_videos_with_analytics;
  if (totalVideos === 0) return [plain("No videos yet.")];
  if (watched === 0) return [plain(`${plural(totalVideos, "video")}, none of them opened yet.`)];
  const subject =
    watched < totalVideos
      ? `${watched} of ${plural(totalVideos, "video")} were opened.`
      : `${plural(watched, "video")}, all of them opened.`;
  const { high, medium, low } = rated;
  const all = high + medium + low;
  if (all < fewest.sessions_for_typical) return [plain(subject)];
  const whose =
    all === watched ? `of the ${all}` : `of the ${all} with ${fewest.people_for_rate} viewers or more`;
  if (low > all / 2)
    return [plain(subject), key(`${low} ${whose} are completed by fewer than half of their viewers.`)];
  if (high > all / 2)
    return [
      plain(subject),
      key(`${high} ${whose} are completed by more than three in four of their viewers.`),
    ];
  return [
    plain(subject),
    plain(`On average ${percent(stats.average_completion_rate)} of a video’s viewers complete it.`),
  ];
}

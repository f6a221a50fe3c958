import type { Language } from "@/lib/language/language";
import { fewest } from "@/lib/measure/evidence";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import type { VideosAnswer } from "../schema";

/**
 * The list's summary, with the key clause in bold: how many videos are watched, and how many of them are completed by few or by many; if no
 * rule applies, the average. `rated`: the videos that at least 5 people viewed.
 */
export function videosFindings(
  stats: VideosAnswer["stats"],
  videos: number,
  rated: VideosAnswer["stats"]["videos_by_completion_rate"],
  { t, percent }: Language,
): Finding[] {
  const opened = stats.total_videos_with_analytics;
  if (videos === 0) return [plain(t("videos.findings.no_videos"))];
  if (opened === 0) return [plain(t("videos.findings.none_opened", { videos }))];
  const subject = plain(
    opened < videos
      ? t("videos.findings.some_opened", { opened, videos })
      : t("videos.findings.all_opened", { videos }),
  );
  const { high, medium, low } = rated;
  const all = high + medium + low;
  if (all < fewest.sessions_for_typical) return [subject];
  const whose = { all, rated: all === opened ? "all" : "some", viewers: fewest.people_for_rate };
  if (low > all / 2) return [subject, key(t("videos.findings.few_complete", { part: low, ...whose }))];
  if (high > all / 2) return [subject, key(t("videos.findings.many_complete", { part: high, ...whose }))];
  const rate = percent(stats.average_completion_rate);
  return [subject, plain(t("videos.findings.average_completes", { rate }))];
}

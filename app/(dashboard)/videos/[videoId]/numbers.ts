import "server-only";
import type { DaysQuery } from "@/lib/domain/videos/filters";
import { findings } from "@/lib/domain/videos/findings/video";
import type { Video } from "@/lib/domain/videos/queries/reach";
import { retentionAndTypical } from "@/lib/domain/videos/queries/retention";
import { totalsOfVideo } from "@/lib/domain/videos/queries/totals";
import { breakdowns, heatmap, summaryOf } from "@/lib/domain/videos/queries/video";
import type { Language } from "@/lib/language/language";

export type VideoNumbers = Awaited<ReturnType<typeof videoNumbers>>;

/** Everything that the page shows of one video for these days, read together. */
export async function videoNumbers(video: Video, days: DaysQuery, language: Language) {
  const allTime = !days.from && !days.to;
  const totals = totalsOfVideo(video, days);
  const [summary, { retention, typical }, parts, segments] = await Promise.all([
    summaryOf(video, days, totals),
    retentionAndTypical(video, days, totals),
    breakdowns(video, days),
    // Not stored by day.
    allTime ? heatmap(video) : null,
  ]);
  const numbers = { retention, typical, breakdowns: parts };
  return {
    ...numbers,
    summary,
    waiting: parts.waiting,
    heatmap: segments,
    findings: findings({ ...numbers, video: summary, heatmap: segments ?? { segments: [] } }, language),
  };
}

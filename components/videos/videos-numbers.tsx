import { DurationValue, explained, type NumberProps, NumberStrip } from "@/components/ui/numbers";
import { useLanguage } from "@/components/ui/use-language";
import type { VideosAnswer } from "@/lib/domain/videos/schema";
import { wordsOf } from "@/lib/glossary/glossary";
import type { Language } from "@/lib/language/language";

/** The numbers over all videos that the reader can see. */
export function VideosNumbers({
  stats,
  completionTarget,
}: {
  stats: VideosAnswer["stats"];
  completionTarget: number | null;
}) {
  const language = useLanguage();
  const { t, count, decimal } = language;
  return (
    <NumberStrip
      items={[
        {
          ...explained(wordsOf("total_views", language), count(stats.total_views)),
          value: count(stats.total_views),
          base: t("videos.numbers.of_videos", { videos: stats.total_videos_with_analytics }),
        },
        {
          ...explained(wordsOf("total_unique_viewers", language), count(stats.total_unique_viewers)),
          value: count(stats.total_unique_viewers),
          base: t("videos.numbers.each_once"),
        },
        {
          ...explained(
            wordsOf("total_watch_time_hours", language),
            `${decimal(stats.total_watch_time_hours)} h`,
          ),
          value: <DurationValue seconds={stats.total_watch_time_hours * 3600} />,
          base: t("videos.numbers.replays_included"),
        },
        averageCompleted(stats, completionTarget, language),
        byCompletion(stats, language),
      ]}
    />
  );
}

function averageCompleted(
  stats: VideosAnswer["stats"],
  target: number | null,
  language: Language,
): NumberProps {
  const { t, count, decimal, percent } = language;
  const rate = stats.average_completion_rate;
  return {
    ...explained(wordsOf("average_completion_rate", language), percent(rate), {
      operands: [{ label: t("videos.numbers.with_viewers"), value: count(rated(stats)) }],
    }),
    value: decimal(rate),
    unit: rate === null ? undefined : "%",
    base: target === null ? undefined : t("videos.numbers.target", { target: percent(target, 0) }),
  };
}

const rated = ({ videos_by_completion_rate: { high, medium, low } }: VideosAnswer["stats"]) =>
  high + medium + low;

/** The three buckets of completion as one bar, each with its count. */
function byCompletion(stats: VideosAnswer["stats"], { t, count }: Language): NumberProps {
  const { high, medium, low } = stats.videos_by_completion_rate;
  const parts = [
    { label: t("glossary.videos_by_completion_rate.high.label"), count: high, colour: "var(--seen-3)" },
    { label: t("glossary.videos_by_completion_rate.medium.label"), count: medium, colour: "var(--seen-2)" },
    { label: t("glossary.videos_by_completion_rate.low.label"), count: low, colour: "var(--seen-1)" },
  ];
  return {
    label: t("videos.numbers.by_completion"),
    value: parts.map((part) => count(part.count)).join(" · "),
    base: parts.map((part) => part.label).join(" · "),
    spark:
      rated(stats) > 0 ? (
        <div aria-hidden="true" className="flex h-2 gap-px">
          {parts.map((part) => (
            <i
              key={part.label}
              className="rounded-[1px]"
              style={{ flexGrow: part.count, background: part.colour }}
            />
          ))}
        </div>
      ) : undefined,
    explanation: {
      title: t("videos.numbers.by_completion"),
      definition: t("videos.numbers.by_completion_about"),
      operands: parts.map((part) => ({ label: part.label, value: count(part.count) })),
      result: { label: t("videos.numbers.with_viewers"), value: count(rated(stats)) },
    },
  };
}

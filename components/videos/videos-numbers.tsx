import { DurationValue, explained, type NumberProps, NumberStrip } from "@/components/ui/numbers";
import type { VideosAnswer } from "@/lib/domain/videos/schema";
import { glossary } from "@/lib/glossary/glossary";
import { count, decimal, percent, plural } from "@/lib/platform/format";

/** The numbers over all videos that the reader can see. */
export function VideosNumbers({
  stats,
  completionTarget,
}: {
  stats: VideosAnswer["stats"];
  completionTarget: number | null;
}) {
  return (
    <NumberStrip
      items={[
        {
          ...explained(glossary.total_views, count(stats.total_views)),
          value: count(stats.total_views),
          base: `of ${plural(stats.total_videos_with_analytics, "video")}`,
        },
        {
          ...explained(glossary.total_unique_viewers, count(stats.total_unique_viewers)),
          value: count(stats.total_unique_viewers),
          base: "each counted once",
        },
        {
          ...explained(glossary.total_watch_time_hours, `${decimal(stats.total_watch_time_hours)} h`),
          value: <DurationValue seconds={stats.total_watch_time_hours * 3600} />,
          base: "replays included",
        },
        averageCompleted(stats, completionTarget),
        byCompletion(stats),
      ]}
    />
  );
}

function averageCompleted(stats: VideosAnswer["stats"], target: number | null): NumberProps {
  const rate = stats.average_completion_rate;
  return {
    ...explained(glossary.average_completion_rate, percent(rate), {
      operands: [{ label: "Videos with viewers", value: count(rated(stats)) }],
    }),
    value: decimal(rate),
    unit: rate === null ? undefined : "%",
    base: target === null ? undefined : `the target is ${percent(target, 0)}`,
  };
}

const rated = ({ videos_by_completion_rate: { high, medium, low } }: VideosAnswer["stats"]) =>
  high + medium + low;

/** The three buckets of completion as one bar, each with its count. */
function byCompletion(stats: VideosAnswer["stats"]): NumberProps {
  const { high, medium, low } = stats.videos_by_completion_rate;
  const parts = [
    { term: glossary["videos_by_completion_rate.high"], count: high, colour: "var(--seen-3)" },
    { term: glossary["videos_by_completion_rate.medium"], count: medium, colour: "var(--seen-2)" },
    { term: glossary["videos_by_completion_rate.low"], count: low, colour: "var(--seen-1)" },
  ];
  return {
    label: "Videos by share completed",
    value: parts.map((part) => count(part.count)).join(" · "),
    base: parts.map((part) => part.term.label).join(" · "),
    spark:
      rated(stats) > 0 ? (
        <div aria-hidden="true" className="flex h-2 gap-px">
          {parts.map((part) => (
            <i
              key={part.term.label}
              className="rounded-[1px]"
              style={{ flexGrow: part.count, background: part.colour }}
            />
          ))}
        </div>
      ) : undefined,
    explanation: {
      title: "Videos by share completed",
      definition: "Videos in three groups by the share of viewers who completed them.",
      operands: parts.map((part) => ({ label: part.term.label, value: count(part.count) })),
      result: { label: "Videos with viewers", value: count(rated(stats)) },
    },
  };
}

import { type ChangeProps, changeFromTypical, changeTo } from "@/components/ui/change";
import { type NumberProps, NumberRail } from "@/components/ui/numbers";
import type { Typical } from "@/lib/domain/videos/retention";
import type { VideoSummary } from "@/lib/domain/videos/schema";
import { glossary } from "@/lib/glossary/glossary";
import type { MiddleHalf } from "@/lib/measure/quantiles";
import { compareToBenchmark } from "@/lib/measure/typical";
import { count, decimal, duration, mediaTime, ofBase, percent, plural, unknown } from "@/lib/platform/format";

/** Under this many people a percentage pretends: they are counted. */
const countedBelow = 10;

type Props = {
  video: VideoSummary;
  typical: Typical | null;
  completionTarget: number;
};

/** The numbers beside the player, each against similar videos, each ready to say where it comes from. */
export function VideoFacts({ video, typical, completionTarget }: Props) {
  return (
    <NumberRail
      items={[
        views(video),
        averageWatched(video, typical),
        completed(video, typical, completionTarget),
        replayed(video, typical),
        againstSimilar(video, typical),
      ]}
    />
  );
}

const viewersBy = (sort: string, label: string) => ({ label, href: `?viewers.sort=${sort}#viewers` });

function usual(
  typical: Typical | null,
  median: string | null | undefined,
  low?: string | null,
  high?: string | null,
) {
  if (!typical || !median) return {};
  return {
    typical: `Typical is ${median}: the middle of ${typical.videos} similar videos. Half of them lie between ${low} and ${high}.`,
  };
}

function views(video: VideoSummary): NumberProps {
  const { label, definition } = glossary.total_views;
  const value = count(video.total_views);
  return {
    label,
    value,
    base: `by ${plural(video.unique_viewers, "person", "people")}`,
    explanation: {
      title: `${label}: ${value}`,
      definition,
      operands: [
        { label: "Times the video was loaded", value: count(video.total_views + video.preview_views) },
        { label: "Previews, not counted", value: count(video.preview_views) },
      ],
      result: { label, value },
      links: [viewersBy("recent", "See the viewers, latest first")],
    },
  };
}

function averageWatched(video: VideoSummary, typical: Typical | null): NumberProps {
  const { label, definition } = glossary.average_watched_percentage;
  const share = video.average_watched_percentage;
  const band = typical?.average_watched_percentage;
  const length = video.duration_seconds;
  const change = changeFromTypical("percent", share, band);
  const seconds = share === null || length === null ? null : (share / 100) * length;
  return {
    label,
    value: decimal(share),
    ...(share === null ? {} : { unit: "%" }),
    base: seconds === null ? "nobody has played it" : `${mediaTime(seconds)} of ${mediaTime(length)}`,
    ...(change ? { change } : {}),
    explanation: {
      title: `${label}: ${percent(share)}`,
      definition,
      operands: [
        { label: "Seconds covered, on average", value: mediaTime(seconds) },
        { label: "Length", value: mediaTime(length) },
      ],
      result: { label: "covered ÷ length × 100", value: percent(share) },
      ...usual(
        typical,
        band && percent(band.median),
        band && decimal(band.low, 0),
        band && percent(band.high, 0),
      ),
      links: [viewersBy("watched", "See who watched how much")],
    },
  };
}

function completed(video: VideoSummary, typical: Typical | null, target: number): NumberProps {
  const { label, definition } = glossary.completion_rate;
  const rate = video.completion_rate;
  const band = typical?.completion_rate;
  const counted = video.unique_viewers < countedBelow;
  const people = plural(video.unique_viewers, "person", "people");
  const change = counted ? undefined : changeFromTypical("percent", rate, band);
  return {
    label,
    value: rate === null ? unknown : counted ? count(video.unique_completers) : decimal(rate),
    ...(rate === null || counted ? {} : { unit: "%" }),
    base:
      rate === null
        ? "nobody has watched it"
        : counted
          ? `of ${people}`
          : `${count(video.unique_completers)} of ${people}`,
    ...(change ? { change } : {}),
    explanation: {
      title: `${label}: ${counted ? ofBase(video.unique_completers, video.unique_viewers) : percent(rate)}`,
      definition,
      operands: [
        { label: "People who completed it", value: count(video.unique_completers) },
        { label: "People who watched it", value: count(video.unique_viewers) },
        { label: "Your school's target", value: percent(target, 0) },
      ],
      result: {
        label: `${count(video.unique_completers)} ÷ ${count(video.unique_viewers)} × 100`,
        value: percent(rate),
      },
      ...usual(
        typical,
        band && percent(band.median),
        band && decimal(band.low, 0),
        band && percent(band.high, 0),
      ),
      links: [viewersBy("watched", "See who completed it")],
    },
  };
}

function replayed(video: VideoSummary, typical: Typical | null): NumberProps {
  const { label, definition } = glossary.replay_ratio;
  const ratio = video.replay_ratio;
  const band = typical?.replay_ratio;
  const change = replaysChange(ratio, band);
  return {
    label,
    value: decimal(ratio, 2),
    base: "plays for each second seen",
    ...(change ? { change } : {}),
    explanation: {
      title: `${label}: ${decimal(ratio, 2)}`,
      definition,
      operands: [{ label: "Watch time, replays included", value: duration(video.total_watch_time_seconds) }],
      result: { label: "seconds played ÷ seconds seen", value: decimal(ratio, 2) },
      ...usual(
        typical,
        band && decimal(band.median, 2),
        band && decimal(band.low, 2),
        band && decimal(band.high, 2),
      ),
      links: [viewersBy("replays", "See who replayed most")],
    },
  };
}

/** Fewer replays are no fault. */
export function replaysChange(
  ratio: number | null,
  band: MiddleHalf | null | undefined,
): ChangeProps | undefined {
  const compared = compareToBenchmark(ratio, band);
  if (!compared || !band) return undefined;
  const median = decimal(band.median, 2);
  return changeTo(
    compared.side,
    { above: `typical is ${median}`, same: `about typical (${median})`, below: `typical is ${median}` },
    { below: "neutral" },
  );
}

function againstSimilar(video: VideoSummary, typical: Typical | null): NumberProps {
  const { label, definition } = glossary.relative_score;
  const score = typical?.relative_score ?? null;
  if (!typical || score === null) {
    const words = typical ? "nobody has played it" : "fewer than 5 similar videos to compare with";
    return { label, value: unknown, change: { direction: "none", tone: "neutral", words } };
  }
  const lengths = lengthsText(typical.from_seconds, typical.to_seconds);
  const better = percent(score * 100, 0);
  return {
    label,
    value: decimal(score, 2),
    unit: "of 1",
    change: {
      direction: "none",
      tone: "neutral",
      words: `better than ${better} of the ${count(typical.videos)} videos ${lengths}`,
    },
    explanation: {
      title: `${label}: ${decimal(score, 2)}`,
      definition,
      operands: [
        { label: `Videos ${lengths}`, value: count(typical.videos) },
        { label: "Average watched here", value: percent(video.average_watched_percentage) },
        { label: "The middle of theirs", value: percent(typical.average_watched_percentage?.median) },
      ],
      result: { label: "Share of them that are watched less", value: better },
    },
  };
}

/** "between 12 and 18 min", or seconds for short clips. */
function lengthsText(fromSeconds: number, toSeconds: number): string {
  return fromSeconds < 120
    ? `between ${Math.round(fromSeconds)} and ${Math.round(toSeconds)} s`
    : `between ${Math.round(fromSeconds / 60)} and ${Math.round(toSeconds / 60)} min`;
}

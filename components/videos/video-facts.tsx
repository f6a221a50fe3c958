import { type ChangeProps, changeFromTypical, changeTo } from "@/components/ui/change";
import { explained, type NumberProps, NumberRail } from "@/components/ui/numbers";
import { type MetricKey, metrics, metricsWith } from "@/lib/domain/videos/metrics";
import { type Typical, typicalMetrics } from "@/lib/domain/videos/retention";
import type { VideoSummary } from "@/lib/domain/videos/schema";
import { glossary } from "@/lib/glossary/glossary";
import { compareToTypical } from "@/lib/measure/evidence";
import type { MiddleHalf } from "@/lib/measure/quantiles";
import {
  count,
  countedBelow,
  decimal,
  duration,
  mediaTime,
  ofBase,
  percent,
  plural,
  unknown,
} from "@/lib/platform/format";

type Props = {
  video: VideoSummary;
  typical: Typical | null;
  completionTarget: number;
};

/** The numbers beside the player, each compared with similar videos and explained. */
export function VideoFacts({ video, typical, completionTarget }: Props) {
  const cards = metricsWith("headline").map((key) => card(key, { video, typical, completionTarget }));
  return <NumberRail items={[...cards, againstSimilar(video, typical)]} />;
}

type HeadlineKey = ReturnType<typeof metricsWith<"headline">>[number];

/** The text beside a card's number, and the inputs of its explanation. */
type Particulars = {
  base: string;
  operands: { label: string; value: string }[];
  /** The formula with these values. */
  formula: string;
  link: { label: string; sort: string };
  /** With too few people for a percentage: a count instead. */
  counted?: { part: number; of: number } | false;
};

function card(key: HeadlineKey, props: Props): NumberProps {
  const { video, typical } = props;
  const { base, operands, formula, link, counted } = particulars[key](props);
  const value = video[key];
  const metric = metrics[key];
  const text = textIn(metric.unit, value);
  const isPercent = metric.unit === "percent" && value !== null && !counted;
  const band = isTypical(key) ? typical?.[key] : undefined;
  const change =
    counted || !band
      ? undefined
      : metric.unit === "ratio"
        ? replaysChange(value, band)
        : changeFromTypical("percent", compareToTypical(value, band), band);
  return {
    value: counted ? count(counted.part) : isPercent ? decimal(value) : text,
    unit: isPercent ? "%" : undefined,
    base,
    change,
    ...explained(glossary[key], counted ? ofBase(counted.part, counted.of) : text, {
      operands,
      result: { label: formula, value: text },
      typical:
        typical && band
          ? `Typical is ${textIn(metric.unit, band.median)}: the median of ${typical.videos} similar videos. Half of them are between ${edgeIn(metric.unit, band.low)} and ${textIn(metric.unit, band.high, 0)}.`
          : undefined,
      links: [{ label: link.label, href: `?viewers.sort=${link.sort}#viewers` }],
    }),
  };
}

type TypicalKey = (typeof typicalMetrics)[number];
const isTypical = (key: MetricKey): key is TypicalKey => (typicalMetrics as MetricKey[]).includes(key);

type MetricUnit = (typeof metrics)[HeadlineKey]["unit"];
function textIn(unit: MetricUnit, value: number | null, digits: 0 | 1 = 1): string {
  if (unit === "percent") return percent(value, digits);
  return unit === "ratio" ? decimal(value, 2) : count(value);
}
/** The lower edge of a band; the unit is written at the upper edge only. */
const edgeIn = (unit: MetricUnit, value: number): string => decimal(value, unit === "ratio" ? 2 : 0);

const particulars: Record<HeadlineKey, (props: Props) => Particulars> = {
  total_views: ({ video }) => ({
    base: `by ${plural(video.unique_viewers, "person", "people")}`,
    operands: [
      { label: "Times the video was loaded", value: count(video.total_views + video.preview_views) },
      { label: "Previews, not counted", value: count(video.preview_views) },
    ],
    formula: glossary.total_views.label,
    link: { label: "See the viewers, latest first", sort: "-recent" },
  }),
  average_watched_percentage: ({ video }) => {
    const { average_watched_percentage: share, duration_seconds: length } = video;
    const seconds = share === null || length === null ? null : (share / 100) * length;
    return {
      base: seconds === null ? "not played yet" : `${mediaTime(seconds)} of ${mediaTime(length)}`,
      operands: [
        { label: "Seconds covered, on average", value: mediaTime(seconds) },
        { label: "Length", value: mediaTime(length) },
      ],
      formula: "covered ÷ length × 100",
      link: { label: "See who watched how much", sort: "-watched" },
    };
  },
  completion_rate: ({ video, completionTarget }) => {
    const { unique_completers: completers, unique_viewers: viewers, completion_rate: rate } = video;
    const people = plural(viewers, "person", "people");
    const counted = rate !== null && viewers < countedBelow && { part: completers, of: viewers };
    return {
      counted,
      base:
        rate === null ? "not watched yet" : counted ? `of ${people}` : `${count(completers)} of ${people}`,
      operands: [
        { label: "People who completed it", value: count(completers) },
        { label: "People who watched it", value: count(viewers) },
        { label: "Your school's target", value: percent(completionTarget, 0) },
      ],
      formula: `${count(completers)} ÷ ${count(viewers)} × 100`,
      link: { label: "See who completed it", sort: "-watched" },
    };
  },
  replay_ratio: ({ video }) => ({
    base: "plays for each second seen",
    operands: [{ label: "Watch time, replays included", value: duration(video.total_watch_time_seconds) }],
    formula: "seconds played ÷ seconds seen",
    link: { label: "See who replayed most", sort: "-replays" },
  }),
};

/** Fewer replays are not judged. */
export function replaysChange(
  ratio: number | null,
  band: MiddleHalf | null | undefined,
): ChangeProps | undefined {
  const compared = compareToTypical(ratio, band);
  if (!compared || !band) return undefined;
  const median = decimal(band.median, 2);
  return changeTo(
    compared.side,
    { above: `typical is ${median}`, same: `about typical (${median})`, below: `typical is ${median}` },
    { below: metrics.replay_ratio.typical.less },
  );
}

function againstSimilar(video: VideoSummary, typical: Typical | null): NumberProps {
  const score = typical?.relative_score ?? null;
  const saying = (words: string): ChangeProps => ({ direction: "none", tone: "neutral", words });
  if (!typical || score === null)
    return {
      label: glossary.relative_score.label,
      value: unknown,
      change: saying(typical ? "not played yet" : "fewer than 5 similar videos to compare with"),
    };
  const lengths = lengthsText(typical.from_seconds, typical.to_seconds);
  const better = percent(score * 100, 0);
  return {
    value: decimal(score, 2),
    unit: "of 1",
    change: saying(`better than ${better} of the ${count(typical.videos)} videos ${lengths}`),
    ...explained(glossary.relative_score, decimal(score, 2), {
      operands: [
        { label: `Videos ${lengths}`, value: count(typical.videos) },
        { label: "Average watched here", value: percent(video.average_watched_percentage) },
        { label: "Their median", value: percent(typical.average_watched_percentage?.median) },
      ],
      result: { label: "Share of them that are watched less", value: better },
    }),
  };
}

/** "between 12 and 18 min", or seconds for short clips. */
function lengthsText(fromSeconds: number, toSeconds: number): string {
  return fromSeconds < 120
    ? `between ${Math.round(fromSeconds)} and ${Math.round(toSeconds)} s`
    : `between ${Math.round(fromSeconds / 60)} and ${Math.round(toSeconds / 60)} min`;
}

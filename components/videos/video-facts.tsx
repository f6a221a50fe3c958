import { type ChangeProps, changeFromTypical } from "@/components/ui/change";
import { explained, type NumberProps, NumberRail, NumberStrip } from "@/components/ui/numbers";
import { useLanguage } from "@/components/ui/use-language";
import { type MetricKey, metrics, metricsWith } from "@/lib/domain/videos/metrics";
import { againstTypical, rateOf, type Typical, typicalMetrics } from "@/lib/domain/videos/retention";
import type { VideoSummary } from "@/lib/domain/videos/schema";
import { glossary } from "@/lib/glossary/glossary";
import type { Language } from "@/lib/language/language";
import { compareToTypical, fewest, wilson } from "@/lib/measure/evidence";
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

/** The video's numbers, each compared with similar videos and explained: beside the player, or in a line where there is none. */
export function VideoFacts({ form, ...given }: Props & { form: "rail" | "strip" }) {
  const language = useLanguage();
  const cards = metricsWith("headline").map((key) => card(key, given, language));
  const items = [...cards, againstSimilar(given.video, given.typical)];
  return form === "rail" ? <NumberRail items={items} /> : <NumberStrip items={items} />;
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

function card(key: HeadlineKey, props: Props, language: Language): NumberProps {
  const { video, typical } = props;
  const { base, operands, formula, link, counted } = particulars[key](props);
  const value = video[key];
  const metric = metrics[key];
  const text = textIn(metric.unit, value);
  const isPercent = metric.unit === "percent" && value !== null && !counted;
  const band = isTypical(key) ? typical?.[key] : undefined;
  return {
    value: counted ? count(counted.part) : isPercent ? decimal(value) : text,
    unit: isPercent ? "%" : undefined,
    base,
    change: isTypical(key) && typical && !counted ? changeOf(key, video, typical, language) : undefined,
    ...explained(glossary[key], counted ? ofBase(counted.part, counted.of) : text, {
      operands,
      result: { label: formula, value: text },
      typical: typical && band && isTypical(key) ? comparedText(key, video, typical, band) : undefined,
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

/** Replays have no interval, so they are shown beside the typical ones and not judged. */
export function changeOf(
  key: TypicalKey,
  video: VideoSummary,
  typical: Pick<Typical, TypicalKey>,
  language: Language,
): ChangeProps | undefined {
  const band = typical[key];
  if (key !== "replay_ratio")
    return changeFromTypical("percent", againstTypical(key, video, typical), band, language);
  return band && video.replay_ratio !== null
    ? { direction: "none", tone: "neutral", words: `typical is ${decimal(band.median, 2)}` }
    : undefined;
}

/** With what a number is compared, and how certain the difference is. */
function comparedText(key: TypicalKey, video: VideoSummary, typical: Typical, band: MiddleHalf): string {
  const { unit } = metrics[key];
  const others = `Typical is ${textIn(unit, band.median)}: the median of ${similarText(typical)}. Half of them are between ${edgeIn(unit, band.low)} and ${textIn(unit, band.high, 0)}.`;
  const rate = rateOf(key, video);
  if (!rate) return `${others} Shown beside it and not compared: the replays of one person can be many.`;
  if (rate.of < fewest.people_for_comparison)
    return `${others} Not compared: it needs ${fewest.people_for_comparison} viewers here.`;
  const { low, high } = wilson(rate);
  const interval = `The 95\u00a0% interval here is ${decimal(low * 100, 0)} to ${percent(high * 100, 0)}, of ${plural(rate.of, "viewer")}`;
  const compared = compareToTypical(video[key], band, rate);
  return `${others} ${interval}${compared ? "." : ", so the difference can be chance."}`;
}

/** `9 videos of this course between 8 and 18 min with 5 viewers or more`. */
const similarText = ({ videos, of_course, from_seconds, to_seconds }: Typical): string =>
  `${count(videos)} videos of ${of_course ? "this course" : "your school"} ${lengthsText(from_seconds, to_seconds)} with ${fewest.people_for_rate} viewers or more`;

function againstSimilar(video: VideoSummary, typical: Typical | null): NumberProps {
  const { relative_score: score = null, lower = null } = typical ?? {};
  const saying = (words: string): ChangeProps => ({ direction: "none", tone: "neutral", words });
  const few = video.unique_viewers < fewest.people_for_comparison;
  if (!typical || score === null || lower === null || few)
    return {
      label: glossary.relative_score.label,
      value: unknown,
      change: saying(
        !typical
          ? `fewer than ${fewest.sessions_for_typical} similar videos to compare with`
          : score === null
            ? "not played yet"
            : `fewer than ${fewest.people_for_comparison} viewers`,
      ),
    };
  return {
    value: decimal(score, 2),
    unit: "of 1",
    change: saying(`a higher average watched than ${count(lower)} of ${count(typical.videos)}`),
    ...explained(glossary.relative_score, decimal(score, 2), {
      operands: [
        { label: "Similar videos", value: count(typical.videos) },
        { label: "Average watched here", value: percent(video.average_watched_percentage) },
        { label: "Their median", value: percent(typical.average_watched_percentage?.median) },
      ],
      result: { label: "With a lower average watched", value: ofBase(lower, typical.videos) },
      typical: `Compared with ${similarText(typical)}.`,
    }),
  };
}

/** "between 12 and 18 min", or seconds for short clips. */
function lengthsText(fromSeconds: number, toSeconds: number): string {
  return fromSeconds < 120
    ? `between ${Math.round(fromSeconds)} and ${Math.round(toSeconds)} s`
    : `between ${Math.round(fromSeconds / 60)} and ${Math.round(toSeconds / 60)} min`;
}

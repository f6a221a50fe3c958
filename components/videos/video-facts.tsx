import { type ChangeProps, changeFromTypical } from "@/components/ui/change";
import { explained, type NumberProps, NumberRail, NumberStrip } from "@/components/ui/numbers";
import { useLanguage } from "@/components/ui/use-language";
import { type MetricKey, metrics, metricsWith } from "@/lib/domain/videos/metrics";
import { againstTypical, rateOf, type Typical, typicalMetrics } from "@/lib/domain/videos/retention";
import type { VideoSummary } from "@/lib/domain/videos/schema";
import { labelOf, wordsOf } from "@/lib/glossary/glossary";
import type { Language } from "@/lib/language/language";
import { countedBelow, mediaTime, unknown } from "@/lib/language/numbers";
import { compareToTypical, fewest, wilson } from "@/lib/measure/evidence";
import type { MiddleHalf } from "@/lib/measure/quantiles";

type Props = {
  video: VideoSummary;
  typical: Typical | null;
  completionTarget: number;
};

/** The video's numbers, each compared with similar videos and explained: beside the player, or in a line where there is none. */
export function VideoFacts({ form, ...given }: Props & { form: "rail" | "strip" }) {
  const language = useLanguage();
  const cards = metricsWith("headline").map((key) => card(key, given, language));
  const items = [...cards, againstSimilar(given.video, given.typical, language)];
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
  const { count, decimal, ofBase } = language;
  const { base, operands, formula, link, counted } = particulars[key](props, language);
  const value = video[key];
  const metric = metrics[key];
  const text = textIn(metric.unit, value, language);
  const isPercent = metric.unit === "percent" && value !== null && !counted;
  const band = isTypical(key) ? typical?.[key] : undefined;
  return {
    value: counted ? count(counted.part) : isPercent ? decimal(value) : text,
    unit: isPercent ? "%" : undefined,
    base,
    change: isTypical(key) && typical && !counted ? changeOf(key, video, typical, language) : undefined,
    ...explained(wordsOf(key, language), counted ? ofBase(counted.part, counted.of) : text, {
      operands,
      result: { label: formula, value: text },
      typical:
        typical && band && isTypical(key) ? comparedText(key, video, typical, band, language) : undefined,
      links: [{ label: link.label, href: `?viewers.sort=${link.sort}#viewers` }],
    }),
  };
}

type TypicalKey = (typeof typicalMetrics)[number];
const isTypical = (key: MetricKey): key is TypicalKey => (typicalMetrics as MetricKey[]).includes(key);

type MetricUnit = (typeof metrics)[HeadlineKey]["unit"];
function textIn(
  unit: MetricUnit,
  value: number | null,
  { count, decimal, percent }: Language,
  digits: 0 | 1 = 1,
): string {
  if (unit === "percent") return percent(value, digits);
  return unit === "ratio" ? decimal(value, 2) : count(value);
}
/** The lower edge of a band; the unit is written at the upper edge only. */
const edgeIn = (unit: MetricUnit, value: number, { decimal }: Language): string =>
  decimal(value, unit === "ratio" ? 2 : 0);

const particulars: Record<HeadlineKey, (props: Props, language: Language) => Particulars> = {
  total_views: ({ video }, { t, count }) => ({
    base: t("videos.facts.by_people", { people: video.unique_viewers }),
    operands: [
      { label: t("videos.facts.loaded"), value: count(video.total_views + video.preview_views) },
      { label: t("videos.facts.previews"), value: count(video.preview_views) },
    ],
    formula: t("glossary.total_views.label"),
    link: { label: t("videos.facts.see_latest"), sort: "-recent" },
  }),
  average_watched_percentage: ({ video }, { t }) => {
    const { average_watched_percentage: share, duration_seconds: length } = video;
    const seconds = share === null || length === null ? null : (share / 100) * length;
    return {
      base:
        seconds === null
          ? t("videos.facts.not_played")
          : t("videos.facts.of_length", { covered: mediaTime(seconds), length: mediaTime(length) }),
      operands: [
        { label: t("videos.facts.covered"), value: mediaTime(seconds) },
        { label: t("videos.facts.length"), value: mediaTime(length) },
      ],
      formula: t("videos.facts.watched_formula"),
      link: { label: t("videos.facts.see_watched"), sort: "-watched" },
    };
  },
  completion_rate: ({ video, completionTarget }, { t, count, percent }) => {
    const { unique_completers: completers, unique_viewers: viewers, completion_rate: rate } = video;
    const counted = rate !== null && viewers < countedBelow && { part: completers, of: viewers };
    return {
      counted,
      base:
        rate === null
          ? t("videos.facts.not_watched")
          : counted
            ? t("videos.facts.of_people", { people: viewers })
            : t("videos.facts.completers_of", { completers, people: viewers }),
      operands: [
        { label: t("videos.facts.completers"), value: count(completers) },
        { label: t("videos.facts.watchers"), value: count(viewers) },
        { label: t("videos.facts.target"), value: percent(completionTarget, 0) },
      ],
      formula: `${count(completers)} ÷ ${count(viewers)} × 100`,
      link: { label: t("videos.facts.see_completers"), sort: "-watched" },
    };
  },
  replay_ratio: ({ video }, { t, duration }) => ({
    base: t("videos.facts.plays_for_each"),
    operands: [{ label: t("videos.facts.watch_time"), value: duration(video.total_watch_time_seconds) }],
    formula: t("videos.facts.replay_formula"),
    link: { label: t("videos.facts.see_replays"), sort: "-replays" },
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
    ? {
        direction: "none",
        tone: "neutral",
        words: language.t("videos.facts.typical_is", { median: language.decimal(band.median, 2) }),
      }
    : undefined;
}

/** With what a number is compared, and how certain the difference is. */
export function comparedText(
  key: TypicalKey,
  video: VideoSummary,
  typical: Pick<Typical, "videos" | "of_course" | "from_seconds" | "to_seconds">,
  band: MiddleHalf,
  language: Language,
): string {
  const { t, decimal, percent } = language;
  const { unit } = metrics[key];
  const similar = similarText(typical, language);
  const median = textIn(unit, band.median, language);
  const [low, high] = [edgeIn(unit, band.low, language), textIn(unit, band.high, language, 0)];
  const others = t("videos.facts.typical", { median, similar, low, high });
  return `${others} ${certainty()}`;

  function certainty(): string {
    const rate = rateOf(key, video);
    if (!rate) return t("videos.facts.replays_not_compared");
    if (rate.of < fewest.people_for_comparison)
      return t("videos.facts.too_few_to_compare", { viewers: fewest.people_for_comparison });
    const interval = wilson(rate);
    const chance = compareToTypical(video[key], band, rate) ? "no" : "yes";
    const edges = { low: decimal(interval.low * 100, 0), high: percent(interval.high * 100, 0) };
    return t("videos.facts.interval", { ...edges, viewers: rate.of, chance });
  }
}

/** `9 videos of this course between 8 and 18 min with 5 viewers or more`; short clips in seconds. */
function similarText(
  { videos, of_course, from_seconds, to_seconds }: Parameters<typeof comparedText>[2],
  { t }: Language,
): string {
  const inSeconds = from_seconds < 120;
  const edge = (seconds: number) => Math.round(inSeconds ? seconds : seconds / 60);
  return t("videos.facts.similar", {
    videos,
    of_course: of_course ? "yes" : "no",
    from: edge(from_seconds),
    to: edge(to_seconds),
    unit: inSeconds ? "seconds" : "minutes",
    viewers: fewest.people_for_rate,
  });
}

function againstSimilar(video: VideoSummary, typical: Typical | null, language: Language): NumberProps {
  const { t, count, decimal, percent, ofBase } = language;
  const { relative_score: score = null, lower = null } = typical ?? {};
  const saying = (words: string): ChangeProps => ({ direction: "none", tone: "neutral", words });
  const few = video.unique_viewers < fewest.people_for_comparison;
  if (!typical || score === null || lower === null || few)
    return {
      label: labelOf("relative_score", language),
      value: unknown,
      change: saying(
        !typical
          ? t("videos.facts.few_similar", { videos: fewest.sessions_for_typical })
          : score === null
            ? t("videos.facts.not_played")
            : t("videos.facts.few_viewers", { viewers: fewest.people_for_comparison }),
      ),
    };
  return {
    value: decimal(score, 2),
    unit: t("ui.of_base", { base: 1 }),
    change: saying(t("videos.facts.higher_than", { lower, videos: typical.videos })),
    ...explained(wordsOf("relative_score", language), decimal(score, 2), {
      operands: [
        { label: t("videos.facts.similar_videos"), value: count(typical.videos) },
        { label: t("videos.facts.average_here"), value: percent(video.average_watched_percentage) },
        { label: t("videos.facts.their_median"), value: percent(typical.average_watched_percentage?.median) },
      ],
      result: { label: t("videos.facts.lower_average"), value: ofBase(lower, typical.videos) },
      typical: t("videos.facts.compared_with", { similar: similarText(typical, language) }),
    }),
  };
}

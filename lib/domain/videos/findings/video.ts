import type { Language } from "@/lib/language/language";
import { mediaTime } from "@/lib/language/numbers";
import { bestTime, fewest, isMost } from "@/lib/measure/evidence";
import { largestBy } from "@/lib/measure/largest-by";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import { againstTypical, type Typical } from "../retention";
import type { HeatmapAnswer, Moment, RetentionAnswer, VideoAnswer, VideoSummary } from "../schema";
import { segmentSeconds } from "../segments";

/** The sentences of a video's page. Titles of charts state the finding or, if no rule applies, the subject. */
export type Findings = {
  summary: Finding[];
  chartTitle: string;
  viewersTitle: string;
  daysTitle: string;
  devicesTitle: string;
  referrersTitle: string;
};

export type FindingsInput = {
  video: VideoSummary;
  retention: Pick<RetentionAnswer, "base" | "moments">;
  typical: Pick<Typical, "average_watched_percentage"> | null;
  heatmap: Pick<HeatmapAnswer, "segments">;
  breakdowns: Pick<VideoAnswer, "by_device" | "by_referrer" | "by_day">;
};

/** Passages skipped by a smaller share are left out of the summary. */
const skippedShare = 0.1;
/** Of views that end in the last tenth it is not said that people left. */
const endShare = 0.9;

export function findings(numbers: FindingsInput, language: Language): Findings {
  const { video, retention, breakdowns } = numbers;
  return {
    summary: summary(numbers, language),
    chartTitle: chartTitle(retention, language),
    viewersTitle: viewersTitle(numbers, language),
    daysTitle: daysTitle(breakdowns.by_day, video, language),
    devicesTitle: devicesTitle(breakdowns.by_device, video, language),
    referrersTitle: referrersTitle(breakdowns.by_referrer, video, language),
  };
}

const strongest = (moments: readonly Moment[], kind: Moment["kind"]): Moment | null =>
  largestBy(
    moments.filter((moment) => moment.kind === kind),
    ({ views }) => views,
  );

function skipped(moments: readonly Moment[]): Moment | null {
  const dip = strongest(moments, "dip");
  return dip && dip.views >= dip.present * skippedShare ? dip : null;
}

/** Whether enough people watched for a rate in words. */
const isEnough = ({ unique_viewers }: VideoSummary, views: number): boolean =>
  Math.min(unique_viewers, views) >= fewest.people_for_rate;

function summary({ video, retention, typical, heatmap }: FindingsInput, language: Language): Finding[] {
  const { t } = language;
  const { base } = retention;
  const { total_views: views, unique_viewers: people } = video;
  if (views === 0) return [plain(t("videos.findings.not_opened"))];
  if (base === 0) return [plain(t("videos.findings.not_played", { views }))];
  if (!isEnough(video, base)) return [plain(t("videos.findings.too_few", { views: base, people }))];
  const drop = strongest(retention.moments, "drop_off");
  const opens = opening(retention, stopsIn(heatmap), drop, language);
  const sentences = [
    opens === null ? null : plain(language.beginSentence(t("videos.findings.sentence", { clause: opens }))),
    drop ? key(t("videos.findings.drop", placeOf(drop, language))) : againstSimilar(video, typical, language),
  ].filter((finding) => finding !== null);
  return sentences.length > 0 ? sentences : [subject(video, language)];
}

/** Two clauses as one; or the one that there is. */
const joined = (first: string, second: string | null, { t }: Language): string =>
  second ? t("videos.findings.two", { first, second }) : first;

/** How many stop in the first half minute, or how many of the others stay past the middle. */
function opening(
  { moments }: FindingsInput["retention"],
  stops: Stops,
  drop: Moment | null,
  language: Language,
): string | null {
  const { t, share } = language;
  const intro = moments.find(({ kind }) => kind === "intro");
  const spike = strongest(moments, "spike");
  const dip = skipped(moments);
  const again =
    spike && t("videos.findings.replayed", { time: mediaTime(spike.at_second), times: spike.views });
  // A drop-off there is named by itself.
  if (intro && intro.value < 70 && (drop?.from_second ?? intro.to_second) >= intro.to_second) {
    const gone = share(intro.present - intro.views, intro.present);
    return joined(t("videos.findings.stop_at_once", gone), again, language);
  }
  const past = intro && intro.views >= fewest.people_for_rate ? stops.from(stops.middle) : 0;
  if (intro && past >= intro.views * 0.8) {
    const middle = mediaTime(stops.middle);
    const stay = t("videos.findings.stay", { ...share(past, intro.views), middle });
    return joined(stay, again, language);
  }
  return again ?? (dip && skips(dip, language));
}

/** Only of views that play what comes after a passage is it known that they skipped it. */
const skips = (dip: Moment, language: Language) => language.t("videos.findings.skip", placeOf(dip, language));

/** Where a moment is, and how many of those there it concerns. Where playbacks stop is known to ten seconds. */
const placeOf = (moment: Moment, { share }: Language) => ({
  ...edges(moment),
  ...share(moment.views, moment.present),
});
const edges = ({ from_second, to_second }: Moment) => ({
  from: mediaTime(from_second),
  to: mediaTime(to_second),
});

function againstSimilar(
  video: VideoSummary,
  typical: FindingsInput["typical"],
  { t }: Language,
): Finding | null {
  const side = againstTypical("average_watched_percentage", video, typical)?.side;
  if (side === "above") return key(t("videos.findings.plays_more"));
  if (side === "below") return key(t("videos.findings.plays_less"));
  return null;
}

function subject(video: VideoSummary, { t, percent }: Language): Finding {
  const { average_watched_percentage: watched, unique_viewers: people } = video;
  return plain(
    watched === null
      ? t("videos.findings.opened_by", { people })
      : t("videos.findings.opened_and_played", { people, watched: percent(Math.round(watched), 0) }),
  );
}

function chartTitle({ moments }: FindingsInput["retention"], language: Language): string {
  const { t, share, beginSentence } = language;
  const spike = strongest(moments, "spike");
  const drop = strongest(moments, "drop_off");
  const dip = skipped(moments);
  const parts: string[] = [];
  if (spike) {
    const time = mediaTime(spike.at_second);
    parts.push(t("videos.findings.replays_at", { ...share(spike.views, spike.present), time }));
  }
  if (drop) parts.push(t("videos.findings.stop_between", placeOf(drop, language)));
  if (parts.length < 2 && dip) parts.push(skips(dip, language));
  const [first, second = null] = parts;
  return first ? beginSentence(joined(first, second, language)) : t("videos.findings.retention_subject");
}

type Stops = ReturnType<typeof stopsIn>;

/** How many views stopped where, from the segments' counts. */
function stopsIn({ segments }: FindingsInput["heatmap"]) {
  const length = segments.at(-1)?.segment_end ?? 0;
  const between = (from: number, to: number) =>
    segments
      .filter(({ segment_start }) => segment_start >= from && segment_start < to)
      .reduce((sum, { drop_off_count }) => sum + drop_off_count, 0);
  return {
    all: between(0, Number.POSITIVE_INFINITY),
    middle: Math.floor(length / 2 / segmentSeconds) * segmentSeconds,
    end: length * endShare,
    between,
    from: (second: number) => between(second, Number.POSITIVE_INFINITY),
  };
}

/** Where most of the views stopped: in the last tenth, or of those before it at one place. */
function viewersTitle({ video, retention, heatmap }: FindingsInput, language: Language): string {
  const { t, share, beginSentence } = language;
  const subject = t("videos.findings.viewers_subject");
  const stops = stopsIn(heatmap);
  if (!isEnough(video, stops.all)) return subject;
  const drop = strongest(retention.moments, "drop_off");
  if (drop) {
    const part = stops.between(drop.from_second, drop.to_second);
    const early = stops.between(0, stops.end);
    if (drop.to_second <= stops.end && isMost({ part, of: early }))
      return t("videos.findings.most_early", edges(drop));
    return beginSentence(
      t("videos.findings.views_stop_between", { ...edges(drop), ...share(part, stops.all) }),
    );
  }
  const atEnd = stops.from(stops.end);
  return isMost({ part: atEnd, of: stops.all }) ? t("videos.findings.most_at_end") : subject;
}

/** Days in a first week, and the fewest days of which it is one part. */
const week = 7;
const daysMin = 28;

function daysTitle(days: VideoAnswer["by_day"], video: VideoSummary, language: Language): string {
  const { t, share, beginSentence, weekdayName } = language;
  const subject = t("videos.findings.days_subject");
  const all = days.reduce((sum, day) => sum + day.views, 0);
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last || !isEnough(video, all)) return subject;
  const number = ({ day }: { day: string }) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
  const begun = number(first);
  const span = number(last) - begun + 1;
  const inFirstWeek = days
    .filter((day) => number(day) < begun + week)
    .reduce((sum, day) => sum + day.views, 0);
  // The first week is mentioned only if the chart begins with the first view and more weeks followed.
  const fromTheStart =
    video.first_view_at !== null && Date.parse(video.first_view_at) / 86_400_000 <= begun + 2;
  if (fromTheStart && span >= daysMin && isMost({ part: inFirstWeek, of: all }))
    return beginSentence(t("videos.findings.first_week", share(inFirstWeek, all)));
  const views = new Map(days.map((day) => [number(day), day.views]));
  const best = bestTime(
    Array.from({ length: span }, (_, index) => {
      const day = begun + index;
      return { key: new Date(day * 86_400_000).getUTCDay(), day, value: views.get(day) ?? 0 };
    }),
  );
  if (!best) return subject;
  const weekday = weekdayName(best.key);
  const those = share(Math.round(best.mean * best.sessions), all);
  return beginSentence(t("videos.findings.weekday", { weekday, ...those }));
}

const devices = ["desktop", "mobile", "tablet"];

/** The most frequent value, if most views have it or all do. */
function mostOf(rows: VideoAnswer["by_device"]): { value: string | null; all: "yes" | "no" } | null {
  const [most] = rows.filter(({ folded }) => !folded);
  const of = rows.reduce((sum, { views }) => sum + views, 0);
  if (!most || !isMost({ part: most.views, of })) return null;
  return { value: most.value, all: most.views === of ? "yes" : "no" };
}

function devicesTitle(rows: VideoAnswer["by_device"], video: VideoSummary, { t }: Language): string {
  const most = isEnough(video, video.total_views) ? mostOf(rows) : null;
  return most?.value && devices.includes(most.value)
    ? t("videos.findings.on_device", { all: most.all, device: most.value })
    : t("videos.findings.devices_subject");
}

function referrersTitle(rows: VideoAnswer["by_referrer"], video: VideoSummary, { t }: Language): string {
  const most = isEnough(video, video.total_views) ? mostOf(rows) : null;
  if (!most) return t("videos.findings.referrers_subject");
  const { all, value: referrer } = most;
  return referrer
    ? t("videos.findings.from_referrer", { all, referrer })
    : t("videos.findings.without_referrer", { all });
}

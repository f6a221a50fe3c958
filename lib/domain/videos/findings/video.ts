import { bestTime, fewest, isMost } from "@/lib/measure/evidence";
import { largestBy } from "@/lib/measure/largest-by";
import { mediaTime, plural } from "@/lib/platform/format";
import {
  beginSentence,
  type Finding,
  key,
  plain,
  shareDoes,
  shareInWords,
  shareOf,
  shareOfDoes,
  weekdayName,
} from "@/lib/platform/phrases";
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

export function findings(numbers: FindingsInput): Findings {
  const { video, retention, breakdowns } = numbers;
  return {
    summary: summary(numbers),
    chartTitle: chartTitle(retention),
    viewersTitle: viewersTitle(numbers),
    daysTitle: daysTitle(breakdowns.by_day, video),
    devicesTitle: devicesTitle(breakdowns.by_device, video),
    referrersTitle: referrersTitle(breakdowns.by_referrer, video),
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

function summary({ video, retention, typical, heatmap }: FindingsInput): Finding[] {
  const { base } = retention;
  if (video.total_views === 0) return [plain("No one has opened this video yet.")];
  if (base === 0) return [plain(`Opened ${plural(video.total_views, "time")}, not played yet.`)];
  if (!isEnough(video, base))
    return [
      plain(
        `Played ${plural(base, "time")} so far, opened by ${plural(video.unique_viewers, "person", "people")}: too few to tell a pattern.`,
      ),
    ];
  const drop = strongest(retention.moments, "drop_off");
  const sentences = [
    opening(retention, stopsIn(heatmap), drop),
    drop ? key(`Between ${between(drop)}, ${stopsThere(drop)}.`) : againstSimilar(video, typical),
  ].filter((finding) => finding !== null);
  return sentences.length > 0 ? sentences : [subject(video)];
}

/** How many stop in the first half minute, or how many of the others stay past the middle. */
function opening({ moments }: FindingsInput["retention"], stops: Stops, drop: Moment | null): Finding | null {
  const intro = moments.find(({ kind }) => kind === "intro");
  const spike = strongest(moments, "spike");
  const dip = skipped(moments);
  const again = spike && `${mediaTime(spike.at_second)} is replayed ${plural(spike.views, "time")}`;
  // A drop-off there is named by itself.
  if (intro && intro.value < 70 && (drop?.from_second ?? intro.to_second) >= intro.to_second) {
    const gone = beginSentence(shareDoes(intro.present - intro.views, intro.present, "stop"));
    return plain(`${gone} in the first half minute${again ? `; ${again}` : ""}.`);
  }
  const past = intro && intro.views >= fewest.people_for_rate ? stops.from(stops.middle) : 0;
  if (intro && past >= intro.views * 0.8) {
    const stay = shareInWords(past, intro.views).words;
    return plain(
      `Of those who get past the first half minute, ${stay} stay past the middle, ${mediaTime(stops.middle)}${again ? `; ${again}` : ""}.`,
    );
  }
  if (again) return plain(`${again}.`);
  return dip ? plain(`${beginSentence(skips(dip))}.`) : null;
}

/** Only of views that play what comes after a passage is it known that they skipped it. */
const skips = ({ views, present, from_second, to_second }: Moment) =>
  `${shareOfDoes(views, present, "views that play what follows", "skip")} ${mediaTime(from_second)} to ${mediaTime(to_second)}`;

const stopsThere = (drop: Moment) => shareDoes(drop.views, drop.present, "stop");

/** Where playbacks stop is known to ten seconds. */
const between = (drop: Moment) => `${mediaTime(drop.from_second)} and ${mediaTime(drop.to_second)}`;

function againstSimilar(video: VideoSummary, typical: FindingsInput["typical"]): Finding | null {
  const side = againstTypical("average_watched_percentage", video, typical)?.side;
  if (side === "above") return key("A view plays more of it than of most similar videos.");
  if (side === "below") return key("A view plays less of it than of most similar videos.");
  return null;
}

function subject(video: VideoSummary): Finding {
  const watched = video.average_watched_percentage;
  const people = plural(video.unique_viewers, "person", "people");
  return plain(
    watched === null
      ? `Opened by ${people}.`
      : `Opened by ${people}; a view plays ${Math.round(watched)}\u00a0% of it on average.`,
  );
}

function chartTitle({ moments }: FindingsInput["retention"]): string {
  const spike = strongest(moments, "spike");
  const drop = strongest(moments, "drop_off");
  const dip = skipped(moments);
  const parts: string[] = [];
  if (spike) {
    const share = shareOf(spike.views, spike.present, `plays at ${mediaTime(spike.at_second)}`);
    parts.push(`${share.words} ${share.plural ? "are replays" : "is a replay"}`);
  }
  if (drop) parts.push(`${stopsThere(drop)} between ${between(drop)}`);
  if (parts.length < 2 && dip) parts.push(skips(dip));
  return parts.length > 0 ? beginSentence(parts.join("; ")) : "How much of the video people watch";
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
function viewersTitle({ video, retention, heatmap }: FindingsInput): string {
  const subject = "What each viewer watched";
  const stops = stopsIn(heatmap);
  if (!isEnough(video, stops.all)) return subject;
  const drop = strongest(retention.moments, "drop_off");
  if (drop) {
    const part = stops.between(drop.from_second, drop.to_second);
    const early = stops.between(0, stops.end);
    if (drop.to_second <= stops.end && isMost({ part, of: early }))
      return `Most who stop before the last tenth stop between ${between(drop)}`;
    return `${beginSentence(shareOfDoes(part, stops.all, "views", "stop"))} between ${between(drop)}`;
  }
  const atEnd = stops.from(stops.end);
  return isMost({ part: atEnd, of: stops.all }) ? "Most views stop in the last tenth" : subject;
}

/** Days in a first week, and the fewest days of which it is one part. */
const week = 7;
const daysMin = 28;

function daysTitle(days: VideoAnswer["by_day"], video: VideoSummary): string {
  const subject = "Views by day";
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
  if (fromTheStart && span >= daysMin && isMost({ part: inFirstWeek, of: all })) {
    const { words } = shareInWords(inFirstWeek, all);
    return `${beginSentence(words)} of the views came in the first week`;
  }
  const views = new Map(days.map((day) => [number(day), day.views]));
  const best = bestTime(
    Array.from({ length: span }, (_, index) => {
      const day = begun + index;
      return { key: new Date(day * 86_400_000).getUTCDay(), day, value: views.get(day) ?? 0 };
    }),
  );
  if (!best) return subject;
  const { words } = shareInWords(Math.round(best.mean * best.sessions), all);
  return `${weekdayName(best.key)}s have the most views: ${words} of all`;
}

const devices: Record<string, string> = { desktop: "a computer", mobile: "a phone", tablet: "a tablet" };

/** The most frequent value, if most views have it or all do. */
function mostOf(rows: VideoAnswer["by_device"]): { value: string | null; all: boolean } | null {
  const [most] = rows;
  const of = rows.reduce((sum, { views }) => sum + views, 0);
  if (!most || !isMost({ part: most.views, of })) return null;
  return { value: most.value, all: most.views === of };
}

function devicesTitle(rows: VideoAnswer["by_device"], video: VideoSummary): string {
  const most = isEnough(video, video.total_views) ? mostOf(rows) : null;
  const name = most?.value ? devices[most.value] : undefined;
  return most && name ? `${most.all ? "All" : "Most"} views are on ${name}` : "Devices";
}

function referrersTitle(rows: VideoAnswer["by_referrer"], video: VideoSummary): string {
  const most = isEnough(video, video.total_views) ? mostOf(rows) : null;
  if (!most) return "Where viewers come from";
  const whose = `${most.all ? "All" : "Most"} views`;
  return most.value ? `${whose} come from ${most.value}` : `${whose} have no referrer`;
}

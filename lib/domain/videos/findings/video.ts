import { fewest, sideOf } from "@/lib/measure/evidence";
import { largestBy } from "@/lib/measure/largest-by";
import { mediaTime, plural } from "@/lib/platform/format";
import {
  beginSentence,
  type Finding,
  key,
  plain,
  shareDoes,
  shareInWords,
  weekdayName,
} from "@/lib/platform/phrases";
import type { Typical } from "../retention";
import type { HeatmapAnswer, Moment, RetentionAnswer, VideoAnswer, VideoSummary } from "../schema";

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
  retention: Pick<RetentionAnswer, "base" | "covers" | "plays" | "moments">;
  typical: Pick<Typical, "average_watched_percentage" | "completion_rate" | "videos"> | null;
  heatmap: Pick<HeatmapAnswer, "segments">;
  breakdowns: Pick<VideoAnswer, "by_device" | "by_referrer" | "by_day">;
};

/** Fewer views than this show no pattern. */
const viewsForPattern = fewest.people_for_rate;
/** Fewer views than this show no pattern by day. */
const viewsForDays = 20;
/** Passages skipped by a smaller share are left out of the summary. */
const skippedShare = 0.1;

export function findings(numbers: FindingsInput): Findings {
  const { video, retention, breakdowns } = numbers;
  return {
    summary: summary(numbers),
    chartTitle: chartTitle(retention),
    viewersTitle: viewersTitle(numbers),
    daysTitle: daysTitle(breakdowns.by_day, video),
    devicesTitle: devicesTitle(breakdowns.by_device),
    referrersTitle: referrersTitle(breakdowns.by_referrer),
  };
}

const strongest = (moments: readonly Moment[], kind: Moment["kind"]): Moment | null =>
  largestBy(
    moments.filter((moment) => moment.kind === kind),
    ({ views }) => views,
  );

function skipped(moments: readonly Moment[], base: number): Moment | null {
  const dip = strongest(moments, "dip");
  return dip && dip.views >= base * skippedShare ? dip : null;
}

function summary({ video, retention, typical }: FindingsInput): Finding[] {
  const { base } = retention;
  if (video.total_views === 0) return [plain("No one has opened this video yet.")];
  if (base === 0) return [plain(`Opened ${plural(video.total_views, "time")}, not played yet.`)];
  if (base < viewsForPattern)
    return [plain(`Played ${plural(base, "time")} so far: too few to tell a pattern.`)];
  const sentences = [opening(retention), loss(retention) ?? againstTypical(video, typical)].filter(
    (finding) => finding !== null,
  );
  return sentences.length > 0 ? sentences : [subject(video)];
}

/** Whether people stay; where they leave comes after. */
function opening({ base, covers, moments }: FindingsInput["retention"]): Finding | null {
  const intro = moments.find((moment) => moment.kind === "intro");
  const spike = strongest(moments, "spike");
  const dip = skipped(moments, base);
  const again = spike && `replay ${mediaTime(spike.at_second)}`;
  if (intro && intro.value < 70) {
    const gone = beginSentence(shareDoes(base - intro.views, base, "leave"));
    return plain(`${gone} in the first half minute${again ? `; those who stay ${again}` : ""}.`);
  }
  // People "stay" when four in five of those who got past the intro also see the middle.
  const middle = covers[Math.floor(covers.length / 2)] ?? 0;
  const stay = intro && middle >= intro.views * 0.8;
  if (stay) return plain(`People who get past the first half minute stay${again ? ` and ${again}` : ""}.`);
  if (again) return plain(`Viewers ${again}.`);
  return dip ? plain(`${beginSentence(shareDoes(dip.views, base, "skip"))} ${passage(dip)}.`) : null;
}

const passage = (moment: Moment) => `${mediaTime(moment.from_second)} to ${mediaTime(moment.to_second)}`;

function loss({ moments }: FindingsInput["retention"]): Finding | null {
  const drop = strongest(moments, "drop_off");
  return drop && key(`Between ${between(drop)} ${shareDoes(drop.views, drop.present ?? 0, "stop")}.`);
}

/** Where playbacks stop is known to ten seconds. */
const between = (drop: Moment) => `${mediaTime(drop.from_second)} and ${mediaTime(drop.to_second)}`;

function againstTypical(video: VideoSummary, typical: FindingsInput["typical"]): Finding | null {
  const side = sideOf(video.average_watched_percentage, typical?.average_watched_percentage);
  if (side === "above") return key("People watch more of it than of most similar videos.");
  if (side === "below") return key("People watch less of it than of most similar videos.");
  return null;
}

function subject(video: VideoSummary): Finding {
  const watched = video.average_watched_percentage;
  const people = plural(video.unique_viewers, "person", "people");
  return plain(
    watched === null
      ? `Watched by ${people}.`
      : `Watched by ${people}, who watched ${Math.round(watched)}\u00a0% of it on average.`,
  );
}

function chartTitle({ base, moments }: FindingsInput["retention"]): string {
  if (base < viewsForPattern) return "How much of the video people watch";
  const spike = strongest(moments, "spike");
  const drop = strongest(moments, "drop_off");
  const dip = skipped(moments, base);
  const parts: string[] = [];
  if (spike && spike.value > 1) {
    // Plays per cover v: of v plays, v − 1 are replays.
    const plays = Math.round((spike.views * spike.value) / (spike.value - 1));
    const { words, plural: many } = shareInWords(spike.views, plays);
    parts.push(
      `${words} of the plays at ${mediaTime(spike.at_second)} ${many ? "are replays" : "is a replay"}`,
    );
  }
  if (drop) parts.push(`${shareDoes(drop.views, drop.present ?? 0, "stop")} between ${between(drop)}`);
  if (parts.length < 2 && dip) parts.push(`${shareDoes(dip.views, base, "skip")} ${passage(dip)}`);
  return parts.length > 0 ? beginSentence(parts.join("; ")) : "How much of the video people watch";
}

/** Where viewers last stopped, from the segments' counts: at the very start, at a drop-off, or at the end. */
function viewersTitle({ video, retention, heatmap }: FindingsInput): string {
  const subject = "What each viewer watched";
  const stopped = heatmap.segments.reduce((sum, segment) => sum + segment.drop_off_count, 0);
  if (stopped < viewsForPattern || video.unique_viewers < viewsForPattern) return subject;
  const length = heatmap.segments.at(-1)?.segment_end ?? 0;
  const share = (from: number, to: number) =>
    heatmap.segments
      .filter((segment) => segment.segment_start >= from && segment.segment_start < to)
      .reduce((sum, segment) => sum + segment.drop_off_count, 0) / stopped;
  const drop = strongest(retention.moments, "drop_off");
  const atDrop = drop ? share(drop.from_second, drop.to_second) : 0;
  const inWords = (part: number) => beginSentence(shareInWords(Math.round(part * stopped), stopped).words);
  const atStart = length > 120 ? share(0, 30) : 0;
  const atEnd = share(length * 0.9, Number.POSITIVE_INFINITY);
  if (drop && drop.from_second >= 30 && atStart >= 0.1 && atDrop >= 0.1)
    return `Viewers leave at two points: the start and ${mediaTime(drop.from_second)}`;
  if (drop && atDrop >= 0.2)
    return atDrop > (1 - atEnd) / 2
      ? `Most who leave early leave between ${between(drop)}`
      : `${inWords(atDrop)} stopped between ${between(drop)}`;
  if (atEnd >= 0.5) return "Most watch to the end";
  if (atStart >= 0.2) return `${inWords(atStart)} stopped in the first half minute`;
  return subject;
}

function daysTitle(days: VideoAnswer["by_day"], video: VideoSummary): string {
  const subject = "Views by day";
  const all = days.reduce((sum, day) => sum + day.views, 0);
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last || all < viewsForDays) return subject;
  const instant = (day: string) => Date.parse(`${day}T00:00:00Z`);
  const span = (instant(last.day) - instant(first.day)) / 86_400_000 + 1;
  const inFirstWeek = days
    .filter((day) => instant(day.day) < instant(first.day) + 7 * 86_400_000)
    .reduce((sum, day) => sum + day.views, 0);
  // The first week is mentioned only if the chart begins with the first view and more weeks followed.
  const fromTheStart =
    video.first_view_at !== null && Date.parse(video.first_view_at) <= instant(first.day) + 2 * 86_400_000;
  if (fromTheStart && span >= 28 && inFirstWeek >= all / 2) {
    const { words } = shareInWords(inFirstWeek, all);
    return `${beginSentence(words)} of the views came in the first week`;
  }
  if (span >= 21) {
    const byWeekday = new Array<number>(7).fill(0);
    for (const day of days) byWeekday[new Date(instant(day.day)).getUTCDay()]! += day.views;
    const most = Math.max(...byWeekday);
    if (most >= all / 3)
      return `${weekdayName(byWeekday.indexOf(most))}s have ${shareInWords(most, all).words} of the views`;
  }
  return subject;
}

const devices: Record<string, string> = { desktop: "a computer", mobile: "a phone", tablet: "a tablet" };

function devicesTitle(rows: VideoAnswer["by_device"]): string {
  const most = rows[0];
  const name = most?.value ? devices[most.value] : undefined;
  if (!most || !name) return "Devices";
  if (rows.length === 1) return `All watch on ${name}`;
  return most.percentage > 50 ? `Most watch on ${name}` : "Devices";
}

function referrersTitle(rows: VideoAnswer["by_referrer"]): string {
  const most = rows[0];
  if (!most || most.percentage <= 50) return "Where viewers come from";
  return most.value ? `Most come from ${most.value}` : "Most arrive without a referrer";
}

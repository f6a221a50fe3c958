import { clockText } from "@/components/charts/axis";
import type { DropOff } from "@/components/charts/labels";
import {
  type RetentionCurve,
  type RetentionPoint,
  readingAt,
  retentionPoints,
  type SecondReading,
} from "@/components/charts/retention-points";
import type { Returned } from "@/lib/domain/sessions/departures";
import type { LiveState } from "@/lib/domain/sessions/live/schema";
import type { EngagementAnswer, SessionNumbers } from "@/lib/domain/sessions/schema";
import type { Language } from "@/lib/language/language";
import { type Step, viewersAt } from "@/lib/measure/concurrency";

/*
 * From a session's state to what its chart draws. Seconds count from the session's start and may have fractions; numbers of
 * people are whole.
 */

/** A session's axis. */
export type SessionAxis = {
  /** Its start and planned end, ISO. */
  from: string;
  plannedEnd: string;
  /** Its end, where it has ended. */
  to: string | null;
  /** The local time at the start, in seconds since midnight. */
  clockStart: number;
};

/** How many people returned after a drop-off, by the drop-off's start (ISO). */
export type ReturnedAt = Readonly<Record<string, Returned>>;

/** Seconds from the start to an instant. */
export function secondOf(axis: Pick<SessionAxis, "from">, at: string): number {
  return (Date.parse(at) - Date.parse(axis.from)) / 1000;
}

/** The axis' length: to the end; while live to the planned end, or to now if that is later. At least a second. */
export function axisSeconds(axis: SessionAxis, now: string): number {
  const until = axis.to
    ? secondOf(axis, axis.to)
    : Math.max(secondOf(axis, axis.plannedEnd), secondOf(axis, now));
  return Math.max(1, until);
}

/** Drop-offs with their labels, the largest first. */
export function dropOffsOf(
  drops: SessionNumbers["drop_off_points"],
  axis: SessionAxis,
  returned: ReturnedAt,
  { t }: Language,
): DropOff[] {
  return [...drops]
    .sort((a, b) => b.lost - a.lost || a.from.localeCompare(b.from))
    .map((drop) => {
      const [from, to] = [secondOf(axis, drop.from), secondOf(axis, drop.to)];
      const time = clockText(axis.clockStart, secondOf(axis, drop.at));
      const { lost, present } = drop;
      const left = t("session.timeline.lost", { lost, present, back: "unknown" });
      return {
        from,
        to,
        title: t("session.timeline.dropped", { time }),
        detail: t("session.timeline.lost", { lost, present, back: cameBack(returned[drop.from]) }),
        short: [t("session.timeline.lost_at", { time, lost: left }), left],
      };
    });
}

/** How many returned, as a value for a message. */
const cameBack = (returned: Returned | undefined): string =>
  !returned || returned.left === 0 ? "unknown" : returned.back === 0 ? "none" : String(returned.back);

type SecondCount = { second: number; count: number };
/** Questions, of which some are not marked as answered. */
type Questions = SecondCount & { unanswered: number };
export type Tracks = Record<"messages" | "reactions", SecondCount[]> & { questions: Questions[] };

/** Messages and reactions as marks on the axis, in the middle of their minute; the last minute may be partial. */
export function tracksOf(timeline: EngagementAnswer["timeline"], seconds: number): Tracks {
  const middle = ({ minute }: { minute: number }) => Math.max(0, Math.min(minute * 60 + 30, seconds - 1));
  const track = (what: "messages" | "reactions") =>
    timeline.flatMap((one) => (one[what] > 0 ? [{ second: middle(one), count: one[what] }] : []));
  return {
    messages: track("messages"),
    questions: timeline.flatMap((one) =>
      one.questions > 0 ? [{ second: middle(one), count: one.questions, unanswered: one.unanswered }] : [],
    ),
    reactions: track("reactions"),
  };
}

/** The audience as steps, and its peak with a label; no peak if nobody attended. */
export function audienceOf(
  { peak_viewers, retention }: Pick<SessionNumbers, "peak_viewers" | "retention">,
  axis: SessionAxis,
  { t }: Language,
): {
  timeline: Step[];
  peak: { second: number; viewers: number; text: string } | null;
} {
  const { peak_count: viewers, peak_timestamp: at, timeline } = peak_viewers;
  const second = at === null ? 0 : secondOf(axis, at);
  const points = timeline.map((point) => ({ at: secondOf(axis, point.at), viewers: point.viewers }));
  const [first] = points;
  // A point lies at its bucket's maximum, so the people before it in the first bucket are those present at the start.
  const start = retention[0];
  return {
    timeline: first && start && first.at > 0 ? [{ at: 0, viewers: start.viewers }, ...points] : points,
    peak: viewers
      ? {
          second,
          viewers,
          text: t("session.timeline.peak", { count: viewers, time: clockText(axis.clockStart, second) }),
        }
      : null,
  };
}

/** While live: the seconds elapsed, and how many people are present. */
export function nowOf(
  state: Pick<LiveState, "session_status" | "at" | "current_viewers">,
  axis: SessionAxis,
  { t }: Language,
): { nowSecond: number; text: string } | null {
  return state.session_status === "live"
    ? {
        nowSecond: Math.max(0, secondOf(axis, state.at)),
        text: t("session.timeline.now", { count: state.current_viewers }),
      }
    : null;
}

export type SessionRecording = {
  /** The second of the session at which the recording starts; negative when it started earlier. */
  offset_seconds: number;
  curve: RetentionCurve;
};

/** The recording as the chart draws it. */
export type DrawnRecording = SessionRecording & {
  /** Most played again, in seconds of the recording. */
  moment: { second: number; title: string } | null;
};

type AudiencePoint = { second: number; viewers: number | null } & Partial<Omit<RetentionPoint, "second">>;

/** The steps as drawn: from zero or the first second, up to the last known value (`until`). */
export function presencePoints(timeline: readonly Step[], until: number): AudiencePoint[] {
  const within = timeline.filter(({ at }) => at >= 0 && at <= until);
  const first = within[0];
  const last = within.at(-1);
  if (!first || !last) return [];
  return [
    ...(first.at > 0 ? [{ at: 0, viewers: 0 }] : []),
    ...within,
    ...(last.at < until ? [{ at: until, viewers: last.viewers }] : []),
  ].map(({ at, viewers }) => ({ second: at, viewers }));
}

/** The recording's points on the session's axis, cut at both its ends (straight between points). */
export function alignedPoints(
  { offset_seconds: offsetSeconds, curve }: SessionRecording,
  seconds: number,
): RetentionPoint[] {
  const shifted = retentionPoints(curve).map((point) => ({
    ...point,
    second: point.second + offsetSeconds,
  }));
  const out: RetentionPoint[] = [];
  for (const [index, point] of shifted.entries()) {
    const before = shifted[index - 1];
    for (const edge of [0, seconds])
      if (before && before.second < edge && point.second > edge) out.push(mixed(before, point, edge));
    if (point.second >= 0 && point.second <= seconds) out.push(point);
  }
  return out;
}

function mixed(from: RetentionPoint, to: RetentionPoint, second: number): RetentionPoint {
  const share = (second - from.second) / (to.second - from.second);
  const mix = (a: number, b: number) => a + (b - a) * share;
  return {
    second,
    first: mix(from.first, to.first),
    replays: mix(from.replays, to.replays),
    typical:
      from.typical && to.typical
        ? [mix(from.typical[0], to.typical[0]), mix(from.typical[1], to.typical[1])]
        : null,
  };
}

/** Both series in one list in the order of time; each leaves the other's points empty. */
export function audiencePoints(
  presence: readonly AudiencePoint[],
  recording: readonly RetentionPoint[],
): AudiencePoint[] {
  const points: AudiencePoint[] = [...presence, ...recording.map((point) => ({ ...point, viewers: null }))];
  return points.sort((a, b) => a.second - b.second);
}

type TimelineReading = {
  second: number;
  /** Null where nothing is known: before the first step, and after now while live. */
  viewers: number | null;
  /** The recording's values at the same moment; null without a recording or outside it. */
  recording: SecondReading | null;
};

/** The values at one second of a session, for the rail, the dots and screen readers. */
export function timelineReadingAt(
  second: number,
  from: {
    timeline: readonly Step[];
    recording?: SessionRecording | null;
    live?: { nowSecond: number } | null;
  },
): TimelineReading {
  const { timeline, recording, live } = from;
  const [begun] = timeline;
  const known = begun && begun.at <= second && !(live && second > live.nowSecond);
  return {
    second,
    viewers: known ? (viewersAt(timeline, [second])[0] ?? null) : null,
    recording: recording ? readingAt(Math.floor(second - recording.offset_seconds), recording.curve) : null,
  };
}

type TrackBar = { from: number; to: number; count: number };

/** Narrower than this a bar cannot be told from its neighbour. */
const barWidthMin = 3;
const barShare = 0.76;

/** Counts per minute as bars; where a minute would be too narrow in `width` pixels, several share one. */
export function trackBars(counts: readonly SecondCount[], seconds: number, width: number): TrackBar[] {
  if (seconds <= 0 || width <= 0) return [];
  const minuteWidth = (60 / seconds) * width;
  const bucket = 60 * Math.max(1, Math.ceil(barWidthMin / barShare / minuteWidth));
  const sums = new Map<number, number>();
  for (const { second, count } of counts) {
    if (second < 0 || second >= seconds || count <= 0) continue;
    const at = Math.floor(second / bucket);
    sums.set(at, (sums.get(at) ?? 0) + count);
  }
  const pixel = seconds / width;
  return [...sums]
    .sort((a, b) => a[0] - b[0])
    .map(([at, count]) => {
      const from = at * bucket + (bucket * (1 - barShare)) / 2;
      // The last group may be partial.
      return { from, to: Math.max(from + pixel, Math.min(from + bucket * barShare, seconds)), count };
    });
}

type MergedQuestions = Questions & { from: number; to: number };

/** Marks closer than `gap` seconds are merged into one with their counts, and the seconds of the first and the last of them. */
export function mergedMarks(marks: readonly Questions[], seconds: number, gap: number): MergedQuestions[] {
  const out: MergedQuestions[] = [];
  for (const mark of [...marks].sort((a, b) => a.second - b.second)) {
    const { second, count } = mark;
    if (second < 0 || second > seconds || count <= 0) continue;
    const last = out.at(-1);
    if (!last || second - last.second >= gap) {
      out.push({ ...mark, from: second, to: second });
      continue;
    }
    last.second = (last.second * last.count + second * count) / (last.count + count);
    last.count += count;
    last.unanswered += mark.unanswered;
    last.to = second;
  }
  return out;
}

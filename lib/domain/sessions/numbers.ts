import { bucketMaxima, concurrency, peakOf, type Step, viewersAt } from "@/lib/measure/concurrency";
import { mean } from "@/lib/measure/quantiles";
import { intersect, normalize, pairs, type Ranges, range, shift, size, union } from "@/lib/measure/ranges";
import { oneDecimal, share, twoDecimals } from "@/lib/measure/rounding";
import { toTenths } from "@/lib/measure/tenths";
import { dropOffPoints } from "./departures";
import { engagementScore } from "./engagement-score";
import { graceSeconds } from "./live/events";
import type { AnsweredNumbers, SessionNumbers } from "./schema";
import { onTimeFrom, type ReportKind, type Session, type SessionTimes, type SessionWindow } from "./session";

/** Increment it when the same facts give other or more numbers: numbers stored by an older version are recounted. */
export const formulaVersion = 6;

/** One attendee as the input of a session's numbers. */
export type AttendeeFacts = {
  /** Runs the session: not counted. */
  host: boolean;
  /** Has a registration that is not cancelled. */
  registered: boolean;
  /** Stays in epoch milliseconds, merged and clipped to the window. */
  stays: Ranges;
  /** Their total presence by a report, if the visits do not show it; milliseconds. */
  reported_ms: number | null;
  messages: number;
  questions: number;
  reactions: number;
  rating: number | null;
};

export type SessionRules = SessionTimes & {
  chat_enabled: boolean;
  on_time_minutes: number;
} & AttendanceMinimum &
  Known;

/** From when a person counts as an attendee: the school's. */
export type AttendanceMinimum = Pick<Session, "attendance_minimum_seconds" | "attendance_minimum_percent">;

/** What the session's sources tell: numbers of the other kinds are null, unless there is such a fact. */
export type Known = {
  /** Messages and reactions. */
  talk_known: boolean;
  /** The texts of messages, which show the questions. */
  questions_known: boolean;
};

/**
 * What is known of a session by where its attendance comes from. Players tell everything. A report tells who came; only BigBlueButton's counts
 * messages, without their texts. Without a report a session is one with players in which nobody took part.
 */
export function knownBy(reports: ReportKind, players: boolean): Known {
  return {
    talk_known: players || reports !== "attendance",
    questions_known: players || reports === "none",
  };
}

/** A timeline has this many points at most. */
const timelinePointsMax = 100;
const minuteMs = 60_000;

/** Milliseconds that an attendee was present. */
function presentMs({ stays, reported_ms: reportedMs }: Pick<AttendeeFacts, "stays" | "reported_ms">): number {
  return reportedMs ?? size(stays);
}

/** The presence that makes an attendee, in milliseconds: the school's seconds, and its share of the session, so far while that is live. */
export function minimumPresence(
  { attendance_minimum_seconds: seconds, attendance_minimum_percent: percent }: AttendanceMinimum,
  window: SessionWindow | null,
): number {
  const length = window ? window.to.getTime() - window.from.getTime() : 0;
  return Math.max(seconds * 1000, Math.ceil((length * (percent ?? 0)) / 100));
}

/** Whether they were present, for at least this long. */
export function isAttended(
  one: Pick<AttendeeFacts, "stays" | "reported_ms" | "host">,
  minimumMs: number,
): boolean {
  const ms = presentMs(one);
  return !one.host && ms > 0 && ms >= minimumMs;
}

/** Everything that is counted from a session's own facts (spec: sessions, "The numbers"). Linear but for the sweep's sort. */
export function sessionNumbersOf(
  rules: SessionRules,
  window: SessionWindow,
  everybody: readonly AttendeeFacts[],
  reactionsByType: Readonly<Record<string, number>>,
  /** How many of the audience gave each rating that was deleted by its age. */
  deletedRatings: Readonly<Record<string, number>> = {},
): SessionNumbers {
  const audience = everybody.filter((one) => !one.host);
  const minimumMs = minimumPresence(rules, window);
  const attended = audience.filter((one) => isAttended(one, minimumMs));
  const registered = audience.filter((one) => one.registered).length;
  const registeredAttended = attended.filter((one) => one.registered).length;
  const sum = (pick: (one: AttendeeFacts) => number, among = audience) =>
    among.reduce((total, one) => total + pick(one), 0);
  const lateFrom = onTimeFrom(rules).getTime() + rules.on_time_minutes * minuteMs;
  const placed = attended.filter((one) => one.stays.length > 0);
  const said = sum((one) => one.messages + one.reactions);
  /** A count of messages or reactions; null if not recorded. */
  const talk = (value: number): number | null => (rules.talk_known || said > 0 ? value : null);
  const questions = sum((one) => one.questions);
  const engaged = talk(attended.filter((one) => one.messages + one.reactions > 0).length);
  const messages = talk(sum((one) => one.messages));
  const presence = presenceDetail(attended);
  const steps = presence === "durations" ? [] : concurrency(attended.map((one) => one.stays));
  const peak = presence === "durations" ? null : (peakOf(steps)?.viewers ?? 0);
  const ratings = [
    ...audience.flatMap((one) => (one.rating === null ? [] : [one.rating])),
    ...Object.entries(deletedRatings).flatMap(([rating, count]) => Array(count).fill(Number(rating))),
  ];
  const presentOnAverage = attended.length === 0 ? null : sum(presentMs, attended) / attended.length;
  const length = window.to.getTime() - window.from.getTime();
  const perMinute = presence === "durations" ? [] : viewersPerMinute(steps, window);
  const { score, note, parts } = engagementScore({
    registered,
    registered_attended: registeredAttended,
    attended: attended.length,
    engaged,
    messages,
    peak,
    chat_enabled: rules.chat_enabled,
  });
  return {
    attendance: {
      total_registered: registered,
      total_attended: attended.length,
      registered_attended: registeredAttended,
      walk_ins: attended.length - registeredAttended,
      attendance_rate: share(registeredAttended, registered),
      on_time_arrivals: placed.filter((one) => one.stays[0]! <= lateFrom).length,
      late_arrivals: placed.filter((one) => one.stays[0]! > lateFrom).length,
      average_duration_minutes: presentOnAverage === null ? null : oneDecimal(presentOnAverage / minuteMs),
      average_presence_percentage:
        presentOnAverage === null || length === 0 ? null : share(Math.min(presentOnAverage, length), length),
    },
    engagement: {
      chat_message_count: messages,
      unique_chatters: talk(audience.filter((one) => one.messages > 0).length),
      questions_asked: rules.questions_known || questions > 0 ? questions : null,
      reaction_count: talk(sum((one) => one.reactions)),
      reactions_by_type: { ...reactionsByType },
      engaged,
      engagement_rate: engaged === null ? null : share(engaged, attended.length),
    },
    peak_viewers: peakViewersOf(steps, window, peak),
    retention: perMinute.map((viewers, minute) => ({
      minute,
      viewers,
      percentage: share(viewers, attended.length) ?? 0,
    })),
    drop_off_points:
      presence === "durations"
        ? []
        : dropOffPoints(
            attended.map((one) => one.stays),
            window,
            rules.status === "live",
          ),
    average_rating: twoDecimals(mean(ratings)),
    rating_distribution: distribution(ratings),
    total_responses: ratings.length,
    engagement_score: score,
    engagement_score_note: note,
    engagement_score_parts: parts,
    engagement_score_version: 1,
    presence,
  };
}

/** Numbers as the routes answer them: of a session that has not begun only the registrations are known. */
export function answeredNumbers(
  { status }: Pick<SessionTimes, "status">,
  numbers: SessionNumbers,
): AnsweredNumbers {
  const { attendance, engagement, peak_viewers } = numbers;
  if ((status !== "scheduled" && status !== "cancelled") || attendance.total_attended > 0) return numbers;
  return {
    ...numbers,
    attendance: { ...nulls(attendance), total_registered: attendance.total_registered },
    engagement: { ...nulls(engagement), reactions_by_type: {} },
    peak_viewers: { ...peak_viewers, peak_count: null },
    rating_distribution: null,
    total_responses: null,
    engagement_score_note: null,
  };
}

const nulls = <Value extends object>(value: Value) =>
  Object.fromEntries(Object.keys(value).map((key) => [key, null])) as { [Key in keyof Value]: null };

/** How precisely the people's rows show when they were present. */
function presenceDetail(attended: readonly AttendeeFacts[]): SessionNumbers["presence"] {
  if (attended.some((one) => one.stays.length === 0)) return "durations";
  // A duration in addition to a visit means that the visit has unknown gaps.
  return attended.some((one) => one.reported_ms !== null && one.reported_ms < size(one.stays))
    ? "first_to_last"
    : "spans";
}

function peakViewersOf(
  steps: readonly Step[],
  window: SessionWindow,
  peak: number | null,
): SessionNumbers["peak_viewers"] {
  const at = peakOf(steps)?.at;
  return {
    peak_count: peak,
    peak_timestamp: at === undefined ? null : new Date(at).toISOString(),
    timeline: bucketMaxima(steps, bounds(window), steps.length === 0 ? 0 : timelinePointsMax).map((step) => ({
      at: new Date(step.at).toISOString(),
      viewers: step.viewers,
    })),
  };
}

/** People present at each full minute of the window. */
function viewersPerMinute(steps: readonly Step[], window: SessionWindow): number[] {
  const { from, to } = bounds(window);
  const instants: number[] = [];
  for (let at = from; at < to; at += minuteMs) instants.push(at);
  return viewersAt(steps, instants);
}

/** The last heartbeat comes at most this long before the end: people who stayed to the end are present until then. */
const lastBeatMs = graceSeconds * 1000;

/**
 * People present at 101 equal steps of the window, 0 to 100 per cent. A finished session's end is counted just before it, while
 * the last heartbeats are still valid. Empty when unknown.
 */
export function viewersByPercent(
  attended: readonly Pick<AttendeeFacts, "stays">[],
  window: SessionWindow,
  status: SessionTimes["status"],
): number[] {
  const { from, to } = bounds(window);
  if (to <= from || attended.some((one) => one.stays.length === 0)) return [];
  const last = status === "live" ? to - 1 : Math.max(from, to - lastBeatMs);
  const instants = Array.from({ length: 101 }, (_, i) => Math.min(last, from + ((to - from) * i) / 100));
  return viewersAt(concurrency(attended.map((one) => one.stays)), instants);
}

const bounds = (window: SessionWindow) => ({ from: window.from.getTime(), to: window.to.getTime() });

function distribution(ratings: readonly number[]): SessionNumbers["rating_distribution"] {
  const counts = { "1": 0, "2": 0, "3": 0, "4": 0, "5": 0 };
  for (const rating of ratings) counts[String(rating) as keyof typeof counts]++;
  return counts;
}

/** Leaving this shortly before the end counts as staying to the end: the last heartbeat comes before it, and reports end when people click. */
export const endToleranceMs = 60_000;

/**
 * The share of a session that one person has seen, live or on its recording: live ∪ recording, per cent; null for a session without a
 * length. `offset_seconds`: the recording's start on the session's axis.
 */
export function coverage(given: {
  /** Stays in epoch milliseconds. */
  stays: Ranges;
  /** Tenths of the recording covered. */
  recording: Ranges;
  offset_seconds: number;
  window: SessionWindow;
}): number | null {
  const from = given.window.from.getTime();
  const length = toTenths(Math.round((given.window.to.getTime() - from) / 1000));
  if (length <= 0) return null;
  const live = staysInSeconds(given.stays, from).map(toTenths);
  const seen = union(live, shift(given.recording, toTenths(given.offset_seconds)));
  return oneDecimal((size(intersect(seen, range(0, length))) / length) * 100);
}

/** Stays as whole seconds from the start; a second counts where most of it does. */
export function staysInSeconds(stays: Ranges, fromMs: number): Ranges {
  const second = (at: number) => Math.round((at - fromMs) / 1000);
  return normalize(pairs(stays).map(([from, to]) => [second(from), second(to)]));
}

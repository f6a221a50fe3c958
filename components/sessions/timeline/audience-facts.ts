import { clockText } from "@/components/charts/axis";
import type { DropOff } from "@/components/charts/drop-labels";
import type { Returned } from "@/lib/domain/sessions/returns";
import type { EngagementAnswer, LiveState, SessionNumbers } from "@/lib/domain/sessions/schema";
import type { SecondCount } from "./audience-points";

/* From a session's state to what its chart draws. Seconds count from the session's start. */

/** A session's axis. */
export type SessionAxis = {
  /** Its start and planned end, ISO. */
  from: string;
  plannedEnd: string;
  /** Its end, where it has ended. */
  to: string | null;
  /** What the school's clock showed at the start, in seconds since its midnight. */
  clockStart: number;
};

/** Who came back after a drop-off, by where it begins (ISO). */
export type ReturnedAt = Readonly<Record<string, Returned>>;

/** Seconds from the start to an instant. */
export function secondOf(axis: Pick<SessionAxis, "from">, at: string): number {
  return (Date.parse(at) - Date.parse(axis.from)) / 1000;
}

/** How far the axis reaches: to the end; while live to the planned end, or as far as it has come. At least a second. */
export function axisSeconds(axis: SessionAxis, now: string): number {
  const until = axis.to
    ? secondOf(axis, axis.to)
    : Math.max(secondOf(axis, axis.plannedEnd), secondOf(axis, now));
  return Math.max(1, until);
}

/** How many were there when a drop-off began: what it says it lost, of what share. */
export function presentBefore({ lost, lost_percent }: { lost: number; lost_percent: number }): number {
  return Math.round((lost * 100) / lost_percent);
}

/** Drop-offs with their words, the largest first. */
export function dropOffsOf(
  drops: SessionNumbers["drop_off_points"],
  axis: SessionAxis,
  returned: ReturnedAt,
): DropOff[] {
  return [...drops]
    .sort((a, b) => b.lost - a.lost || a.from.localeCompare(b.from))
    .map((drop) => {
      const [from, to] = [secondOf(axis, drop.from), secondOf(axis, drop.to)];
      const clock = clockText(axis.clockStart, from);
      const left = `${drop.lost} of ${presentBefore(drop)} left`;
      return {
        from,
        to,
        title: `Left at ${clock}`,
        detail: left + cameBack(returned[drop.from]),
        short: [`${clock}: ${left}`, left],
      };
    });
}

/** `, 5 came back`; nothing where it is not known. */
function cameBack(returned: Returned | undefined): string {
  if (!returned || returned.left === 0) return "";
  return returned.back === 0 ? ", none came back" : `, ${returned.back} came back`;
}

export type Lanes = Record<"messages" | "questions" | "reactions", SecondCount[]>;

/** What people did as marks on the axis: in the middle of their minute, of which the last may be a part. */
export function lanesOf(timeline: EngagementAnswer["timeline"], seconds: number): Lanes {
  const lane = (pick: (one: EngagementAnswer["timeline"][number]) => number) =>
    timeline.flatMap((one) =>
      pick(one) > 0
        ? [{ second: Math.max(0, Math.min(one.minute * 60 + 30, seconds - 1)), count: pick(one) }]
        : [],
    );
  return {
    messages: lane((one) => one.messages),
    questions: lane((one) => one.questions),
    reactions: lane((one) => one.reactions),
  };
}

/** The steps of the room and its peak with its words; no peak where nobody has been there. */
export function audienceOf(
  { peak_viewers, retention }: Pick<SessionNumbers, "peak_viewers" | "retention">,
  axis: SessionAxis,
): {
  timeline: { second: number; viewers: number }[];
  peak: { second: number; viewers: number; text: string } | null;
} {
  const { peak_count: viewers, peak_timestamp: at, timeline } = peak_viewers;
  const second = at === null ? 0 : secondOf(axis, at);
  const points = timeline.map((point) => ({ second: secondOf(axis, point.at), viewers: point.viewers }));
  const [first] = points;
  // A point stands where its bucket's maximum was: what came before it in the first bucket is who was there at the start.
  const start = retention[0];
  return {
    timeline:
      first && start && first.second > 0 ? [{ second: 0, viewers: start.viewers }, ...points] : points,
    peak: viewers
      ? { second, viewers, text: `Peak: ${viewers} at ${clockText(axis.clockStart, second)}` }
      : null,
  };
}

/** While it runs: how far it has come, and how many are there. */
export function nowOf(
  state: Pick<LiveState, "session_status" | "at" | "current_viewers">,
  axis: SessionAxis,
): { nowSecond: number; text: string } | null {
  return state.session_status === "live"
    ? { nowSecond: Math.max(0, secondOf(axis, state.at)), text: `${state.current_viewers} now` }
    : null;
}

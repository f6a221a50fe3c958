import "server-only";
import { TZDate } from "@date-fns/tz";
import { sql } from "@/lib/db/client";
import { weekdayName } from "@/lib/platform/phrases";
import { oneDecimal } from "../numbers";
import type { PeakAnswer } from "../schema";
import type { Session } from "../session";
import { typicalSessions } from "./list";

/** What is kept of one past session, for what is typical and for the little histories. */
export type PastSession = {
  id: string;
  begun_at: Date;
  attendance_rate: number | null;
  engagement_rate: number | null;
  average_duration_minutes: number | null;
  peak_count: number | null;
  average_rating: number | null;
  engagement_score: number | null;
  total_attended: number;
  chat_message_count: number;
  /** Values of the score's components, by name. */
  parts: Record<string, number | null>;
};

/** Fewer than this of the course's own, and all of the instructor's are taken. */
const enough = 3;

/**
 * The sessions that one is measured against: the instructor's latest before it, of the same course where there are at least
 * three, else of any. In time order; `ofCourse` says which.
 */
export async function pastSessions(session: Session): Promise<{ past: PastSession[]; ofCourse: boolean }> {
  const read = (sameCourse: boolean) => sql()<(Omit<PastSession, "parts"> & { parts: PartRow[] })[]>`
    select o.id, coalesce(o.started_at, o.scheduled_start) as begun_at, k.attendance_rate, k.engagement_rate, k.average_duration_minutes,
      k.peak_count, k.average_rating, k.engagement_score, k.total_attended, k.chat_message_count,
      k.detail->'numbers'->'engagement_score_parts' as parts
    from sessions o join session_numbers k on k.session_id = o.id
    where o.instructor_id = ${session.instructor_id} and o.status = 'ended' and o.scheduled_start < ${session.scheduled_start}
      and k.total_attended > 0 ${sameCourse ? sql()`and o.course_id is not distinct from ${session.course_id}` : sql()``}
    order by o.scheduled_start desc limit ${typicalSessions}`;
  const own = await read(true);
  const rows = own.length >= enough ? own : await read(false);
  return {
    past: rows.reverse().map((row) => ({
      ...row,
      parts: Object.fromEntries(row.parts.map(({ component, value }) => [component, value])),
    })),
    ofCourse: own.length >= enough,
  };
}

type PartRow = { component: string; value: number | null };

/** The hour and the weekday, in the school's zone, at which the instructor's finished sessions peaked highest on average; null with fewer than 3. */
export async function bestTimes(session: Session): Promise<Pick<PeakAnswer, "best_hour" | "best_weekday">> {
  const rows = await sql()<{ begun_at: Date; peak: number }[]>`
    select coalesce(o.started_at, o.scheduled_start) as begun_at, k.peak_count as peak
    from sessions o join session_numbers k on k.session_id = o.id
    where o.instructor_id = ${session.instructor_id} and o.status = 'ended' and k.peak_count > 0
    order by o.scheduled_start desc limit 500`;
  if (rows.length < enough) return { best_hour: null, best_weekday: null };
  const best = (keyOf: (at: TZDate) => number) => {
    const groups = new Map<number, number[]>();
    for (const { begun_at: begunAt, peak } of rows) {
      const key = keyOf(new TZDate(begunAt.getTime(), session.time_zone));
      groups.set(key, [...(groups.get(key) ?? []), peak]);
    }
    return [...groups]
      .map(([key, peaks]) => ({
        key,
        sessions: peaks.length,
        average_peak: oneDecimal(peaks.reduce((sum, peak) => sum + peak, 0) / peaks.length),
      }))
      .sort((a, b) => b.average_peak - a.average_peak || b.sessions - a.sessions || a.key - b.key)[0]!;
  };
  const { key: hour, ...atHour } = best((at) => at.getHours());
  const { key: weekday, ...onDay } = best((at) => at.getDay());
  return {
    best_hour: { hour, ...atHour },
    best_weekday: { weekday: weekdayName(weekday), ...onDay },
  };
}

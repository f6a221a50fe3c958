import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { fieldError } from "@/lib/platform/errors";
import { duringSession } from "../closing-falls";
import { compareSessions } from "../compare";
import type { CompareAnswer, ComparedSession } from "../compared";
import { oneDecimal } from "../numbers";
import { type Session, windowOf } from "../session";
import { detailOf } from "./numbers";
import { reachSession } from "./reach";

/** Sessions side by side, in time order. Throws as `reachSession` does, and `invalid` for one that has not been held. */
export async function comparison(scope: Scope, ids: readonly string[], now: Date): Promise<CompareAnswer> {
  const sessions = await Promise.all(ids.map((id) => reachSession(scope, id)));
  for (const [index, session] of sessions.entries())
    if (!windowOf(session, now)) throw fieldError(`session_ids[${index}]`, "this session has not been held");
  const distinct = [...new Map(sessions.map((session) => [session.id, session])).values()];
  if (distinct.length < sessions.length) throw fieldError("session_ids", "names a session twice");
  const rows = await Promise.all(distinct.map((session) => compared(session, now)));
  rows.sort((a, b) => a.started_at.localeCompare(b.started_at));
  return { success: true, sessions: rows, ...compareSessions(rows) };
}

async function compared(session: Session, now: Date): Promise<ComparedSession> {
  const { numbers, by_percent: byPercent } = await detailOf(session, now);
  const window = windowOf(session, now)!;
  const from = window.from.getTime();
  const length = window.to.getTime() - from;
  const { attendance, engagement, peak_viewers } = numbers;
  const known = numbers.presence !== "durations" && attendance.total_attended > 0;
  const base = attendance.total_attended;
  const drops =
    session.status === "ended" ? duringSession(numbers.drop_off_points, window) : numbers.drop_off_points;
  return {
    session_id: session.id,
    title: session.title,
    started_at: window.from.toISOString(),
    duration_minutes: oneDecimal(length / 60_000),
    course_title: session.course_title,
    series_number: session.series_number,
    metrics: {
      engagement_score: numbers.engagement_score,
      attendance_rate: attendance.attendance_rate,
      total_attended: base,
      average_duration_minutes: attendance.average_duration_minutes,
      peak_count: peak_viewers.peak_count,
      engagement_rate: engagement.engagement_rate,
      chat_message_count: engagement.chat_message_count,
      questions_asked: engagement.questions_asked,
      average_rating: numbers.average_rating,
      largest_drop_off_percent: known ? Math.max(0, ...drops.map((drop) => drop.lost_percent)) : null,
    },
    retention: known ? byPercent.map((viewers) => oneDecimal((viewers / base) * 100)) : [],
    drop_offs: drops.map((drop) => ({
      from: (Date.parse(drop.from) - from) / length,
      to: (Date.parse(drop.to) - from) / length,
      lost: drop.lost,
      lost_percent: drop.lost_percent,
    })),
  };
}

import "server-only";
import { sql } from "@/lib/db/client";
import { once } from "@/lib/platform/process";
import { isAttended, sessionNumbersOf, viewersByPercent } from "../numbers";
import type { SessionNumbers } from "../schema";
import { type Session, type SessionWindow, windowOf } from "../session";
import { readFacts } from "./attendee-ctes";

/** What the roll-up keeps besides the columns that lists sort by. */
export type NumbersDetail = {
  numbers: SessionNumbers;
  /** People there at 101 equal steps of the session; empty when it cannot be known. */
  by_percent: number[];
};

/**
 * A session's numbers. A finished session's are kept at the version of the facts that they were computed from, and computed
 * anew when those have changed; a running one's are computed as of `now`. Before it begins they are those of an empty window:
 * registrations are known, nothing else is.
 */
export async function numbersOf(session: Session, now: Date): Promise<SessionNumbers> {
  return (await detailOf(session, now)).numbers;
}

export async function detailOf(session: Session, now: Date): Promise<NumbersDetail> {
  if (session.status !== "ended") return await compute(session, now);
  const [kept] = await sql()<{ detail: NumbersDetail }[]>`
    select detail from session_numbers where session_id = ${session.id} and version = ${session.version}`;
  return kept?.detail ?? (await refresh(session, now));
}

/**
 * Computes a finished session's numbers and keeps them. Returns them. Whoever asks for the same version meanwhile shares the
 * work: a page asks several questions at once, and each of them would find the session stale.
 */
export function refresh(session: Session, now: Date): Promise<NumbersDetail> {
  const underWay = once("session-numbers", () => new Map<string, Promise<NumbersDetail>>());
  const key = `${session.id} ${session.version}`;
  const known = underWay.get(key);
  if (known) return known;
  const counting = computeAndKeep(session, now).finally(() => underWay.delete(key));
  underWay.set(key, counting);
  return counting;
}

async function computeAndKeep(session: Session, now: Date): Promise<NumbersDetail> {
  const detail = await compute(session, now);
  await keep(session, detail);
  return detail;
}

/** Counts a session from its facts. */
export async function compute(session: Session, now: Date): Promise<NumbersDetail> {
  const window: SessionWindow = windowOf(session, now) ?? {
    from: session.scheduled_start,
    to: session.scheduled_start,
  };
  const { people, reactions_by_type: reactionsByType } = await readFacts(session, window, now);
  return {
    numbers: sessionNumbersOf(session, window, people, reactionsByType),
    by_percent: viewersByPercent(
      people.filter((one) => isAttended(one, session.attendance_minimum_seconds)),
      window,
      session.status,
    ),
  };
}

/** Facts are read after the version: what is kept is never older than it says, and a newer version makes it stale. */
async function keep(session: Session, detail: NumbersDetail): Promise<void> {
  const { attendance, engagement, peak_viewers, ...rest } = detail.numbers;
  await sql()`
    insert into session_numbers as n (session_id, version, total_registered, total_attended, registered_attended, attendance_rate,
      average_duration_minutes, peak_count, engagement_rate, engaged, chat_message_count, questions_asked, reaction_count,
      average_rating, total_responses, engagement_score, detail)
    values (${session.id}, ${session.version}, ${attendance.total_registered}, ${attendance.total_attended},
      ${attendance.registered_attended}, ${attendance.attendance_rate}, ${attendance.average_duration_minutes},
      ${peak_viewers.peak_count}, ${engagement.engagement_rate}, ${engagement.engaged}, ${engagement.chat_message_count},
      ${engagement.questions_asked}, ${engagement.reaction_count}, ${rest.average_rating}, ${rest.total_responses},
      ${rest.engagement_score}, ${sql().json(detail as never)})
    on conflict (session_id) do update set
      version = excluded.version, total_registered = excluded.total_registered, total_attended = excluded.total_attended,
      registered_attended = excluded.registered_attended, attendance_rate = excluded.attendance_rate,
      average_duration_minutes = excluded.average_duration_minutes, peak_count = excluded.peak_count,
      engagement_rate = excluded.engagement_rate, engaged = excluded.engaged, chat_message_count = excluded.chat_message_count,
      questions_asked = excluded.questions_asked, reaction_count = excluded.reaction_count,
      average_rating = excluded.average_rating, total_responses = excluded.total_responses,
      engagement_score = excluded.engagement_score, detail = excluded.detail
    where n.version <= excluded.version`;
}

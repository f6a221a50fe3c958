import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import { peopleOf } from "../queries/attendee-ctes";
import { minutesOf } from "../queries/engagement";
import { numbersOf } from "../queries/numbers";
import { reachableSessions, sessionColumns, sessionTables } from "../queries/reach";
import type { LiveState } from "../schema";
import { type Session, windowOf } from "../session";
import { closeOverdue } from "./close-overdue";
import { type LiveRows, liveRowOf } from "./live-rows";

/** What was said last, for those who follow: a screen's worth. */
const latestMessagesMax = 20;
/** Sessions that one Live page follows: more at once is no school's day. */
export const liveSessionsMax = 50;

/**
 * Everything that somebody who follows a session sees, as of `now`. The session was read before its facts, so that a state is
 * never older than its version says. Whoever asks has been proved to reach the session.
 */
export async function liveStateOf(session: Session, now: Date): Promise<LiveState> {
  const [numbers, timeline, current, messages] = await Promise.all([
    numbersOf(session, now),
    minutesOf(session, now),
    currentViewers(session, now),
    latestMessages(session.id),
  ]);
  return {
    session_id: session.id,
    version: session.version,
    at: now.toISOString(),
    session_status: session.status,
    current_viewers: current,
    numbers,
    timeline,
    latest_messages: messages,
  };
}

/** A session as it stands, for a process that follows it on behalf of many; null when it is gone. */
export async function sessionToFollow(sessionId: string): Promise<Session | null> {
  const [session] = await sql()<Session[]>`
    select ${sessionColumns()} from ${sessionTables()} where s.id = ${sessionId}`;
  return session ?? null;
}

/** The sessions that are live now and that a scope reaches, the earliest first. */
export async function liveSessionIds(scope: Scope, now: Date): Promise<string[]> {
  await closeOverdue(now);
  const rows = await sql()<{ id: string }[]>`
    select s.id from sessions s where ${reachableSessions(scope)} and s.status = 'live'
    order by s.begun_at, s.id limit ${liveSessionsMax}`;
  return rows.map(({ id }) => id);
}

/** The live sessions that a scope reaches with what they come to now: what the Live page begins with. */
export async function liveSessionRows(scope: Scope, now: Date): Promise<LiveRows> {
  const sessions: LiveRows["sessions"] = [];
  for (const id of await liveSessionIds(scope, now)) {
    // One after the other: there are few, and each takes several connections.
    const session = await sessionToFollow(id);
    if (session?.status === "live") sessions.push(liveRowOf(session, await liveStateOf(session, now)));
  }
  return { at: now.toISOString(), sessions };
}

/** The next session that a scope reaches and that has not begun; null when none is planned. */
export async function nextSession(scope: Scope, now: Date): Promise<Session | null> {
  const [session] = await sql()<Session[]>`
    select ${sessionColumns()} from ${sessionTables()}
    where ${reachableSessions(scope)} and s.status = 'scheduled' and s.scheduled_end > ${now}
    order by s.scheduled_start, s.id limit 1`;
  return session ?? null;
}

/** People of the audience whose stay reaches now, whether or not they have been there long enough to count as having come. */
export async function currentViewers(session: Session, now: Date): Promise<number> {
  const window = windowOf(session, now);
  if (session.status !== "live" || !window) return 0;
  const [counted] = await sql()<{ count: number }[]>`
    with ${peopleOf(session, window, now)}
    select count(*)::int as count from people where not host and upper(stays) = ${now.getTime()}::bigint`;
  return counted?.count ?? 0;
}

async function latestMessages(sessionId: string): Promise<LiveState["latest_messages"]> {
  const rows = await sql()<{ id: string; name: string; text: string; question: boolean; sent_at: Date }[]>`
    select m.id, a.display_name as name, m.text, m.question, m.sent_at
    from messages m join attendees a on a.session_id = m.session_id and a.id = m.attendee_id
    where m.session_id = ${sessionId} order by m.sent_at desc, m.id desc limit ${latestMessagesMax}`;
  return rows.map(({ sent_at: sentAt, ...message }) => ({ ...message, sent_at: sentAt.toISOString() }));
}

import "server-only";
import { and, asc, desc, eq, gt, sql } from "drizzle-orm";
import { reachesSessions } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { builtOnce, db } from "@/lib/db/client";
import { ofAttendee } from "@/lib/db/tables/facts";
import { attendees, messages, sessions } from "@/lib/db/tables/sessions";
import { isoInstants } from "@/lib/http/contract";
import { attendeeCtes, attendeeValues, nowMs } from "../queries/attendee-ctes";
import { minutesOf } from "../queries/engagement";
import { numbersOf } from "../queries/numbers";
import { selectSessions, sessionById } from "../queries/session";
import type { SessionNumbers } from "../schema";
import { type Session, windowOf } from "../session";
import { type LiveRows, type LiveState, liveRowOf } from "./schema";

/** How many of the latest messages are sent: about one screen. */
const latestMessagesMax = 20;
/** How many types of reactions are sent, the most frequent ones: players may send any text as a type. */
export const reactionTypesMax = 20;
/** At most this many sessions on one Live page. */
const liveSessionsMax = 50;

/** A session's live state. The session was read before its facts, so a state is never older than its version. */
export async function liveStateOf(session: Session, now: Date): Promise<LiveState> {
  const [numbers, timeline, current_viewers, latest_messages] = await Promise.all([
    numbersOf(session, now),
    minutesOf(session, now),
    currentViewers(session, now),
    // Messages are shown only while a session is live or can start.
    session.status === "ended" ? [] : latestMessages(session.id),
  ]);
  const { engagement } = numbers;
  return {
    session_id: session.id,
    version: session.version,
    at: now.toISOString(),
    session_status: session.status,
    current_viewers,
    numbers: { ...numbers, engagement: { ...engagement, reactions_by_type: mostFrequent(engagement) } },
    timeline,
    latest_messages,
  };
}

const mostFrequent = ({ reactions_by_type }: SessionNumbers["engagement"]) =>
  Object.fromEntries(
    Object.entries(reactions_by_type)
      .sort((a, b) => b[1] - a[1])
      .slice(0, reactionTypesMax),
  );

/** The sessions that are live now and that a scope reaches, the earliest first. */
export async function liveSessionIds(scope: Scope): Promise<string[]> {
  const rows = await db()
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(reachesSessions(scope, sessions), eq(sessions.status, "live")))
    .orderBy(asc(sessions.begun_at), asc(sessions.id))
    .limit(liveSessionsMax);
  return rows.map(({ id }) => id);
}

/** The live sessions that a scope reaches with their current numbers, for the first render of the Live page. */
export async function liveSessionRows(scope: Scope, now: Date): Promise<LiveRows> {
  const rows: LiveRows["sessions"] = [];
  for (const id of await liveSessionIds(scope)) {
    // Sequential: there are few, and each uses several connections.
    const session = await sessionById(id);
    if (session?.status === "live") rows.push(liveRowOf(session, await liveStateOf(session, now)));
  }
  return { at: now.toISOString(), sessions: rows };
}

/** The scope's next session that has not begun; null if none is planned. */
export async function nextSession(scope: Scope, now: Date): Promise<Session | null> {
  const [session] = await selectSessions()
    .where(
      and(
        reachesSessions(scope, sessions),
        eq(sessions.status, "scheduled"),
        gt(sessions.scheduled_end, now),
      ),
    )
    .orderBy(asc(sessions.scheduled_start), asc(sessions.id))
    .limit(1);
  return session ?? null;
}

/** People present now, including those not present long enough to count as attended. */
export async function currentViewers(session: Session, now: Date): Promise<number> {
  const window = windowOf(session, now);
  if (session.status !== "live" || !window) return 0;
  const statement = builtOnce("current viewers", countPresent);
  const [counted] = await statement.execute(attendeeValues(session, window, now));
  return counted?.viewers ?? 0;
}

function countPresent() {
  const { stays, said, reacted, people } = attendeeCtes();
  return db()
    .with(stays, said, reacted, people)
    .select({ viewers: sql<number>`count(*)::int` })
    .from(people)
    .where(and(eq(people.host, false), sql`upper(${people.stays}) = ${nowMs}`));
}

async function latestMessages(sessionId: string): Promise<LiveState["latest_messages"]> {
  const rows = await db()
    .select({
      id: messages.id,
      user_id: attendees.user_id,
      name: attendees.display_name,
      text: messages.text,
      question: messages.question,
      sent_at: messages.sent_at,
    })
    .from(messages)
    .innerJoin(attendees, ofAttendee(messages))
    .where(eq(messages.session_id, sessionId))
    .orderBy(desc(messages.sent_at), desc(messages.id))
    .limit(latestMessagesMax);
  return rows.map(isoInstants);
}

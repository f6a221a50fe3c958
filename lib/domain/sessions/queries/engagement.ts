import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import type { EngagementQuery } from "../filters";
import type { EngagementAnswer } from "../schema";
import { type Session, windowOf } from "../session";
import { numbersOf } from "./numbers";
import { peopleOf, readMinutes } from "./people";
import { reachSession } from "./reach";

/** What a session's people wrote, asked and sent: in all, by minute, and by attendee (a page of those who did, the busiest first). */
export async function engagement(
  scope: Scope,
  idOrExternalId: string,
  query: EngagementQuery,
  now: Date,
): Promise<EngagementAnswer> {
  const session = await reachSession(scope, idOrExternalId);
  const window = windowOf(session, now);
  const [numbers, timeline, attendees, [counted]] = await Promise.all([
    numbersOf(session, now),
    minutesOf(session, now),
    sql()<EngagementAnswer["attendees"]>`
      with ${peopleOf(session, window, now)}
      select id as attendee_id, name, messages, questions, reactions from people where not host and messages + reactions > 0
      order by messages + reactions desc, lower(name), id limit ${query.limit} offset ${query.offset}`,
    sql()<{ total: number }[]>`
      with ${peopleOf(session, window, now)} select count(*)::int as total from people where not host and messages + reactions > 0`,
  ]);
  return {
    success: true,
    session_id: session.id,
    engagement: numbers.engagement,
    timeline,
    attendees: [...attendees],
    total: counted?.total ?? 0,
  };
}

/** Messages, questions and reactions minute by minute; only minutes that have any. */
export async function minutesOf(session: Session, now: Date): Promise<EngagementAnswer["timeline"]> {
  const window = windowOf(session, now);
  return window ? [...(await readMinutes(session, window))] : [];
}

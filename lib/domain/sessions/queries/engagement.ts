import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import type { EngagementQuery } from "../filters";
import type { EngagementAnswer } from "../schema";
import { type Session, windowOf } from "../session";
import { readMinutes, saidOf } from "./attendee-ctes";
import { numbersOf } from "./numbers";
import { reachSession } from "./reach";

/** What a session's people wrote, asked and sent: in all, by minute, and by attendee (a page of those who did, the busiest first). */
export async function engagement(
  scope: Scope,
  idOrExternalId: string,
  query: EngagementQuery,
  now: Date,
): Promise<EngagementAnswer> {
  const session = await reachSession(scope, idOrExternalId);
  const [numbers, timeline, attendees, [counted]] = await Promise.all([
    numbersOf(session, now),
    minutesOf(session, now),
    sql()<EngagementAnswer["attendees"]>`
      with ${busyOf(session)} select * from busy
      order by messages + reactions desc, lower(name), attendee_id limit ${query.limit} offset ${query.offset}`,
    sql()<{ total: number }[]>`with ${busyOf(session)} select count(*)::int as total from busy`,
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

/** The CTEs of one session that end in `busy`: who of the audience wrote or reacted, and how often. */
const busyOf = (session: Pick<Session, "id">) => sql()`
  ${saidOf(session)},
  busy as (
    select a.id as attendee_id, a.display_name as name, coalesce(m.messages, 0) + a.reported_messages as messages,
      coalesce(m.questions, 0) as questions, coalesce(e.reactions, 0) as reactions
    from attendees a left join said m on m.attendee_id = a.id left join reacted e on e.attendee_id = a.id
    where a.session_id = ${session.id} and not a.host
      and coalesce(m.messages, 0) + a.reported_messages + coalesce(e.reactions, 0) > 0
  )`;

/** Messages, questions and reactions minute by minute; only minutes that have any. */
export async function minutesOf(session: Session, now: Date): Promise<EngagementAnswer["timeline"]> {
  const window = windowOf(session, now);
  return window ? [...(await readMinutes(session, window))] : [];
}

import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import { beginsWith, holds } from "@/lib/db/patterns";
import type { SessionPeopleQuery } from "../filters";
import { reachSession } from "./reach";

/** Somebody of a session as the page of its people shows them. */
export type SessionPerson = {
  id: string;
  name: string;
  email: string | null;
  /** Who they are in the school, where that is known. */
  user_id: string | null;
  user_name: string | null;
  host: boolean;
  registered_at: Date | null;
  cancelled_at: Date | null;
  rsvp: string | null;
  /** Was seen there: by the players, or in a report. */
  came: boolean;
};

export type PeopleCounts = { registered: number; cancelled: number; walk_ins: number; unknown: number };

const conditions = {
  registered: () => sql()`a.registered_at is not null and a.cancelled_at is null`,
  cancelled: () => sql()`a.cancelled_at is not null`,
  walk_in: () => sql()`a.registered_at is null and not a.host`,
  unknown: () => sql()`a.user_id is null`,
};

const came = () => sql()`(a.reported_ms is not null or exists (
  select from presence p where p.session_id = a.session_id and p.attendee_id = a.id))`;

/** One page of a session's people by name, how many there are, and how many of each kind in all. Throws as `reachSession`. */
export async function sessionPeople(
  scope: Scope,
  sessionId: string,
  query: SessionPeopleQuery,
): Promise<{ items: SessionPerson[]; total: number; counts: PeopleCounts }> {
  const { id } = await reachSession(scope, sessionId);
  const where = sql()`
    a.session_id = ${id}
    ${query.state ? sql()`and ${conditions[query.state]()}` : sql()``}
    ${query.q ? sql()`and (a.display_name ilike ${holds(query.q)} or a.email ilike ${holds(query.q)})` : sql()``}`;
  const [items, [totals], [counts]] = await Promise.all([
    sql()<SessionPerson[]>`
      select a.id, a.display_name as name, a.email, a.user_id, u.name as user_name, a.host,
        a.registered_at, a.cancelled_at, a.rsvp, ${came()} as came
      from attendees a left join users u on u.id = a.user_id
      where ${where} order by lower(a.display_name), a.id limit ${query.limit} offset ${query.offset}`,
    sql()<{ total: number }[]>`select count(*)::int as total from attendees a where ${where}`,
    sql()<PeopleCounts[]>`
      select (count(*) filter (where ${conditions.registered()}))::int as registered,
        (count(*) filter (where ${conditions.cancelled()}))::int as cancelled,
        (count(*) filter (where ${conditions.walk_in()} and ${came()}))::int as walk_ins,
        (count(*) filter (where ${conditions.unknown()}))::int as unknown
      from attendees a where a.session_id = ${id}`,
  ]);
  return {
    items: [...items],
    total: totals?.total ?? 0,
    counts: counts ?? { registered: 0, cancelled: 0, walk_ins: 0, unknown: 0 },
  };
}

/** Who is in the session under these words, those whose name begins with them first; for choosing whom somebody was. */
export async function findInSession(
  sessionId: string,
  words: string,
  limit: number,
): Promise<{ id: string; name: string; email: string | null; user_id: string | null }[]> {
  return await sql()<{ id: string; name: string; email: string | null; user_id: string | null }[]>`
    select id, display_name as name, email, user_id from attendees
    where session_id = ${sessionId} and (display_name ilike ${holds(words)} or email ilike ${holds(words)})
    order by display_name ilike ${beginsWith(words)} desc, lower(display_name), id limit ${limit}`;
}

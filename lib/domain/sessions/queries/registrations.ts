import "server-only";
import { and, desc, eq, exists, ilike, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { beginsWith, contains } from "@/lib/db/patterns";
import { ofAttendee } from "@/lib/db/tables/facts";
import { users } from "@/lib/db/tables/people";
import { attendees, presence } from "@/lib/db/tables/sessions";
import { listPage } from "@/lib/http/list";
import type { SessionPeopleQuery } from "../filters";

const conditions = {
  registered: and(isNotNull(attendees.registered_at), isNull(attendees.cancelled_at)),
  cancelled: isNotNull(attendees.cancelled_at),
  walk_in: and(isNull(attendees.registered_at), eq(attendees.host, false)),
  unknown: isNull(attendees.user_id),
} satisfies Record<NonNullable<SessionPeopleQuery["state"]>, SQL | undefined>;

export type SessionPerson = Awaited<ReturnType<typeof sessionPeople>>["items"][number];

/** One page of a session's people by name, the total, and the number of each kind. */
export async function sessionPeople(sessionId: string, query: SessionPeopleQuery) {
  const ofSession = eq(attendees.session_id, sessionId);
  const words = query.q && contains(query.q);
  const where = and(
    ofSession,
    query.state && conditions[query.state],
    words ? or(ilike(attendees.display_name, words), ilike(attendees.email, words)) : undefined,
  );
  // Present according to the players or a report.
  const came = sql<boolean>`${or(
    isNotNull(attendees.reported_ms),
    exists(db().select({ client_id: presence.client_id }).from(presence).where(ofAttendee(presence))),
  )}`;
  const counted = (condition: SQL | undefined) => sql<number>`(count(*) filter (where ${condition}))::int`;
  const [page, [counts]] = await Promise.all([
    listPage(
      db()
        .select({
          id: attendees.id,
          name: attendees.display_name,
          email: attendees.email,
          /** Their user in the school, if known. */
          user_id: attendees.user_id,
          user_name: users.name,
          host: attendees.host,
          registered_at: attendees.registered_at,
          cancelled_at: attendees.cancelled_at,
          rsvp: attendees.rsvp,
          came,
        })
        .from(attendees)
        .leftJoin(users, eq(users.id, attendees.user_id))
        .where(where)
        .orderBy(byName(attendees.display_name), attendees.id)
        .$dynamic(),
      query,
    ),
    db()
      .select({
        registered: counted(conditions.registered),
        cancelled: counted(conditions.cancelled),
        walk_ins: counted(and(conditions.walk_in, came)),
        unknown: counted(conditions.unknown),
      })
      .from(attendees)
      .where(ofSession),
  ]);
  return { ...page, counts: counts ?? { registered: 0, cancelled: 0, walk_ins: 0, unknown: 0 } };
}

/** The session's people whose name contains these words, those that begin with them first; for matching a person. */
export async function findInSession(sessionId: string, words: string, limit: number) {
  return await db()
    .select({
      id: attendees.id,
      name: attendees.display_name,
      email: attendees.email,
      user_id: attendees.user_id,
    })
    .from(attendees)
    .where(
      and(
        eq(attendees.session_id, sessionId),
        or(ilike(attendees.display_name, contains(words)), ilike(attendees.email, contains(words))),
      ),
    )
    .orderBy(
      desc(ilike(attendees.display_name, beginsWith(words))),
      byName(attendees.display_name),
      attendees.id,
    )
    .limit(limit);
}

import "server-only";
import { and, asc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/client";
import { insertRows } from "@/lib/db/insert-rows";
import { isAnyOf } from "@/lib/db/literals";
import type { users } from "@/lib/db/tables/people";
import { attendeeIdentities, attendees, sessions } from "@/lib/db/tables/sessions";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { changed, lockSessions } from "../live/lock";
import { mergeRows } from "./attendees";

type User = Pick<typeof users.$inferSelect, "id" | "name" | "email">;

/**
 * Gives everything that one user did in sessions to another: where both attended, their attendees are merged. Players that name the
 * earlier user in these sessions still lead to the attendee.
 */
export async function moveUser(tx: Tx, from: Pick<User, "id" | "email">, into: User): Promise<void> {
  const attended = await tx
    .select({ id: attendees.session_id })
    .from(attendees)
    .where(eq(attendees.user_id, from.id));
  const taught = await tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.instructor_id, from.id));
  const ids = [...new Set([...attended, ...taught].map(({ id }) => id))].sort();
  if (ids.length === 0) return;
  await lockSessions(tx, ids);
  await tx
    .update(sessions)
    .set({ instructor_id: into.id })
    .where(and(isAnyOf(sessions.id, ids), eq(sessions.instructor_id, from.id)));

  const addresses = [from.email, into.email].flatMap((email) => (email ? [`e:${email}`] : []));
  const named = tx
    .select({ id: attendeeIdentities.attendee_id })
    .from(attendeeIdentities)
    .where(
      and(
        eq(attendeeIdentities.session_id, attendees.session_id),
        isAnyOf(attendeeIdentities.identity, addresses),
      ),
    );
  const theirs = await tx
    .select({ session_id: attendees.session_id, id: attendees.id })
    .from(attendees)
    .where(
      and(
        isAnyOf(attendees.session_id, ids),
        or(
          inArray(attendees.user_id, [from.id, into.id]),
          // Somebody without an account, before one of the two had theirs.
          and(isNull(attendees.user_id), inArray(attendees.id, named)),
        ),
      ),
    )
    .orderBy(sql`${attendees.user_id} = ${into.id} desc nulls last`, asc(attendees.id));
  /** The attendee of each session who stays. */
  const kept = new Map<string, string>();
  for (const { session_id, id } of theirs) {
    const holder = getOrInsert(kept, session_id, () => id);
    if (holder !== id) await mergeRows(tx, session_id, id, holder);
  }
  await tx
    .update(attendees)
    .set({
      user_id: into.id,
      display_name: into.name,
      email: sql`case when ${attendees.email} is null or ${attendees.email} = ${from.email} then ${into.email} else ${attendees.email} end`,
      host: sql`${attendees.host} or exists (
        select from ${sessions} where ${sessions.id} = ${attendees.session_id} and ${sessions.instructor_id} = ${into.id})`,
    })
    .where(and(isAnyOf(attendees.session_id, ids), isAnyOf(attendees.id, [...kept.values()])));
  const identities = [`u:${into.id}`, ...(into.email ? [`e:${into.email}`] : [])];
  await insertRows(
    tx,
    attendeeIdentities,
    [...kept].flatMap(([session_id, attendee_id]) =>
      identities.map((identity) => ({ session_id, identity, attendee_id })),
    ),
    ["attendee_id"],
  );
  await changed(tx, ids);
}

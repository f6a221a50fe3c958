import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import {
  attendeeIdentities,
  attendees,
  feedback,
  messages,
  presence,
  sessions,
} from "@/lib/db/tables/sessions";
import { changed, lockSessions } from "../live/lock";

/** What stands in place of a name and of a text that were erased. */
export type Nobody = { name: string; text: string };

/**
 * Takes everything from these attendees of a session that leads to a person: name, address, account, the ids of their clients, and what
 * they wrote. How long they were present, how often they wrote or reacted and their rating stay, so that the session's numbers do.
 */
export async function eraseAttendees(
  tx: Tx,
  sessionId: string,
  attendeeIds: readonly string[],
  nobody: Nobody,
): Promise<void> {
  await lockSessions(tx, [sessionId]);
  const of = (table: typeof presence | typeof messages | typeof feedback | typeof attendeeIdentities) =>
    and(eq(table.session_id, sessionId), isAnyOf(table.attendee_id, attendeeIds));
  await tx
    .update(attendees)
    .set({ display_name: nobody.name, email: null, user_id: null })
    .where(and(eq(attendees.session_id, sessionId), isAnyOf(attendees.id, attendeeIds)));
  await tx.delete(attendeeIdentities).where(of(attendeeIdentities));
  await tx.update(presence).set({ client_id: sql`'erased ' || gen_random_uuid()` }).where(of(presence));
  await tx.update(messages).set({ text: nobody.text }).where(of(messages));
  await tx
    .update(feedback)
    .set({ comment: null, language: null, sentiment: null, names: null })
    .where(of(feedback));
  await changed(tx, [sessionId]);
}

/** Gives the sessions that somebody teaches to another: they belong to the school, and stay. */
export async function giveSessions(tx: Tx, from: string, into: string): Promise<void> {
  const taught = await tx.select({ id: sessions.id }).from(sessions).where(eq(sessions.instructor_id, from));
  if (taught.length === 0) return;
  const ids = taught.map(({ id }) => id);
  await lockSessions(tx, ids);
  await tx.update(sessions).set({ instructor_id: into }).where(isAnyOf(sessions.id, ids));
  await changed(tx, ids);
}

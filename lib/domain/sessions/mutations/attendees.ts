import "server-only";
import { and, desc, eq, inArray, ne, or, type SQL, sql } from "drizzle-orm";
import { reachesPeopleIn } from "@/lib/auth/reach";
import { byIdOrExternalId } from "@/lib/auth/references";
import type { Scope } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/client";
import { insertRows } from "@/lib/db/insert-rows";
import { isAnyOf } from "@/lib/db/literals";
import { attendeeTables, ofAttendee } from "@/lib/db/tables/facts";
import { users } from "@/lib/db/tables/people";
import { attendeeIdentities, attendees, feedback, presence } from "@/lib/db/tables/sessions";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError, fieldError } from "@/lib/platform/errors";
import type { ChangeAttendee } from "../forms";
import { changed, lockSessions } from "../live/lock";
import { reachSession } from "../queries/session";
import type { Session } from "../session";
import { auditSession } from "./audit";
import { noSuchPerson } from "./references";

/* Corrections by hand of who an attendee was. Each returns the attendee with all data afterwards. */

type Changed = { attendee_id: string };
type Attendee = typeof attendees.$inferSelect;

const isAttendee = (sessionId: string, id: string): SQL =>
  sql`(${attendees.session_id} = ${sessionId} and ${attendees.id} = ${id})`;

async function readAttendee(tx: Tx, sessionId: string, id: string): Promise<Attendee> {
  const [row] = await tx.select().from(attendees).where(isAttendee(sessionId, id));
  if (!row) throw new AppError("not_found", "errors.session.person_unknown");
  return row;
}

/** An attendee in the audit log: ids only, so that erasing a person does not change the log. */
const trace = ({ id, user_id, registered_at, cancelled_at }: Attendee) => ({
  attendee_id: id,
  user_id,
  registered_at,
  cancelled_at,
});

/** The attendees with these identities, by identity. */
export async function attendeesNamed(tx: Tx, sessionId: string, identities: readonly string[]) {
  return await tx
    .select({ identity: attendeeIdentities.identity, attendee: attendees })
    .from(attendeeIdentities)
    .innerJoin(attendees, ofAttendee(attendeeIdentities))
    .where(
      and(eq(attendeeIdentities.session_id, sessionId), isAnyOf(attendeeIdentities.identity, identities)),
    );
}

/** One correction of a session that the scope reaches: under its lock, with an audit row and a new version. Without a detail nothing changed. */
async function correct(
  ctx: Context,
  sessionId: string,
  action: `session.${string}`,
  work: (tx: Tx, session: Session) => Promise<Changed & { detail: Record<string, unknown> | null }>,
): Promise<Changed> {
  const session = await reachSession(ctx.scope, sessionId);
  return await transaction(async (tx) => {
    await lockSessions(tx, [session.id]);
    const { attendee_id, detail } = await work(tx, session);
    if (detail === null) return { attendee_id };
    await changed(tx, [session.id]);
    await auditSession(tx, ctx, action, session, detail);
    return { attendee_id };
  });
}

/** How long these attendees were present by their heartbeats, in milliseconds; without those who have none. */
export async function presenceLengths(tx: Tx, sessionId: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, number>();
  const rows = await tx
    .select({
      attendee_id: presence.attendee_id,
      ms: sql`sum(upper(r) - lower(r) - ${presence.grace_ms})`.mapWith(Number),
    })
    .from(presence)
    .crossJoinLateral(sql`unnest(${presence.heartbeats}) r`)
    .where(and(eq(presence.session_id, sessionId), isAnyOf(presence.attendee_id, ids)))
    .groupBy(presence.attendee_id);
  return new Map(rows.map(({ attendee_id, ms }) => [attendee_id, ms]));
}

const least = (a: Date | null, b: Date | null) => (a && b ? (a < b ? a : b) : (a ?? b));
const greatest = (a: Date | null, b: Date | null) => (a && b ? (a > b ? a : b) : (a ?? b));

/** Moves all data of one attendee to another and deletes the row: the latest feedback and the earliest registration are kept, reported durations add up. */
export async function mergeRows(tx: Tx, sessionId: string, fromId: string, intoId: string): Promise<void> {
  const from = await readAttendee(tx, sessionId, fromId);
  const into = await readAttendee(tx, sessionId, intoId);
  const lengths = await presenceLengths(tx, sessionId, [fromId, intoId]);
  const isRegistered = (one: Attendee) => one.registered_at !== null && one.cancelled_at === null;
  const lengthOf = (one: Attendee) => one.reported_ms ?? lengths.get(one.id) ?? 0;
  await tx
    .update(attendees)
    .set({
      user_id: into.user_id ?? from.user_id,
      email: into.email ?? from.email,
      host: into.host || from.host,
      cancelled_at:
        isRegistered(into) || isRegistered(from) ? null : greatest(into.cancelled_at, from.cancelled_at),
      registered_at: least(into.registered_at, from.registered_at),
      rsvp: into.rsvp ?? from.rsvp,
      // A reported duration replaces visits, so the other's visits are added as a duration.
      reported_ms:
        into.reported_ms === null && from.reported_ms === null ? null : lengthOf(into) + lengthOf(from),
      reported_messages: into.reported_messages + from.reported_messages,
      deleted_messages: into.deleted_messages + from.deleted_messages,
      deleted_questions: into.deleted_questions + from.deleted_questions,
      deleted_reactions: into.deleted_reactions + from.deleted_reactions,
      // Undoing an import must not remove other data.
      import_id: into.import_id === from.import_id ? into.import_id : null,
      created_at: least(into.created_at, from.created_at)!,
    })
    .where(isAttendee(sessionId, intoId));
  const feedbackOf = (id: string) => and(eq(feedback.session_id, sessionId), eq(feedback.attendee_id, id));
  const [, earlier] = await tx
    .select({ attendee_id: feedback.attendee_id })
    .from(feedback)
    .where(or(feedbackOf(fromId), feedbackOf(intoId)))
    .orderBy(desc(feedback.sent_at), sql`${feedback.attendee_id} = ${fromId}`);
  if (earlier) await tx.delete(feedback).where(feedbackOf(earlier.attendee_id));
  for (const table of attendeeTables)
    await tx
      .update(table)
      .set({ attendee_id: intoId })
      .where(and(eq(table.session_id, sessionId), eq(table.attendee_id, fromId)));
  await tx.delete(attendees).where(isAttendee(sessionId, fromId));
}

/** Merges one attendee into another, who is kept. Throws `not_found`, `forbidden`, and `invalid` for an attendee with itself. */
export async function mergeAttendees(ctx: Context, sessionId: string, fromId: string, intoId: string) {
  return correct(ctx, sessionId, "session.merge_attendees", async (tx, session) => {
    if (fromId === intoId) throw fieldError("merge_into", "errors.field.another_attendee");
    const from = await readAttendee(tx, session.id, fromId);
    const into = await readAttendee(tx, session.id, intoId);
    await mergeRows(tx, session.id, fromId, intoId);
    const after = await readAttendee(tx, session.id, intoId);
    return {
      attendee_id: intoId,
      detail: { before: [trace(from), trace(into)], after: trace(after) },
    };
  });
}

/** Matches an attendee to a user of the school, or with null to nobody; merges them where that user is in the session already. */
export async function reassignAttendee(
  ctx: Context,
  sessionId: string,
  attendeeId: string,
  userId: string | null,
): Promise<Changed> {
  return correct(ctx, sessionId, "session.reassign_attendee", async (tx, session) => {
    const before = await readAttendee(tx, session.id, attendeeId);
    const user = userId === null ? null : await readUser(tx, ctx.scope, session, userId);
    if (before.user_id === (user?.id ?? null)) return { attendee_id: attendeeId, detail: null };
    await unmatch(tx, before);
    const holder = user ? await matchTo(tx, session, attendeeId, user) : attendeeId;
    return {
      attendee_id: holder,
      detail: { before: trace(before), after: trace(await readAttendee(tx, session.id, holder)) },
    };
  });
}

type User = Pick<typeof users.$inferSelect, "id" | "email" | "name">;

async function readUser(tx: Tx, scope: Scope, session: Session, id: string): Promise<User> {
  const [user] = await tx
    .select({ id: users.id, email: users.email, name: users.name })
    .from(users)
    .where(
      and(
        eq(users.school_id, session.school_id),
        reachesPeopleIn(scope, session.id, users),
        byIdOrExternalId(users, id),
      ),
    )
    .orderBy(sql`${users.id}::text = ${id} desc`)
    .limit(1);
  if (!user) throw fieldError("user_id", noSuchPerson, "not_found");
  return user;
}

/** Undoes the match of an attendee to a user: removes the user's identities from the attendee. */
async function unmatch(tx: Tx, attendee: Attendee): Promise<void> {
  if (attendee.user_id === null) return;
  const [user] = await tx.select({ email: users.email }).from(users).where(eq(users.id, attendee.user_id));
  const identities = [`u:${attendee.user_id}`, ...(user ? [`e:${user.email}`] : [])];
  await tx
    .delete(attendeeIdentities)
    .where(
      and(
        eq(attendeeIdentities.session_id, attendee.session_id),
        eq(attendeeIdentities.attendee_id, attendee.id),
        inArray(attendeeIdentities.identity, identities),
      ),
    );
  await tx
    .update(attendees)
    .set({ user_id: null, host: false, email: attendee.email === user?.email ? null : attendee.email })
    .where(isAttendee(attendee.session_id, attendee.id));
}

/** Makes an attendee the user, merged with the attendees who are that user already; returns the attendee with all data. */
async function matchTo(tx: Tx, session: Session, attendeeId: string, user: User): Promise<string> {
  const identities = [`u:${user.id}`, `e:${user.email}`];
  const theirs = await tx
    .select({ id: attendees.id })
    .from(attendees)
    .where(
      and(
        eq(attendees.session_id, session.id),
        ne(attendees.id, attendeeId),
        or(
          eq(attendees.user_id, user.id),
          inArray(
            attendees.id,
            tx
              .select({ id: attendeeIdentities.attendee_id })
              .from(attendeeIdentities)
              .where(
                and(
                  eq(attendeeIdentities.session_id, session.id),
                  inArray(attendeeIdentities.identity, identities),
                ),
              ),
          ),
        ),
      ),
    )
    .orderBy(sql`${attendees.user_id} = ${user.id} desc nulls last`, attendees.id);
  const holder = theirs[0]?.id ?? attendeeId;
  for (const { id } of [{ id: attendeeId }, ...theirs])
    if (id !== holder) await mergeRows(tx, session.id, id, holder);
  await tx
    .update(attendees)
    .set({
      user_id: user.id,
      display_name: user.name,
      email: sql`coalesce(${attendees.email}, ${user.email})`,
      host: user.id === session.instructor_id,
    })
    .where(isAttendee(session.id, holder));
  await insertRows(
    tx,
    attendeeIdentities,
    identities.map((identity) => ({ session_id: session.id, identity, attendee_id: holder })),
    ["attendee_id"],
  );
  return holder;
}

/** Renames an attendee in this session. Throws `conflict` for a user of the school, whose account has their name. */
export async function renameAttendee(ctx: Context, sessionId: string, attendeeId: string, name: string) {
  return correct(ctx, sessionId, "session.rename_attendee", async (tx, session) => {
    const before = await readAttendee(tx, session.id, attendeeId);
    if (before.user_id) throw new AppError("conflict", "errors.session.name_of_account");
    if (before.display_name === name) return { attendee_id: attendeeId, detail: null };
    await tx.update(attendees).set({ display_name: name }).where(isAttendee(session.id, attendeeId));
    return { attendee_id: attendeeId, detail: { attendee_id: attendeeId } };
  });
}

/** One correction from a form or a route: exactly one of the three. */
export async function changeAttendee(
  ctx: Context,
  sessionId: string,
  attendeeId: string,
  { user_id, merge_into, name }: ChangeAttendee,
): Promise<Changed> {
  if (merge_into !== undefined) return mergeAttendees(ctx, sessionId, attendeeId, merge_into);
  if (name !== undefined) return renameAttendee(ctx, sessionId, attendeeId, name);
  return reassignAttendee(ctx, sessionId, attendeeId, user_id ?? null);
}

/** Cancels a registration; the person's other data stays. A repeat changes nothing. Throws `conflict` without a registration. */
export async function removeRegistration(ctx: Context, sessionId: string, attendeeId: string) {
  return correct(ctx, sessionId, "session.cancel_registration", async (tx, session) => {
    const before = await readAttendee(tx, session.id, attendeeId);
    if (!before.registered_at) throw new AppError("conflict", "errors.session.not_registered");
    if (before.cancelled_at) return { attendee_id: attendeeId, detail: null };
    await tx.update(attendees).set({ cancelled_at: ctx.now }).where(isAttendee(session.id, attendeeId));
    const after = await readAttendee(tx, session.id, attendeeId);
    return { attendee_id: attendeeId, detail: { before: trace(before), after: trace(after) } };
  });
}

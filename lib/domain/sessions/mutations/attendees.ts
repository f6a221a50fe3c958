import "server-only";
import { audit } from "@/lib/auth/audit";
import { sql } from "@/lib/db/client";
import type { Queries } from "@/lib/db/writer";
import type { Context } from "@/lib/http/context";
import { AppError, fieldError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import type { ChangeAttendee } from "../forms";
import { changed, lockSessions } from "../live/lock";
import { reachSession } from "../queries/reach";
import type { Session } from "../session";

/* Who was who in one session: corrections by hand. Each answers the attendee who holds everything afterwards. */

type Changed = { attendee_id: string };
type AttendeeRow = {
  id: string;
  display_name: string;
  email: string | null;
  user_id: string | null;
  registered_at: Date | null;
  cancelled_at: Date | null;
};

const columns = (tx: Queries) => tx`
  id, display_name, email, user_id, registered_at, cancelled_at`;

async function readAttendee(tx: Queries, sessionId: string, id: string): Promise<AttendeeRow> {
  const [row] = await tx<AttendeeRow[]>`
    select ${columns(tx)} from attendees where session_id = ${sessionId} and id = ${id}`;
  if (!row) throw new AppError("not_found", "Nobody in this session has this id.");
  return row;
}

/** What the audit keeps of an attendee: ids, so that erasing a person needs no edit of it. */
const trace = (row: AttendeeRow) => ({
  attendee_id: row.id,
  user_id: row.user_id,
  registered_at: row.registered_at?.toISOString() ?? null,
  cancelled_at: row.cancelled_at?.toISOString() ?? null,
});

/** One correction: the session reached, its lock taken, the work, its audit row and the session's new version, all or nothing. */
async function correct(
  ctx: Context,
  sessionId: string,
  action: `${string}.${string}`,
  work: (
    tx: Queries,
    session: Session,
  ) => Promise<(Changed & { detail: Record<string, unknown> }) | { attendee_id: string; detail: null }>,
): Promise<Changed> {
  const session = await reachSession(ctx.scope, sessionId);
  return (await sql().begin(async (tx) => {
    await lockSessions(tx, [session.id]);
    const { attendee_id, detail } = await work(tx, session);
    // Nothing changed.
    if (detail === null) return { attendee_id };
    await changed(tx, [session.id]);
    await audit(tx, ctx, {
      school_id: session.school_id,
      action,
      target: { type: "session", id: session.id },
      detail,
    });
    return { attendee_id };
  })) as Changed;
}

/**
 * Gives everything of one attendee to another and takes the row away: identities, presence, messages, reactions; the latest
 * feedback stands, the earliest registration holds, reported sums add up. The caller holds the session's lock.
 */
export async function mergeRows(tx: Queries, sessionId: string, from: string, into: string): Promise<void> {
  // A length that a report gives stands in place of stays: beside it, the other's stays count as a length too.
  await tx`
    with lengths as (
      select a.id, coalesce(a.reported_ms, (
        select sum(upper(r) - p.grace_ms - lower(r)) from presence p, unnest(p.heard) r
        where p.session_id = a.session_id and p.attendee_id = a.id))::bigint as ms, a.reported_ms
      from attendees a where a.session_id = ${sessionId} and a.id in (${from}, ${into})
    ), summed as (
      select case when count(reported_ms) > 0 then sum(ms) end::bigint as ms from lengths
    )
    update attendees i set
      user_id = coalesce(i.user_id, f.user_id), email = coalesce(i.email, f.email), host = i.host or f.host,
      cancelled_at = case
        when (i.registered_at is not null and i.cancelled_at is null) or (f.registered_at is not null and f.cancelled_at is null)
        then null else greatest(i.cancelled_at, f.cancelled_at) end,
      registered_at = least(i.registered_at, f.registered_at), rsvp = coalesce(i.rsvp, f.rsvp),
      reported_ms = summed.ms, reported_messages = i.reported_messages + f.reported_messages,
      -- Taking an import back must not take along what did not come with it.
      import_id = case when i.import_id = f.import_id then i.import_id end, created_at = least(i.created_at, f.created_at)
    from attendees f, summed
    where i.session_id = ${sessionId} and i.id = ${into} and f.session_id = ${sessionId} and f.id = ${from}`;
  await tx`
    delete from feedback a using feedback b
    where a.session_id = ${sessionId} and b.session_id = ${sessionId} and a.attendee_id in (${from}, ${into})
      and b.attendee_id in (${from}, ${into}) and a.attendee_id <> b.attendee_id
      and (a.sent_at < b.sent_at or (a.sent_at = b.sent_at and a.attendee_id = ${from}))`;
  for (const table of ["feedback", "attendee_identities", "presence", "messages", "reactions"])
    await tx`
      update ${tx(table)} set attendee_id = ${into} where session_id = ${sessionId} and attendee_id = ${from}`;
  await tx`delete from attendees where session_id = ${sessionId} and id = ${from}`;
}

/** Makes two attendees one; `intoId` stays. Throws `not_found`, `forbidden`, and `invalid` for one with itself. */
export async function mergeAttendees(
  ctx: Context,
  sessionId: string,
  fromId: string,
  intoId: string,
): Promise<Changed> {
  return correct(ctx, sessionId, "session.merge_attendees", async (tx, session) => {
    if (fromId === intoId) throw fieldError("merge_into", "must be somebody else");
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

type User = { id: string; email: string; name: string };

async function readUser(tx: Queries, session: Session, id: string): Promise<User> {
  const [user] = await tx<User[]>`
    select id, email, name from users
    where school_id = ${session.school_id}
      and ${uuidPattern.test(id) ? tx`(id = ${id} or external_id = ${id})` : tx`external_id = ${id}`}
    order by id::text = ${id} desc limit 1`;
  if (!user) throw fieldError("user_id", "there is no such person in the school", "not_found");
  return user;
}

/**
 * Says which user of the school an attendee is; null: nobody that is known. Where that user is in the session already, both
 * become one. Throws `not_found` for an attendee or a user that is not there.
 */
export async function reassignAttendee(
  ctx: Context,
  sessionId: string,
  attendeeId: string,
  userId: string | null,
): Promise<Changed> {
  return correct(ctx, sessionId, "session.reassign_attendee", async (tx, session) => {
    const before = await readAttendee(tx, session.id, attendeeId);
    const user = userId === null ? null : await readUser(tx, session, userId);
    if (before.user_id === (user?.id ?? null)) return { attendee_id: attendeeId, detail: null };
    await takeApart(tx, session.id, before);
    let holder = attendeeId;
    if (user) {
      const theirs = await tx<{ id: string }[]>`
        select id from attendees where session_id = ${session.id} and id <> ${attendeeId} and (
          user_id = ${user.id} or id in (
            select attendee_id from attendee_identities
            where session_id = ${session.id} and identity in (${`u:${user.id}`}, ${`e:${user.email}`})))
        order by user_id = ${user.id} desc nulls last, id`;
      holder = theirs[0]?.id ?? attendeeId;
      for (const { id } of [{ id: attendeeId }, ...theirs])
        if (id !== holder) await mergeRows(tx, session.id, id, holder);
      await tx`
        update attendees set user_id = ${user.id}, display_name = ${user.name}, email = coalesce(email, ${user.email}),
          host = ${user.id === session.instructor_id}
        where session_id = ${session.id} and id = ${holder}`;
      await tx`
        insert into attendee_identities (session_id, identity, attendee_id)
        select ${session.id}::uuid, i, ${holder}::uuid from unnest(${[`u:${user.id}`, `e:${user.email}`]}::text[]) i
        on conflict (session_id, identity) do update set attendee_id = excluded.attendee_id`;
    }
    return {
      attendee_id: holder,
      detail: { before: trace(before), after: trace(await readAttendee(tx, session.id, holder)) },
    };
  });
}

/** An attendee is not the user that they were taken for: what names that user leads to them no more. */
async function takeApart(tx: Queries, sessionId: string, attendee: AttendeeRow): Promise<void> {
  if (attendee.user_id === null) return;
  const [user] = await tx<{ email: string }[]>`select email from users where id = ${attendee.user_id}`;
  const names = [`u:${attendee.user_id}`, ...(user ? [`e:${user.email}`] : [])];
  await tx`
    delete from attendee_identities
    where session_id = ${sessionId} and attendee_id = ${attendee.id} and identity in ${tx(names)}`;
  await tx`
    update attendees set user_id = null, host = false, email = nullif(email, ${user?.email ?? null})
    where session_id = ${sessionId} and id = ${attendee.id}`;
}

/** Changes how an attendee is called in this session. Throws `conflict` for a known user, who bears their own name. */
export async function renameAttendee(
  ctx: Context,
  sessionId: string,
  attendeeId: string,
  name: string,
): Promise<Changed> {
  return correct(ctx, sessionId, "session.rename_attendee", async (tx, session) => {
    const before = await readAttendee(tx, session.id, attendeeId);
    if (before.user_id) throw new AppError("conflict", "A known person bears the name of their account.");
    if (before.display_name === name) return { attendee_id: attendeeId, detail: null };
    await tx`
      update attendees set display_name = ${name} where session_id = ${session.id} and id = ${attendeeId}`;
    return { attendee_id: attendeeId, detail: { attendee_id: attendeeId } };
  });
}

/** One correction as a form or a route asks for it: exactly one of the three. */
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

/** Takes a registration back; what the person did in the session stays. A second time changes nothing. Throws `conflict` without one. */
export async function removeRegistration(
  ctx: Context,
  sessionId: string,
  attendeeId: string,
): Promise<Changed> {
  return correct(ctx, sessionId, "session.cancel_registration", async (tx, session) => {
    const before = await readAttendee(tx, session.id, attendeeId);
    if (!before.registered_at) throw new AppError("conflict", "This person is not registered.");
    if (before.cancelled_at) return { attendee_id: attendeeId, detail: null };
    await tx`
      update attendees set cancelled_at = ${ctx.now} where session_id = ${session.id} and id = ${attendeeId}`;
    const after = await readAttendee(tx, session.id, attendeeId);
    return { attendee_id: attendeeId, detail: { before: trace(before), after: trace(after) } };
  });
}

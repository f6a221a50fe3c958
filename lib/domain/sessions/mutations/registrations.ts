import "server-only";
import { audit } from "@/lib/auth/audit";
import { sql } from "@/lib/db/client";
import { booleanArray, instantArray, textArray } from "@/lib/db/literals";
import type { Queries } from "@/lib/db/writer";
import type { Context } from "@/lib/http/context";
import { AppError, fieldError } from "@/lib/platform/errors";
import { newId, uuidPattern } from "@/lib/platform/ids";
import type { RegisterBody, Registration } from "../forms";
import { changed, lockSessions } from "../live/lock";
import { reachSession } from "../queries/reach";
import { mergeRows } from "./attendees";

type User = { id: string; external_id: string | null; email: string; name: string };
type Attendee = {
  id: string;
  display_name: string;
  email: string | null;
  user_id: string | null;
  host: boolean;
  registered_at: Date | null;
  rsvp: string | null;
  cancelled_at: Date | null;
};

/** The audit names so many attendees one by one; of more it says how many. */
const tracedMax = 100;

/**
 * Registers people for a session, up to 2,000 at once, in a transaction. Who is a user of the school (by id, or by address) is
 * that user; who is in the session already keeps what they have. `unchanged` counts those who were registered so before.
 * Throws `not_found` for a user id that the school does not have (naming the person), `conflict` when the session was cancelled.
 */
export async function registerPeople(
  ctx: Context,
  sessionId: string,
  { people }: RegisterBody,
): Promise<{ id: string; registered: number; unchanged: number }> {
  const session = await reachSession(ctx.scope, sessionId);
  const users = await usersNamed(session.school_id, people);
  const known = people.map((person, i) => {
    const user = person.user_id ? users.byId(person.user_id) : users.byEmail(person.email);
    if (person.user_id && !user)
      throw fieldError(`people[${i}].user_id`, "there is no such person in the school", "not_found");
    return user;
  });
  const outcome = await sql().begin(async (tx) => {
    await lockSessions(tx, [session.id]);
    const [row] = await tx<{ status: string }[]>`select status from sessions where id = ${session.id}`;
    if (row?.status === "cancelled") throw new AppError("conflict", "This session was cancelled.");

    const wanted = people.map((person, i) => identitiesOf(person, known[i]));
    const { attendees, identities } = await readAsOne(tx, session.id, wanted);
    const touched = new Map<string, Attendee>();
    const added: { identity: string; attendee_id: string }[] = [];
    let registered = 0;
    for (const [i, person] of people.entries()) {
      const user = known[i];
      const found = wanted[i]!.map((identity) => identities.get(identity)).find((id) => id !== undefined);
      const before = found ? attendees.get(found) : undefined;
      const after = registeredAs(before, person, user, user?.id === session.instructor_id, ctx.now);
      attendees.set(after.id, after);
      for (const identity of wanted[i]!)
        if (!identities.has(identity)) {
          identities.set(identity, after.id);
          added.push({ identity, attendee_id: after.id });
        }
      if (before && !differs(before, after)) continue;
      touched.set(after.id, after);
      registered++;
    }
    await store(tx, session.id, [...touched.values()], added, ctx.now);
    if (touched.size + added.length === 0) return { registered, unchanged: people.length };
    await changed(tx, [session.id]);
    await audit(tx, ctx, {
      school_id: session.school_id,
      action: "session.register",
      target: { type: "session", id: session.id },
      detail: {
        registered,
        unchanged: people.length - registered,
        ...(touched.size <= tracedMax ? { attendee_ids: [...touched.keys()] } : {}),
      },
    });
    return { registered, unchanged: people.length - registered };
  });
  return { id: session.id, ...outcome };
}

/** The school's users that these people name by an id of ours or theirs, or by an address; two reads by index. */
async function usersNamed(schoolId: string, people: readonly Registration[]) {
  const given = people.flatMap((person) => person.user_id ?? []);
  const ids = given.filter((id) => uuidPattern.test(id));
  const emails = people.flatMap((person) => person.email ?? []);
  const rows = await sql()<User[]>`
    select id, external_id, email, name from users where school_id = ${schoolId} and (
      id = any(${textArray(ids)}::uuid[]) or external_id = any(${textArray(given)}::text[])
      or email = any(${textArray(emails)}::text[]))`;
  const byOwnId = new Map(rows.map((user) => [user.id, user]));
  const byTheirId = new Map(rows.map((user) => [user.external_id, user]));
  const byEmail = new Map(rows.map((user) => [user.email, user]));
  return {
    byId: (id: string) => byOwnId.get(id.toLowerCase()) ?? byTheirId.get(id),
    byEmail: (email: string | undefined) => (email ? byEmail.get(email) : undefined),
  };
}

/** What leads to a person, the surest first. Who is only a name is told from others by it. */
function identitiesOf(person: Registration, user: User | undefined): string[] {
  const emails = [...new Set([user?.email, person.email])].filter((email) => email !== undefined);
  const all = [...(user ? [`u:${user.id}`] : []), ...emails.map((email) => `e:${email}`)];
  return all.length ? all : [`n:${person.name!.toLowerCase().replaceAll(/\s+/g, " ")}`];
}

/** Who is wanted, as far as they are there. What leads to two attendees (their address, and their account made since) makes them one. */
async function readAsOne(tx: Queries, sessionId: string, wanted: string[][]) {
  const found = await readAttendees(tx, sessionId, wanted.flat());
  const gone = new Map<string, string>();
  const standing = (id: string): string => {
    const into = gone.get(id);
    return into === undefined ? id : standing(into);
  };
  for (const identities of wanted) {
    const ids = identities.flatMap((identity) => found.identities.get(identity) ?? []).map(standing);
    for (const id of new Set(ids))
      if (id !== ids[0]) {
        await mergeRows(tx, sessionId, id, ids[0]!);
        gone.set(id, ids[0]!);
      }
  }
  return gone.size ? await readAttendees(tx, sessionId, wanted.flat()) : found;
}

/** Who these identities lead to in the session, and those attendees. */
async function readAttendees(tx: Queries, sessionId: string, wanted: string[]) {
  const rows = await tx<(Attendee & { identity: string })[]>`
    select i.identity, a.id, a.display_name, a.email, a.user_id, a.host,
      a.registered_at, a.rsvp, a.cancelled_at
    from attendee_identities i join attendees a on a.session_id = i.session_id and a.id = i.attendee_id
    where i.session_id = ${sessionId} and i.identity = any(${textArray([...new Set(wanted)])}::text[])`;
  return {
    attendees: new Map<string, Attendee>(rows.map(({ identity: _, ...attendee }) => [attendee.id, attendee])),
    identities: new Map(rows.map((row) => [row.identity, row.id])),
  };
}

/** The attendee once this registration has been taken down. */
function registeredAs(
  before: Attendee | undefined,
  person: Registration,
  user: User | undefined,
  host: boolean,
  now: Date,
): Attendee {
  const email = before?.email ?? person.email ?? user?.email ?? null;
  return {
    id: before?.id ?? newId(),
    // A name that was only the address gives way to a real one.
    display_name:
      user && !before?.user_id
        ? user.name
        : before && before.display_name !== before.email
          ? before.display_name
          : (person.name ?? before?.display_name ?? email ?? ""),
    email,
    user_id: before?.user_id ?? user?.id ?? null,
    host: before?.host || host,
    registered_at: before?.registered_at ?? (person.registered_at ? new Date(person.registered_at) : now),
    rsvp: person.rsvp ?? before?.rsvp ?? null,
    cancelled_at: person.cancelled ? (before?.cancelled_at ?? now) : null,
  };
}

const differs = (before: Attendee, after: Attendee) =>
  (Object.keys(after) as (keyof Attendee)[]).some((key) => {
    const [a, b] = [before[key], after[key]];
    return a instanceof Date && b instanceof Date ? a.getTime() !== b.getTime() : a !== b;
  });

async function store(
  tx: Queries,
  sessionId: string,
  attendees: Attendee[],
  identities: { identity: string; attendee_id: string }[],
  now: Date,
): Promise<void> {
  const texts = (key: "id" | "display_name" | "email" | "user_id" | "rsvp") =>
    textArray(attendees.map((one) => one[key]));
  if (attendees.length)
    await tx`
      insert into attendees (session_id, id, display_name, email, user_id, host, registered_at, rsvp, cancelled_at, created_at)
      select ${sessionId}::uuid, x.*, ${now}::timestamptz from unnest(
        ${texts("id")}::uuid[], ${texts("display_name")}::text[], ${texts("email")}::text[], ${texts("user_id")}::uuid[],
        ${booleanArray(attendees.map((one) => one.host))}::boolean[],
        ${instantArray(attendees.map((one) => one.registered_at))}::timestamptz[], ${texts("rsvp")}::text[],
        ${instantArray(attendees.map((one) => one.cancelled_at))}::timestamptz[]) x
      on conflict (session_id, id) do update set display_name = excluded.display_name, email = excluded.email,
        user_id = excluded.user_id, host = excluded.host, registered_at = excluded.registered_at, rsvp = excluded.rsvp,
        cancelled_at = excluded.cancelled_at`;
  if (identities.length)
    await tx`
      insert into attendee_identities (session_id, identity, attendee_id)
      select ${sessionId}::uuid, x.* from unnest(${textArray(identities.map((one) => one.identity))}::text[],
        ${textArray(identities.map((one) => one.attendee_id))}::uuid[]) x`;
}

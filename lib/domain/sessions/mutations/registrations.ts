import "server-only";
import { and, eq, or } from "drizzle-orm";
import { difference } from "@/lib/auth/audit";
import { reachesPeopleIn } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db, type Tx } from "@/lib/db/client";
import { formerlyNamed } from "@/lib/db/former-identities";
import { insertRows } from "@/lib/db/insert-rows";
import { isAnyOf } from "@/lib/db/literals";
import { users } from "@/lib/db/tables/people";
import { attendeeIdentities, attendees, sessions } from "@/lib/db/tables/sessions";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError, fieldError } from "@/lib/platform/errors";
import { newId, uuidPattern } from "@/lib/platform/ids";
import type { RegisterBody, Registration } from "../forms";
import { nameIdentityOf } from "../imports/plan";
import { changed, lockSessions } from "../live/lock";
import { reachSession } from "../queries/session";
import type { Session } from "../session";
import { attendeesNamed, mergeRows } from "./attendees";
import { auditSession } from "./audit";
import { noSuchPerson } from "./references";

const userColumns = { id: users.id, external_id: users.external_id, email: users.email, name: users.name };
type User = Pick<typeof users.$inferSelect, keyof typeof userColumns>;
type Attendee = typeof attendees.$inferSelect;

/** The audit log names up to this many attendees; for more only the number. */
const tracedMax = 100;

/** Registers people for a session: users whom the scope may name are matched, existing attendees keep their data. `unchanged` counts those already registered. */
export async function registerPeople(ctx: Context, sessionId: string, { people }: RegisterBody) {
  const session = await reachSession(ctx.scope, sessionId);
  const named = await usersNamed(ctx.scope, session, people);
  const matched = people.map((person, i) => {
    const user = person.user_id ? named.byId(person.user_id) : named.byEmail(person.email);
    if (person.user_id && !user) throw fieldError(`people[${i}].user_id`, noSuchPerson, "not_found");
    return user;
  });
  const outcome = await transaction(async (tx) => {
    await lockSessions(tx, [session.id]);
    const [row] = await tx
      .select({ status: sessions.status })
      .from(sessions)
      .where(eq(sessions.id, session.id));
    if (row?.status === "cancelled") throw new AppError("conflict", "errors.session.cancelled");

    const wanted = people.map((person, i) => identitiesOf(person, matched[i]));
    const existing = await readAsOne(tx, session.id, wanted);
    const touched = new Map<string, Attendee>();
    const added: (typeof attendeeIdentities.$inferSelect)[] = [];
    let registered = 0;
    for (const [i, person] of people.entries()) {
      const user = matched[i];
      const id = wanted[i]!.map((identity) => existing.identities.get(identity)).find((one) => one);
      const before = id ? existing.attendees.get(id) : undefined;
      const after = registeredAs(before, person, user, {
        session_id: session.id,
        host: user?.id === session.instructor_id,
        now: ctx.now,
      });
      existing.attendees.set(after.id, after);
      for (const identity of wanted[i]!)
        if (!existing.identities.has(identity)) {
          existing.identities.set(identity, after.id);
          added.push({ session_id: session.id, identity, attendee_id: after.id });
        }
      if (before && difference(before, after).keys.length === 0) continue;
      touched.set(after.id, after);
      registered++;
    }
    await insertRows(tx, attendees, [...touched.values()], registrationColumns);
    await insertRows(tx, attendeeIdentities, added);
    if (touched.size + added.length === 0) return { registered, unchanged: people.length };
    await changed(tx, [session.id]);
    const counts = { registered, unchanged: people.length - registered };
    const attendee_ids = touched.size <= tracedMax ? [...touched.keys()] : undefined;
    await auditSession(tx, ctx, "session.register", session, { ...counts, attendee_ids });
    return counts;
  });
  return { id: session.id, ...outcome };
}

/** The school's users whom these people are by our id, the school's, or an address, as far as the scope may name them. */
async function usersNamed(scope: Scope, session: Session, people: readonly Registration[]) {
  const given = people.flatMap((person) => person.user_id ?? []);
  const ids = given.filter((id) => uuidPattern.test(id));
  const emails = people.flatMap((person) => person.email ?? []);
  const former = await formerlyNamed(session.school_id, { ids, external_ids: given, emails });
  const rows: User[] = await db()
    .select(userColumns)
    .from(users)
    .where(
      and(
        eq(users.school_id, session.school_id),
        reachesPeopleIn(scope, session.id, users),
        or(
          isAnyOf(users.id, [...ids, ...former.values()]),
          isAnyOf(users.external_id, given),
          isAnyOf(users.email, emails),
        ),
      ),
    );
  const byOwnId = new Map(rows.map((user) => [user.id, user]));
  const byTheirId = new Map(rows.map((user) => [user.external_id, user]));
  const byEmail = new Map(rows.map((user) => [user.email, user]));
  const formerly = (identity: string) => byOwnId.get(former.get(identity) ?? "");
  return {
    byId: (id: string) =>
      byOwnId.get(id.toLowerCase()) ??
      byTheirId.get(id) ??
      formerly(`u:${id.toLowerCase()}`) ??
      formerly(`x:${id}`),
    byEmail: (email: string | undefined) =>
      email ? (byEmail.get(email) ?? formerly(`e:${email}`)) : undefined,
  };
}

/** A person's identities, the most reliable first; the name only without another. */
function identitiesOf(person: Registration, user: User | undefined): string[] {
  const emails = [...new Set([user?.email, person.email])].filter((email) => email !== undefined);
  const all = [...(user ? [`u:${user.id}`] : []), ...emails.map((email) => `e:${email}`)];
  return all.length ? all : [nameIdentityOf(person.name!)];
}

/** The attendees with these identities. Two attendees of one person (by address, and by an account created since) are merged. */
async function readAsOne(tx: Tx, sessionId: string, wanted: string[][]) {
  const existing = await readAttendees(tx, sessionId, wanted.flat());
  const merged = new Map<string, string>();
  const holder = (id: string): string => {
    const into = merged.get(id);
    return into === undefined ? id : holder(into);
  };
  for (const identities of wanted) {
    const ids = identities.flatMap((identity) => existing.identities.get(identity) ?? []).map(holder);
    for (const id of new Set(ids))
      if (id !== ids[0]) {
        await mergeRows(tx, sessionId, id, ids[0]!);
        merged.set(id, ids[0]!);
      }
  }
  return merged.size ? await readAttendees(tx, sessionId, wanted.flat()) : existing;
}

async function readAttendees(tx: Tx, sessionId: string, wanted: string[]) {
  const rows = await attendeesNamed(tx, sessionId, [...new Set(wanted)]);
  return {
    attendees: new Map(rows.map(({ attendee }) => [attendee.id, attendee])),
    identities: new Map(rows.map(({ identity, attendee }) => [identity, attendee.id])),
  };
}

/** The columns of an attendee that a registration changes. */
const registrationColumns = [
  "display_name",
  "email",
  "user_id",
  "host",
  "registered_at",
  "rsvp",
  "cancelled_at",
] as const satisfies (keyof Attendee)[];

/** The attendee with this registration. */
function registeredAs(
  before: Attendee | undefined,
  person: Registration,
  user: User | undefined,
  { session_id, host, now }: { session_id: string; host: boolean; now: Date },
): Attendee {
  const email = before?.email ?? person.email ?? user?.email ?? null;
  return {
    session_id,
    id: newId(),
    reported_ms: null,
    present_ms: null,
    reported_messages: 0,
    deleted_messages: 0,
    deleted_questions: 0,
    deleted_reactions: 0,
    import_id: null,
    created_at: now,
    ...before,
    // A real name replaces one that was only the address.
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

import "server-only";
import { and, eq, or, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { isFormerlyNamed } from "@/lib/db/former-identities";
import { users } from "@/lib/db/tables/people";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { uuidPattern } from "@/lib/platform/ids";
import { forgetSingleton, processCache, processSingleton } from "@/lib/platform/process";
import { followEndedAccess } from "./ended-access";
import { erasedAmong } from "./erased-identities";
import { knownTo } from "./reach";

/* Whom playback tokens and sign-ins name, for the ingest: each is read once a minute, and again once their access has changed. */

/** The person of a token or a sign-in: a user, or a token's subject. */
export type Person = {
  identity: string;
  user: { id: string; name: string; email: string | null; disabled: boolean } | null;
};

/** Where a token's subject is looked for; without it the subject is a user who has signed in. */
type Reach = { school_id: string; instructor_id: string | undefined };

/** Names seldom change. */
const freshMs = 60_000;
const subjectsMax = 20_000;

/** `user_id`: undefined while it is read. */
type Entry = { person: Promise<Person>; user_id: string | null | undefined };

const cached = () => processCache<Entry>("token subjects", { max: subjectsMax, ttl: freshMs });
const following = "token subjects followed";

/** Reads a person anew with their next beacon: they were deactivated, reactivated or merged. */
export function forgetSubject(userId: string): void {
  const entries = cached();
  // What is being read may be what was before.
  for (const [key, { user_id }] of entries.entries())
    if (user_id === userId || user_id === undefined) entries.delete(key);
}

/** A token's subject: the user of that id or external id within the reach of who had it signed, else a guest. */
export function personNamed(subject: string, reach: Reach | null): Promise<Person> {
  processSingleton(following, () =>
    followEndedAccess({ ended: forgetSubject, connected: () => cached().clear() }),
  );
  const key = `${reach?.school_id} ${reach?.instructor_id} ${subject}`;
  return getOrInsert(cached(), key, (): Entry => {
    const entry: Entry = { person: readPerson(subject, reach), user_id: undefined };
    entry.person.then(
      ({ user }) => {
        entry.user_id = user?.id ?? null;
      },
      () => cached().delete(key),
    );
    return entry;
  }).person;
}

/** Stops listening: for a process that stops. */
export function closeSubjects(): void {
  processSingleton(following, () => () => {})();
  forgetSingleton(following);
  cached().clear();
}

async function readPerson(subject: string, reach: Reach | null): Promise<Person> {
  const named = uuidPattern.test(subject)
    ? or(eq(users.id, subject), eq(users.external_id, subject))
    : eq(users.external_id, subject);
  const [user] = await db()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      disabled: sql<boolean>`${users.disabled_at} is not null`,
    })
    .from(users)
    .where(
      reach === null
        ? eq(users.id, subject)
        : and(
            eq(users.school_id, reach.school_id),
            reach.instructor_id ? knownTo(reach.instructor_id, users) : undefined,
            or(named, isFormerlyNamed(subject)),
          ),
    )
    // Who has the name now comes before who was merged.
    .orderBy(sql`${users.id}::text = ${subject} desc`, sql`${users.external_id} = ${subject} desc nulls last`)
    .limit(1);
  if (user) return { identity: `u:${user.id}`, user };
  // A token that was signed before somebody was erased: nothing may be stored under the name again.
  const names = [`u:${subject}`, `x:${subject}`];
  if (reach && (await erasedAmong(reach.school_id, names)).size > 0)
    return { identity: `s:${subject}`, user: { id: subject, name: "", email: null, disabled: true } };
  return { identity: `s:${subject}`, user: null };
}

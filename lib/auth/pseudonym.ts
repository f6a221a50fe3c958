import "server-only";
import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { schoolKeys } from "@/lib/db/tables/learning";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { processCache } from "@/lib/platform/process";
import { secretFor } from "./secrets";

/*
 * Whose a fact of the learning family is: an HMAC-SHA-256 of the user's id with a key of the school, which derives from LECTERN_SECRET and the
 * school's salt. Neither the database nor the secret alone tells whose the facts are, and nobody can once the salt is deleted.
 */

/** A key that was deleted or replaced makes no pseudonym after this time, and is out of memory within a minute. */
const freshMs = 2000;
const keptMs = 60_000;
const keysMax = 10_000;
const actorsMax = 50_000;

/** A user's pseudonym in their school: the first 128 bits, in the form of a UUID, which takes half the place. */
export function pseudonym(key: Uint8Array, userId: string): string {
  const hex = createHmac("sha256", key).update(userId.toLowerCase()).digest("hex");
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** The key of a school's pseudonyms: from the installation's secret and the school's salt. */
export const keyFrom = (salt: Uint8Array, schoolId: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secretFor("pseudonym"), salt, schoolId, 32));

/** The user's pseudonym by the school's key. The school's first one makes its key. While the key is replaced their rows can have the former name. */
export async function actorOf(schoolId: string, userId: string): Promise<string> {
  return actorBy((await keysOf(schoolId)).key, userId);
}

/** The names that a user's rows can have: one, and while the key is replaced the former too. At any moment all rows have the same. */
export async function pseudonymsOf(schoolId: string, userId: string): Promise<string[]> {
  return [...(await actorsOf(schoolId, [userId])).keys()];
}

/** Those of several users of a school, each with its user: it is stored nowhere whose they are. */
export async function actorsOf(schoolId: string, userIds: readonly string[]): Promise<Map<string, string>> {
  const { key, former } = await keysOf(schoolId);
  const keys = former ? [key, former] : [key];
  return new Map(keys.flatMap((one) => userIds.map((id) => [actorBy(one, id), id] as const)));
}

/** Who writes: the names that the rows can have, and of which key they are. */
export type Writing = { user_id: string; actor: string; former_actor: string | null; key_version: string };

/** For what is written about a user: `lockNames` (lib/domain/learning/ingest/names.ts) says which name to write. */
export async function writingOf(schoolId: string, user_id: string): Promise<Writing> {
  const { key, former, version } = await keysOf(schoolId);
  return {
    ...{ user_id, actor: actorBy(key, user_id), key_version: version },
    former_actor: former && actorBy(former, user_id),
  };
}

/** The former name of each of these users, and the new one; null unless the key is replaced now. */
export async function namesByKey(
  schoolId: string,
  userIds: readonly string[],
): Promise<Map<string, string> | null> {
  const { key, former } = await keysOf(schoolId);
  return former && new Map(userIds.map((id) => [actorBy(former, id), actorBy(key, id)]));
}

/** Reads a school's key again, which this process knows to be replaced. */
export const forgetKey = (schoolId: string): boolean => salts().delete(schoolId);

/** A key, and the pseudonyms that were computed with it: to compute those of a school takes longer than to read what they did. */
type Key = { salt: Buffer; key: Buffer; actors: Map<string, string> };
type Keys = { version: string; key: Key; former: Key | null };
type Salts = { version: string; salt: Buffer; former_salt: Buffer | null };

const actorBy = ({ key, actors }: Key, userId: string): string => {
  if (actors.size >= actorsMax) actors.clear();
  return getOrInsert(actors, userId, () => pseudonym(key, userId));
};

const salts = () => processCache<Promise<Salts>>("pseudonym keys", { max: keysMax, ttl: freshMs });

async function keysOf(schoolId: string): Promise<Keys> {
  const stored = await getOrInsert(salts(), schoolId, () => {
    const read = readSalts(schoolId);
    read.catch(() => salts().delete(schoolId));
    return read;
  });
  const keys = processCache<Keys>("pseudonyms", { max: keysMax, ttl: keptMs });
  const kept = keys.get(schoolId);
  const keyBy = (salt: Buffer): Key =>
    [kept?.key, kept?.former].find((one) => one?.salt.equals(salt)) ?? {
      ...{ salt, key: keyFrom(salt, schoolId), actors: new Map() },
    };
  if (kept?.version === stored.version && !kept.former === !stored.former_salt) return kept;
  const made = {
    ...{ version: stored.version, key: keyBy(stored.salt) },
    former: stored.former_salt && keyBy(stored.former_salt),
  };
  keys.set(schoolId, made);
  return made;
}

async function readSalts(schoolId: string): Promise<Salts> {
  const { version, salt, former_salt, school_id } = schoolKeys;
  const stored = async () => {
    const [row] = await db()
      .select({ version, salt, former_salt })
      .from(schoolKeys)
      .where(eq(school_id, schoolId));
    return (
      row && {
        ...row,
        salt: Buffer.from(row.salt),
        former_salt: row.former_salt && Buffer.from(row.former_salt),
      }
    );
  };
  const row = await stored();
  if (row) return row;
  await db()
    .insert(schoolKeys)
    .values({ school_id: schoolId, salt: randomBytes(32) })
    .onConflictDoNothing();
  // Another process may have been first.
  const made = await stored();
  if (!made) throw new Error(`no key of school ${schoolId}`);
  return made;
}

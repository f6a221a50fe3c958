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

/** A deleted key makes no pseudonym after this time, and is out of memory within a minute. */
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

/** The pseudonym under which a user's events are stored. The school's first one makes its key. */
export async function actorOf(schoolId: string, userId: string): Promise<string> {
  return actorBy(await keyOf(schoolId), userId);
}

/** Those of several users of a school, each with its user: it is stored nowhere whose they are. */
export async function actorsOf(schoolId: string, userIds: readonly string[]): Promise<Map<string, string>> {
  const key = await keyOf(schoolId);
  return new Map(userIds.map((id) => [actorBy(key, id), id]));
}

/** A school's key, and the pseudonyms that were computed with it: to compute those of a school takes longer than to read what they did. */
type Key = { salt: Buffer; key: Buffer; actors: Map<string, string> };

const actorBy = ({ key, actors }: Key, userId: string): string => {
  if (actors.size >= actorsMax) actors.clear();
  return getOrInsert(actors, userId, () => pseudonym(key, userId));
};

async function keyOf(schoolId: string): Promise<Key> {
  const salts = processCache<Promise<Buffer>>("pseudonym keys", { max: keysMax, ttl: freshMs });
  const salt = await getOrInsert(salts, schoolId, () => {
    const read = readSalt(schoolId);
    read.catch(() => salts.delete(schoolId));
    return read;
  });
  const keys = processCache<Key>("pseudonyms", { max: keysMax, ttl: keptMs });
  const kept = keys.get(schoolId);
  if (kept?.salt.equals(salt)) return kept;
  const made = { salt, key: keyFrom(salt, schoolId), actors: new Map() };
  keys.set(schoolId, made);
  return made;
}

async function readSalt(schoolId: string): Promise<Buffer> {
  const stored = () =>
    db().select({ salt: schoolKeys.salt }).from(schoolKeys).where(eq(schoolKeys.school_id, schoolId));
  const [row] = await stored();
  if (row) return Buffer.from(row.salt);
  await db()
    .insert(schoolKeys)
    .values({ school_id: schoolId, salt: randomBytes(32) })
    .onConflictDoNothing();
  // Another process may have been first.
  const [made] = await stored();
  if (!made) throw new Error(`no key of school ${schoolId}`);
  return Buffer.from(made.salt);
}

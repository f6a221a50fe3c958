import type { Sql } from "postgres";
import { sql as database } from "@/lib/db/client";
import { AppError, fieldError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import { once } from "@/lib/platform/process";

/** What accepting an event must know of its session and school. Whether it is live is read again where it is stored. */
export type KnownSession = {
  session_id: string;
  school_id: string;
  anonymous_viewers: boolean;
  address_limit_per_minute: number;
};

/** A changed setting takes effect within this time. */
const freshMs = 2000;
const sessionsMax = 10_000;

type Entry = { at: number; found: Promise<KnownSession[]> };

function directory(): Map<string, Entry> {
  return once("session-directory", () => new Map<string, Entry>());
}

async function read(sql: Sql, reference: string): Promise<KnownSession[]> {
  const rows = await sql`
    select s.id, s.school_id, s.anonymous_viewers, h.address_limit_per_minute
    from sessions s join schools h on h.id = s.school_id
    where ${uuidPattern.test(reference) ? sql`s.id = ${reference}` : sql`s.external_id = ${reference}`}
    limit 50`;
  return rows.map((row) => ({
    session_id: row.id,
    school_id: row.school_id,
    anonymous_viewers: row.anonymous_viewers,
    address_limit_per_minute: row.address_limit_per_minute,
  }));
}

/** What stands in an address is longer or odder than any id of a session. */
const isReference = (text: string): boolean =>
  text.length > 0 && text.length <= 200 && !text.includes("\u0000") && text.isWellFormed();

export const noSuchSession = (): AppError => new AppError("not_found", "There is no such session.");

/**
 * The session that an address names, by id or by the school's own id. Two schools may use the same id of their own: then the
 * caller's school decides, and where it cannot the event is refused rather than credited to a guess.
 */
export async function findSession(reference: string, schoolId: string | null): Promise<KnownSession> {
  if (!isReference(reference)) throw noSuchSession();
  const known = directory();
  const now = Date.now();
  let entry = known.get(reference);
  if (!entry || now - entry.at > freshMs) {
    if (known.size >= sessionsMax) known.clear();
    const found = read(database(), reference);
    entry = { at: now, found };
    known.set(reference, entry);
    found.catch(() => known.delete(reference));
  }
  const found = await entry.found;
  const theirs = found.filter((session) => session.school_id === schoolId);
  const [session, another] = theirs.length > 0 ? theirs : found;
  if (!session) throw noSuchSession();
  if (another) throw fieldError("sessionId", "more than one school uses this id; send the session's UUID");
  return session;
}

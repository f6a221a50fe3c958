import "server-only";
import { isDeepStrictEqual } from "node:util";
import { and, asc, count, desc, eq, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { visitedMs } from "@/lib/db/attendance";
import { db, type Tx } from "@/lib/db/client";
import { attendees, sessionNumbers, sessions, sessionVersions } from "@/lib/db/tables/sessions";
import { transaction } from "@/lib/db/tx";
import { duringSession } from "../departures";
import { lockSessions } from "../live/lock";
import { eachMetric, metricOf, storedMetrics } from "../metrics";
import { formulaVersion } from "../numbers";
import { countNumbers } from "../queries/numbers";
import { selectSessions } from "../queries/session";
import type { StoredNumbers } from "../schema";
import { type Session, windowOf } from "../session";

/** Counts a finished session's numbers and stores them, and for how long each attendee was present. */
export async function recount(session: Session, now: Date): Promise<void> {
  await store(session, await countNumbers(session, now));
}

/** Finished sessions whose stored numbers match, the latest first. */
const endedWith = (condition: SQL | undefined) =>
  selectSessions()
    .leftJoin(sessionNumbers, eq(sessionNumbers.session_id, sessions.id))
    .where(and(eq(sessions.status, "ended"), condition))
    .orderBy(desc(sessions.scheduled_start), sessions.id);

const factsVersion = sql`coalesce(${sessionVersions.version}, 0)`;

/** Its stored numbers are missing, or of earlier facts or formulas; or what is stored of its attendees' presence is. */
const isStale = or(
  isNull(sessionNumbers.session_id),
  sql`${sessionNumbers.version} <> ${factsVersion}`,
  lt(sessionNumbers.formula_version, formulaVersion),
  sql`${sessionVersions.version} <> coalesce(${sessionVersions.presence_version}, -1)`,
);

/** Recounts finished sessions whose facts or formulas have changed, the latest first; returns how many. Numbers of a newer process' formulas are stored. */
export async function recountStale(now: Date, limit = 20): Promise<number> {
  const stale = await endedWith(isStale).limit(limit);
  for (const session of stale) await recount(session, now);
  return stale.length;
}

/**
 * The same for all finished sessions of a school, the oldest first: the job that does it for everybody begins at the other end.
 * `onProgress` gets how many are left, and may throw.
 */
export async function recountStaleOf(schoolId: string, now: Date, onProgress: (left: number) => void) {
  const ofSchool = and(isStale, eq(sessions.school_id, schoolId));
  for (;;) {
    const stale = await endedWith(ofSchool).orderBy(asc(sessions.scheduled_start), sessions.id).limit(20);
    const [{ left } = { left: 0 }] = await db()
      .select({ left: count() })
      .from(sessions)
      .leftJoin(sessionVersions, eq(sessionVersions.session_id, sessions.id))
      .leftJoin(sessionNumbers, eq(sessionNumbers.session_id, sessions.id))
      .where(and(eq(sessions.status, "ended"), ofSchool));
    onProgress(left);
    if (stale.length === 0) return;
    for (const session of stale) await recount(session, now);
  }
}

export type NumbersDifference = { session_id: string } & (
  | { stored: StoredNumbers; counted: StoredNumbers }
  | { attendees_with_other_presence: number }
);

/** The batch size of the verification: bounds the memory. */
const verifiedAtOnce = 100;

/** Recounts every finished session whose stored numbers are marked current, and corrects what differs; there should be nothing. */
export async function verifyNumbers(now: Date, schoolId: string | null = null) {
  const differences: NumbersDifference[] = [];
  let verified = 0;
  for (;;) {
    const current = await endedWith(
      and(
        eq(sessionNumbers.version, factsVersion),
        eq(sessionNumbers.formula_version, formulaVersion),
        schoolId ? eq(sessions.school_id, schoolId) : undefined,
      ),
    )
      .limit(verifiedAtOnce)
      .offset(verified);
    for (const session of current) {
      const [row] = await db()
        .select({ detail: sql<StoredNumbers>`${sessionNumbers.detail}` })
        .from(sessionNumbers)
        .where(eq(sessionNumbers.session_id, session.id));
      const counted = await countNumbers(session, now);
      const wrong = await wrongPresence(session.id);
      if (wrong > 0) differences.push({ session_id: session.id, attendees_with_other_presence: wrong });
      // As JSON, like the stored numbers.
      const isEqual = !row || isDeepStrictEqual(row.detail, JSON.parse(JSON.stringify(counted)));
      if (!isEqual) differences.push({ session_id: session.id, stored: row.detail, counted });
      if (wrong > 0 || !isEqual) await store(session, counted);
    }
    verified += current.length;
    if (current.length < verifiedAtOnce) return { sessions: verified, differences };
  }
}

/** Facts are read after the version: stored numbers are never older than their version, and a newer version makes them stale. */
async function store(session: Session, detail: StoredNumbers): Promise<void> {
  // An ended session's window does not depend on the time.
  const window = windowOf(session, session.scheduled_end);
  const during = window
    ? {
        drops: duringSession(detail.numbers.drop_off_points, window),
        hours: (window.to.getTime() - window.from.getTime()) / 3_600_000,
      }
    : undefined;
  const row = {
    session_id: session.id,
    version: session.version,
    formula_version: formulaVersion,
    ...eachMetric(storedMetrics, (key) => metricOf(key, detail.numbers, during)),
    detail,
  } as typeof sessionNumbers.$inferInsert;
  const { session_id: _, ...stored } = row;
  await transaction(async (tx) => {
    await lockSessions(tx, [session.id]);
    await tx
      .insert(sessionNumbers)
      .values(row)
      .onConflictDoUpdate({
        target: sessionNumbers.session_id,
        set: stored,
        setWhere: sql`${sessionNumbers.version} <= ${session.version} and ${sessionNumbers.formula_version} <= ${formulaVersion}`,
      });
    await storePresence(tx, session.id);
  });
}

/** The attendees of an ended session with the presence that their visits give, where another one is stored. */
const otherPresence = (sessionId: string) =>
  db()
    .select({ id: attendees.id, visited_ms: visitedMs.as("visited_ms") })
    .from(attendees)
    .innerJoin(sessions, eq(sessions.id, attendees.session_id))
    .where(
      and(
        ...[eq(attendees.session_id, sessionId), eq(sessions.status, "ended")],
        sql`${attendees.present_ms} is distinct from ${visitedMs}`,
      ),
    );

/** The caller holds the session's lock, so that its facts have the version that it has now. */
async function storePresence(tx: Tx, sessionId: string): Promise<void> {
  const other = otherPresence(sessionId).as("other");
  await tx
    .update(attendees)
    .set({ present_ms: sql`${other.visited_ms}` })
    .from(other)
    .where(and(eq(attendees.session_id, sessionId), eq(attendees.id, other.id)));
  await tx
    .update(sessionVersions)
    .set({ presence_version: sql`${sessionVersions.version}` })
    .from(sessions)
    .where(
      and(
        ...[eq(sessionVersions.session_id, sessionId), eq(sessions.id, sessionId)],
        eq(sessions.status, "ended"),
      ),
    );
}

/** How many attendees have another stored presence than their visits give, though it is said to be of the session's current facts. */
async function wrongPresence(sessionId: string): Promise<number> {
  const isStored = sql`exists (select from ${sessionVersions}
    where ${sessionVersions.session_id} = ${sessionId} and ${sessionVersions.presence_version} = ${sessionVersions.version})`;
  const [row] = await db()
    .select({ wrong: count() })
    .from(otherPresence(sessionId).as("other"))
    .where(isStored);
  return row?.wrong ?? 0;
}

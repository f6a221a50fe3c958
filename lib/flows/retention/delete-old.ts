import "server-only";
import { and, eq, gte, isNotNull, lt, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { db, type Tx } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { practiceSessions } from "@/lib/db/tables/practice";
import { retentionRuns } from "@/lib/db/tables/retention";
import type { schools } from "@/lib/db/tables/schools";
import { queriesOf, transaction } from "@/lib/db/tx";
import { cutOf, limitsOf, nightOf, type RetentionKind } from "@/lib/domain/compliance/retention/kinds";
import { factsOf } from "@/lib/domain/compliance/retention/queries";
import { actorsBefore, deleteEventsOf, keepSince } from "@/lib/domain/learning/ingest/delete-old";
import { deleteOldChat, deleteOldFeedback } from "@/lib/domain/sessions/mutations/delete-old";

/* What is older than a school keeps it is deleted in the school's night, in transactions of a few rows each: a process that ends leaves the rest to the next. */

/** Rows that one transaction deletes at most. */
const rowsAtOnce = 2_000;

type Deletion = {
  school_id: string;
  before: Date;
  now: Date;
  /** Runs one transaction, which returns how many rows it deleted; ends the deletion when its time is over. */
  batch: (work: (tx: Tx, limit: number) => Promise<number>) => Promise<number>;
};

/** The time of a run is over; the next run goes on. */
export class Paused extends Error {}

/** Deletes what belongs to sessions, one after the other, until nothing is left of one. */
const ofSessions =
  (kind: RetentionKind, remove: typeof deleteOldChat) =>
  async ({ school_id, before, now, batch }: Deletion): Promise<void> => {
    const old = await db().execute<{ id: string }>(sql`
      select id from (${factsOf[kind](school_id)}) facts where at < ${before.toISOString()}::timestamptz group by id order by min(at), id`);
    for (const { id } of old) while ((await batch((tx, limit) => remove(tx, id, limit, now))) === rowsAtOnce);
  };

/** Actors whose events one transaction reads: their writers wait meanwhile. */
const actorsAtOnce = 50;

const deletions: Record<RetentionKind, (deletion: Deletion) => Promise<void>> = {
  async learning_events({ school_id, before, batch }) {
    // Months go once: no event from before one that has gone is stored any more.
    const [done] = await db()
      .select({ id: retentionRuns.id })
      .from(retentionRuns)
      .where(
        and(
          ...[eq(retentionRuns.school_id, school_id), eq(retentionRuns.kind, "learning_events")],
          ...[gte(retentionRuns.before, before), isNotNull(retentionRuns.finished_at)],
        ),
      )
      .limit(1);
    if (done) return;
    await transaction((tx) => keepSince(queriesOf(tx), school_id, before));
    for (;;) {
      // Again until there are none: while a key is replaced people get another pseudonym.
      const actors = await transaction((tx) => actorsBefore(queriesOf(tx), school_id, before));
      if (actors.length === 0) return;
      for (let at = 0; at < actors.length; at += actorsAtOnce) {
        const some = actors.slice(at, at + actorsAtOnce);
        const remove = (tx: Tx, limit: number) =>
          deleteEventsOf(queriesOf(tx), school_id, some, { before, limit });
        while ((await batch(remove)) === rowsAtOnce);
      }
    }
  },
  chat: ofSessions("chat", deleteOldChat),
  feedback: ofSessions("feedback", deleteOldFeedback),
  async practice({ school_id, before, batch }) {
    const { id, created_at } = practiceSessions;
    const remove = async (tx: Tx, limit: number) => {
      const old = await tx
        .select({ id })
        .from(practiceSessions)
        .where(and(eq(practiceSessions.school_id, school_id), lt(created_at, before)))
        .limit(limit);
      await tx.delete(practiceSessions).where(
        isAnyOf(
          id,
          old.map((row) => row.id),
        ),
      );
      return old.length;
    };
    while ((await batch(remove)) === rowsAtOnce);
  },
};

type School = Pick<typeof schools.$inferSelect, "id" | "time_zone" | "retention">;

const isRun = ({ id, time_zone }: School, kind: RetentionKind, now: Date) =>
  and(
    eq(retentionRuns.school_id, id),
    eq(retentionRuns.kind, kind),
    eq(retentionRuns.night, nightOf(now, time_zone)),
  );

/** Deletes what the last night has left of one kind of a school's facts, and says in the audit log what it was. Throws `Paused` when its time is over. */
export async function deleteKind(
  school: School,
  kind: RetentionKind,
  now: Date,
  until: number,
): Promise<void> {
  const { before, ...begun } = await beginRun(school, kind, now);
  const ofRun = eq(retentionRuns.id, begun.id);
  await deletions[kind]({
    ...{ school_id: school.id, before, now },
    async batch(work) {
      if (performance.now() > until) throw new Paused();
      return transaction(async (tx) => {
        const rows = await work(tx, rowsAtOnce);
        if (rows > 0)
          await tx
            .update(retentionRuns)
            .set({ rows: sql`${retentionRuns.rows} + ${rows}` })
            .where(ofRun);
        return rows;
      });
    },
  });
  await transaction(async (tx) => {
    const [run] = await tx
      .update(retentionRuns)
      .set({ finished_at: now, failed_at: null })
      .where(ofRun)
      .returning();
    if (!run || run.rows === 0) return;
    await audit(
      tx,
      { scope: null },
      {
        ...{
          school_id: school.id,
          action: "retention.delete",
          target: { type: "school", id: school.id },
        },
        detail: {
          ...{ kind, rows: run.rows, months: run.months, from: run.oldest_at?.toISOString() ?? null },
          until: run.before.toISOString(),
        },
      },
    );
  });
}

/** The row of a night, with the limit that the school had when it began. */
async function beginRun(school: School, kind: RetentionKind, now: Date) {
  const months = limitsOf(school.retention)[kind];
  const night = nightOf(now, school.time_zone);
  const before = cutOf(kind, months, night, school.time_zone);
  const [oldest] = await db().execute<{ at: string | Date | null }>(sql`
    select min(at) as at from (${factsOf[kind](school.id)}) facts where at < ${before.toISOString()}::timestamptz`);
  await db()
    .insert(retentionRuns)
    .values({
      ...{ school_id: school.id, kind, night, months, before, started_at: now },
      oldest_at: oldest?.at ? new Date(oldest.at) : null,
    })
    .onConflictDoNothing();
  const [run] = await db()
    .select()
    .from(retentionRuns)
    .where(isRun(school, kind, now));
  return run!;
}

/** Notes with the night that its deletion failed. */
export async function noteFailure(school: School, kind: RetentionKind, now: Date): Promise<void> {
  await db()
    .update(retentionRuns)
    .set({ failed_at: now })
    .where(isRun(school, kind, now));
}

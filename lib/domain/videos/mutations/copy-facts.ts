import "server-only";
import { and, count, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { db, type Tx } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { playbacks, viewerProgress } from "@/lib/db/tables/videos";

/*
 * The facts of a video with very many playbacks move to its earlier version in two steps: most are copied while beacons are stored as ever;
 * then what changed since is copied under the video's lock, and the originals are deleted. A million playbacks moved at once would keep the
 * lock for half a minute. Until the second step the copies are of no video, so that no number includes them.
 */

/** The tables with a row for each playback or viewer; the others are small. */
export const largeTables = [
  { table: playbacks, key: playbacks.playback_id },
  { table: viewerProgress, key: viewerProgress.viewer_id },
] as const;
type Large = (typeof largeTables)[number];

/** What `moveCopied` needs to tell what has changed since: the first transaction that may have changed something, and the rows of each table. */
export type CopiedFacts = { since: string; rows: number[] };

/** Rows of one statement: a tenth of a second of work. */
const rowsAtOnce = 5_000;

/** The rows of a video in another's name. */
const copied = ({ table }: Large, to: string, where: SQL) => {
  const columns = Object.values(getTableColumns(table) as Record<string, AnyPgColumn>);
  const names = columns.map((column) => sql.identifier(column.name));
  const values = columns.map((column) => (column.name === "video_id" ? sql`${to}::uuid` : sql`${column}`));
  return sql`insert into ${table} (${sql.join(names, sql`, `)}) select ${sql.join(values, sql`, `)} from ${table} where ${where}`;
};

/** Copies a video's playbacks and viewers, some at a time. Copies of an attempt that broke off are removed first. */
export async function copyFacts(
  from: string,
  to: string,
  progress: (done: number, total?: number) => void,
): Promise<CopiedFacts> {
  await removeCopies(to);
  const [began] = await db().execute<{ xid: string }>(
    sql`select pg_snapshot_xmin(pg_current_snapshot())::xid::text as xid`,
  );
  const sizes = await Promise.all(
    largeTables.map(({ table }) =>
      db().select({ rows: count() }).from(table).where(eq(table.video_id, from)),
    ),
  );
  const total = sizes.reduce((sum, [size]) => sum + (size?.rows ?? 0), 0);
  const rows = largeTables.map(() => 0);
  let done = 0;
  for (const [index, large] of largeTables.entries()) {
    const { table, key } = large;
    for (let last: string | null = null; ; ) {
      const some: { key: string }[] = await db()
        .select({ key: sql<string>`${key}::text` })
        .from(table)
        .where(and(eq(table.video_id, from), last === null ? undefined : sql`${key} > ${last}`))
        .orderBy(key)
        .limit(rowsAtOnce);
      const next = some.at(-1)?.key;
      if (next === undefined) break;
      const after = last === null ? sql`true` : sql`${key} > ${last}`;
      const added = await db().execute(
        copied(large, to, sql`${table.video_id} = ${from} and ${after} and ${key} <= ${next}`),
      );
      rows[index]! += added.count;
      last = next;
      done += some.length;
      progress(done, total);
    }
  }
  return { since: began!.xid, rows };
}

/** Makes the copies complete and deletes the originals. The caller holds the video's lock, so that nothing changes meanwhile. */
export async function moveCopied(
  tx: Tx,
  from: string,
  to: string,
  { since, rows }: CopiedFacts,
): Promise<void> {
  for (const [index, large] of largeTables.entries()) {
    const { table, key } = large;
    // The statistics know nothing of the copies yet: each statement names the rows, so that none is planned as if there were few.
    const [found] = await tx.execute<{ originals: number; changed: string[] }>(sql`
      select count(*)::int as originals,
        coalesce(array_agg(${key}::text) filter (where age(${table}.xmin) <= age(${since}::xid)), '{}') as changed
      from ${table} where ${table.video_id} = ${from}`);
    const { originals, changed } = found!;
    const isChanged = isAnyOf(key, changed);
    const stale = await tx.execute(
      sql`delete from ${table} where ${table.video_id} = ${to} and ${isChanged}`,
    );
    const fresh = await tx.execute(copied(large, to, sql`${table.video_id} = ${from} and ${isChanged}`));
    if (rows[index]! - stale.count + fresh.count > originals) await removeVanished(tx, large, from, to);
    await tx.delete(table).where(eq(table.video_id, from));
  }
}

/** Removes the copies of what was deleted since. */
const removeVanished = (tx: Tx, { table, key }: Large, from: string, to: string) =>
  tx.execute(sql`
    delete from ${table} c where c.video_id = ${to} and not exists (
      select from ${table} o where o.video_id = ${from} and o.${sql.identifier(key.name)} = c.${sql.identifier(key.name)})`);

/** Removes copies that no video has taken. */
export async function removeCopies(to: string): Promise<void> {
  for (const { table } of largeTables) await db().delete(table).where(eq(table.video_id, to));
}

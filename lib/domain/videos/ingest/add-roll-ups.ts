import "server-only";
import { getTableName } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { writtenColumns } from "@/lib/db/table-rows";
import {
  videoBreakdowns,
  videoDaily,
  videoSeconds,
  videoSegments,
  videoTotals,
} from "@/lib/db/tables/videos";
import type { Queries } from "@/lib/db/writer";
import { secondColumns, sumColumns, type VideoDelta } from "../roll-ups";

/** A roll-up's increment: its key, then the values of the other columns in order. */
type Addition = readonly (string | number | Date | null)[];

/** Adds to the rows of one roll-up, or inserts them: `added` columns are summed, the others merged by `merged`. */
function additionsTo(
  table: PgTable,
  key: readonly string[],
  added: readonly string[],
  merged: Readonly<Record<string, "greatest" | "least">> = {},
) {
  const columns = writtenColumns(table, [...key, ...Object.keys(merged), ...added]);
  const statement = `
    insert into ${getTableName(table)} as t (${columns.map(({ name }) => name).join(", ")})
    select * from unnest(${columns.map(({ type }, i) => `$${i + 1}::${type}[]`).join(", ")})
    on conflict (${key.join(", ")}) do update set ${[
      ...added.map((name) => `${name} = t.${name} + excluded.${name}`),
      ...Object.entries(merged).map(([name, merge]) => `${name} = ${merge}(t.${name}, excluded.${name})`),
    ].join(", ")}`;
  return async (sql: Queries, rows: readonly Addition[]): Promise<void> => {
    if (rows.length === 0) return;
    const literals = columns.map(({ literal }, i) => literal(rows.map((row) => row[i]) as never[]));
    await sql.unsafe(statement, literals, { prepare: true });
  };
}

const addSeconds = additionsTo(videoSeconds, ["video_id", "second"], secondColumns);
const addSegments = additionsTo(
  videoSegments,
  ["video_id", "segment"],
  ["views", "whole", "viewers", "viewers_whole", "drop_offs"],
);
const addBreakdowns = additionsTo(videoBreakdowns, ["video_id", "dimension", "value"], ["views", "watch_ms"]);
const addDaily = additionsTo(videoDaily, ["video_id", "day"], sumColumns);
const addTotals = additionsTo(videoTotals, ["video_id"], ["viewers", "completers", ...sumColumns], {
  longest_watch_ms: "greatest",
  first_view_at: "least",
  last_view_at: "greatest",
});

/** Adds what changed to the roll-ups, each row once, in key order; the hottest rows (totals) come last. */
export async function addRollUps(sql: Queries, deltas: ReadonlyMap<string, VideoDelta>): Promise<void> {
  const videos = [...deltas].sort((a, b) => byText(a[0], b[0]));
  /** The rows of all videos that are not zero, in key order. */
  const rowsOf = <K extends string | number, V extends readonly number[]>(
    pick: (delta: VideoDelta) => Map<K, V>,
    order: (a: K, b: K) => number,
    keyOf: (key: K) => Addition = (key) => [key],
  ): Addition[] =>
    videos.flatMap(([videoId, delta]) =>
      [...pick(delta)]
        .filter(([, values]) => !isZero(values))
        .sort((a, b) => order(a[0], b[0]))
        .map(([key, values]) => [videoId, ...keyOf(key), ...values]),
    );
  const totals = videos.filter(
    ([, delta]) =>
      !isZero([...delta.totals, delta.viewers, delta.completers, delta.longest_watch_ms]) ||
      delta.last_view_at,
  );
  await Promise.all([
    addSeconds(
      sql,
      rowsOf((delta) => delta.seconds, byNumber),
    ),
    addSegments(
      sql,
      rowsOf((delta) => delta.segments, byNumber),
    ),
    addBreakdowns(
      sql,
      rowsOf(
        (delta) => delta.breakdowns,
        byText,
        (key) => key.split("\n"),
      ),
    ),
    addDaily(
      sql,
      rowsOf((delta) => delta.daily, byText),
    ),
    addTotals(
      sql,
      totals.map(([videoId, delta]) => [
        videoId,
        delta.longest_watch_ms,
        delta.first_view_at,
        delta.last_view_at,
        delta.viewers,
        delta.completers,
        ...delta.totals,
      ]),
    ),
  ]);
}

const isZero = (numbers: readonly number[]) => numbers.every((value) => value === 0);
const byNumber = (a: number, b: number) => a - b;
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

import "server-only";
import { instantArray, numberArray, textArray } from "@/lib/db/literals";
import type { Queries } from "@/lib/db/writer";
import { type Sums, sumColumns, type VideoDelta } from "../roll-ups";

const sumList = sumColumns.join(", ");
const addSums = (table: string) =>
  sumColumns.map((column) => `${column} = ${table}.${column} + excluded.${column}`).join(", ");
const sumCasts = sumColumns.map((column) => (/_ms$|_seconds$/.test(column) ? "bigint" : "int"));

/** The statements that add deltas: built once, from the same list of columns as the sums. */
const dailyStatement = `
  insert into video_daily as t (video_id, day, ${sumList})
  select * from unnest($1::uuid[], $2::date[], ${sumCasts.map((cast, i) => `$${i + 3}::${cast}[]`).join(", ")})
  on conflict (video_id, day) do update set ${addSums("t")}`;
const totalsStatement = `
  insert into video_totals as t (video_id, viewers, completers, longest_watch_ms, first_view_at, last_view_at, ${sumList})
  select * from unnest($1::uuid[], $2::int[], $3::int[], $4::bigint[], $5::timestamptz[], $6::timestamptz[],
    ${sumCasts.map((cast, i) => `$${i + 7}::${cast}[]`).join(", ")})
  on conflict (video_id) do update set viewers = t.viewers + excluded.viewers, completers = t.completers + excluded.completers,
    longest_watch_ms = greatest(t.longest_watch_ms, excluded.longest_watch_ms), first_view_at = least(t.first_view_at, excluded.first_view_at),
    last_view_at = greatest(t.last_view_at, excluded.last_view_at), ${addSums("t")}`;

const isZero = (numbers: readonly number[]) => numbers.every((value) => value === 0);
const columnsOf = (rows: readonly (readonly number[])[], count: number) =>
  Array.from({ length: count }, (_, i) => numberArray(rows.map((row) => row[i]!)));

/** Adds what changed to the roll-ups, each row once, in key order; the hottest rows (totals) come last. */
export async function addRollUps(sql: Queries, deltas: ReadonlyMap<string, VideoDelta>): Promise<void> {
  const videos = [...deltas].sort((a, b) => (a[0] < b[0] ? -1 : 1));
  const flat = <K, V extends readonly number[]>(
    pick: (delta: VideoDelta) => Map<K, V>,
    order: (a: K, b: K) => number,
  ) =>
    videos.flatMap(([videoId, delta]) =>
      [...pick(delta)]
        .filter(([, values]) => !isZero(values))
        .sort((a, b) => order(a[0], b[0]))
        .map(([key, values]) => ({ video_id: videoId, key, values })),
    );
  const byNumber = (a: number, b: number) => a - b;
  const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const writes: Promise<unknown>[] = [];
  const ids = (rows: readonly { video_id: string }[]) => textArray(rows.map((row) => row.video_id));

  const seconds = flat((delta) => delta.seconds, byNumber);
  if (seconds.length > 0) {
    const [plays, covers] = columnsOf(
      seconds.map((row) => row.values),
      2,
    );
    writes.push(sql`
      insert into video_seconds as t (video_id, second, plays, covers)
      select * from unnest(${ids(seconds)}::uuid[], ${numberArray(seconds.map((row) => row.key))}::int[], ${plays!}::int[], ${covers!}::int[])
      on conflict (video_id, second) do update set plays = t.plays + excluded.plays, covers = t.covers + excluded.covers`);
  }
  const segments = flat((delta) => delta.segments, byNumber);
  if (segments.length > 0) {
    const [views, whole, viewers, viewersWhole, dropOffs] = columnsOf(
      segments.map((row) => row.values),
      5,
    );
    writes.push(sql`
      insert into video_segments as t (video_id, segment, views, whole, viewers, viewers_whole, drop_offs)
      select * from unnest(${ids(segments)}::uuid[], ${numberArray(segments.map((row) => row.key))}::int[], ${views!}::int[], ${whole!}::int[],
        ${viewers!}::int[], ${viewersWhole!}::int[], ${dropOffs!}::int[])
      on conflict (video_id, segment) do update set views = t.views + excluded.views, whole = t.whole + excluded.whole,
        viewers = t.viewers + excluded.viewers, viewers_whole = t.viewers_whole + excluded.viewers_whole, drop_offs = t.drop_offs + excluded.drop_offs`);
  }
  const breakdowns = flat((delta) => delta.breakdowns, byText);
  if (breakdowns.length > 0) {
    const [views, watch] = columnsOf(
      breakdowns.map((row) => row.values),
      2,
    );
    const split = breakdowns.map((row) => row.key.split("\n"));
    writes.push(sql`
      insert into video_breakdowns as t (video_id, dimension, value, views, watch_ms)
      select * from unnest(${ids(breakdowns)}::uuid[], ${textArray(split.map((parts) => parts[0]!))}::text[], ${textArray(split.map((parts) => parts[1]!))}::text[],
        ${views!}::int[], ${watch!}::bigint[])
      on conflict (video_id, dimension, value) do update set views = t.views + excluded.views, watch_ms = t.watch_ms + excluded.watch_ms`);
  }
  const daily = flat((delta) => delta.daily, byText);
  if (daily.length > 0)
    writes.push(
      sql.unsafe(
        dailyStatement,
        [
          ids(daily),
          textArray(daily.map((row) => row.key)),
          ...columnsOf(
            daily.map((row) => row.values),
            sumColumns.length,
          ),
        ],
        { prepare: true },
      ),
    );
  const totals = videos.filter(
    ([, delta]) =>
      !isZero([...delta.totals, delta.viewers, delta.completers, delta.longest_watch_ms]) ||
      delta.last_view_at,
  );
  if (totals.length > 0)
    writes.push(
      sql.unsafe(
        totalsStatement,
        [
          textArray(totals.map(([videoId]) => videoId)),
          numberArray(totals.map(([, delta]) => delta.viewers)),
          numberArray(totals.map(([, delta]) => delta.completers)),
          numberArray(totals.map(([, delta]) => delta.longest_watch_ms)),
          instantArray(totals.map(([, delta]) => delta.first_view_at)),
          instantArray(totals.map(([, delta]) => delta.last_view_at)),
          ...columnsOf(
            totals.map(([, delta]) => delta.totals as Sums),
            sumColumns.length,
          ),
        ],
        { prepare: true },
      ),
    );
  await Promise.all(writes);
}

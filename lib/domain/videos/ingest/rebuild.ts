import "server-only";
import { textArray } from "@/lib/db/literals";
import type { videoTotals } from "@/lib/db/tables/videos";
import type { Queries, Writer } from "@/lib/db/writer";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { formatMultirange } from "@/lib/measure/ranges";
import type { Playback, Viewer } from "../playback";
import {
  addPlayback,
  addViewer,
  changeViewer,
  hasViewer,
  isRolledUp,
  newVideoDelta,
  newViewer,
  secondColumns,
  sumColumns,
  type VideoDelta,
} from "../roll-ups";
import { addRollUps } from "./add-roll-ups";
import { lockVideos } from "./lock";
import { playbackRows, readRules, viewerRows } from "./rows";

/** One row of a roll-up that differed from the sum of its playbacks. */
export type Difference = { video_id: string; table: string; key: string; stored: string; rebuilt: string };

/** The batch size of reading playbacks: bounds the memory. */
const chunk = 2000;

/**
 * Recomputes one video's roll-ups from its playbacks, writes them where they differ, and returns the differences (none,
 * unless settings changed or something else wrote to the tables). Runs under the video's lock, in one transaction.
 */
export function rebuildVideo(
  writer: Writer,
  videoId: string,
  { withDays = false } = {},
): Promise<Difference[]> {
  return writer.longTransaction(async (sql) => {
    await lockVideos(sql, [videoId]);
    if (withDays) await setDays(sql, videoId);
    return await rebuildLocked(sql, videoId);
  });
}

/** Puts what is stored by day into the days of the school's zone as it is now. */
async function setDays(sql: Queries, videoId: string): Promise<void> {
  for (const [table, instant] of [
    ["playbacks", "first_heard_at"],
    ["unfollowed_players", "heard_at"],
  ] as const)
    await sql.unsafe(
      `update ${table} t set day = (t.${instant} at time zone s.time_zone)::date
       from videos v join schools s on s.id = v.school_id
       where v.id = $1 and t.video_id = v.id and t.day <> (t.${instant} at time zone s.time_zone)::date`,
      [videoId],
    );
}

/** The same; the caller holds the video's lock. */
export async function rebuildLocked(sql: Queries, videoId: string): Promise<Difference[]> {
  const rules = (await readRules(sql, [videoId])).get(videoId);
  if (!rules) return [];
  const delta = newVideoDelta();
  const viewers = new Map<string, Viewer>();
  const unsettled: { playback_id: string; rolled_up: boolean }[] = [];
  const rows = sql`select p.*, p.day::text as day from playbacks p where video_id = ${videoId} order by first_heard_at, playback_id`;
  for await (const part of rows.cursor(chunk)) {
    for (const row of part) {
      const playback = playbackRows.read(row);
      const rolledUp = isRolledUp(playback, rules);
      if (rolledUp !== playback.rolled_up)
        unsettled.push({ playback_id: playback.playback_id, rolled_up: rolledUp });
      if (!rolledUp) continue;
      addPlayback(delta, null, playback, rules);
      if (hasViewer(playback)) {
        const viewer = getOrInsert(viewers, playback.viewer_id, () => newViewer(videoId, playback.viewer_id));
        viewers.set(playback.viewer_id, changeViewer(viewer, notRolledUp(playback), playback, rules));
      }
    }
  }
  for (const viewer of viewers.values()) addViewer(delta, null, viewer, rules);

  const differences = [
    ...(await compareRollUps(sql, videoId, delta)),
    ...(await compareViewers(sql, videoId, viewers)),
  ];
  for (const { playback_id: playbackId, rolled_up: rolledUp } of unsettled)
    differences.push({
      video_id: videoId,
      table: "playbacks",
      key: playbackId,
      stored: `rolled_up ${!rolledUp}`,
      rebuilt: `rolled_up ${rolledUp}`,
    });
  if (differences.length > 0) await replace(sql, videoId, delta, viewers, unsettled);
  return differences;
}

const notRolledUp = (playback: Playback): Playback => ({ ...playback, rolled_up: false });

/* ---- Comparing: every roll-up as "key → numbers", zero rows left out ---- */

type StoredNumbers = Map<string, string>;

function numbers(rows: Iterable<readonly [string, readonly (number | string | null)[]]>): StoredNumbers {
  const out: StoredNumbers = new Map();
  for (const [key, values] of rows) {
    // A row of zeros means the same as no row.
    if (values.some((value) => value !== null && value !== "" && Number(value) !== 0))
      out.set(key, values.join(" "));
  }
  return out;
}

function differencesOf(
  videoId: string,
  table: string,
  stored: StoredNumbers,
  rebuilt: StoredNumbers,
): Difference[] {
  const keys = new Set([...stored.keys(), ...rebuilt.keys()]);
  return [...keys]
    .filter((key) => stored.get(key) !== rebuilt.get(key))
    .map((key) => ({
      video_id: videoId,
      table,
      key,
      stored: stored.get(key) ?? "no row",
      rebuilt: rebuilt.get(key) ?? "no row",
    }));
}

const iso = (value: Date | string | null): string =>
  value === null ? "" : String(new Date(value).getTime());

async function compareRollUps(sql: Queries, videoId: string, delta: VideoDelta): Promise<Difference[]> {
  const [seconds, segments, daily, totals, breakdowns] = await Promise.all([
    sql`select second, plays, covers, plays_tenths, covers_tenths from video_seconds where video_id = ${videoId}`,
    sql`select segment, views, whole, viewers, viewers_whole, drop_offs from video_segments where video_id = ${videoId}`,
    sql`select *, day::text as day from video_daily where video_id = ${videoId}`,
    sql<(typeof videoTotals.$inferSelect)[]>`select * from video_totals where video_id = ${videoId}`,
    sql`select dimension, value, views, watch_ms from video_breakdowns where video_id = ${videoId}`,
  ]);
  const sums = (row: Record<string, unknown>) => sumColumns.map((column) => Number(row[column]));
  type Extremes = "viewers" | "completers" | "longest_watch_ms" | "first_view_at" | "last_view_at";
  const extremes = (row: Pick<VideoDelta, Extremes>) => [
    row.viewers,
    row.completers,
    row.longest_watch_ms,
    iso(row.first_view_at),
    iso(row.last_view_at),
  ];
  const compare = (table: string, stored: StoredNumbers, rebuilt: StoredNumbers) =>
    differencesOf(videoId, table, stored, rebuilt);
  return [
    ...compare(
      "video_seconds",
      numbers(seconds.map((row) => [String(row.second), secondColumns.map((column) => row[column])])),
      numbers([...delta.seconds].map(([second, row]) => [String(second), row])),
    ),
    ...compare(
      "video_segments",
      numbers(
        segments.map((row) => [
          String(row.segment),
          [row.views, row.whole, row.viewers, row.viewers_whole, row.drop_offs],
        ]),
      ),
      numbers([...delta.segments].map(([segment, row]) => [String(segment), row])),
    ),
    ...compare("video_daily", numbers(daily.map((row) => [row.day, sums(row)])), numbers(delta.daily)),
    ...compare(
      "video_totals",
      numbers(totals.map((row) => ["", [...sums(row), ...extremes(row)]])),
      numbers([["", [...delta.totals, ...extremes(delta)]]]),
    ),
    ...compare(
      "video_breakdowns",
      numbers(breakdowns.map((row) => [`${row.dimension} ${row.value}`, [row.views, row.watch_ms]])),
      numbers([...delta.breakdowns].map(([key, row]) => [key.replace("\n", " "), row])),
    ),
  ];
}

/** Playbacks do not keep the instant at which a viewer completed: the stored one stays while the viewer still counts as complete. */
async function compareViewers(
  sql: Queries,
  videoId: string,
  viewers: Map<string, Viewer>,
): Promise<Difference[]> {
  const stored = await sql`select * from viewer_progress where video_id = ${videoId}`;
  const viewersBefore = stored.map(viewerRows.read);
  for (const viewer of viewersBefore) {
    const rebuilt = viewers.get(viewer.viewer_id);
    if (rebuilt?.completed_at && viewer.completed_at)
      viewers.set(viewer.viewer_id, { ...rebuilt, completed_at: viewer.completed_at });
  }
  const row = (viewer: Viewer): readonly [string, readonly (number | string | null)[]] => [
    viewer.viewer_id,
    viewer.playbacks === 0
      ? []
      : [
          viewer.playbacks,
          formatMultirange(viewer.viewed_days),
          viewer.watch_ms,
          viewer.position_ms,
          iso(viewer.position_at),
          viewer.position_playback_id,
          iso(viewer.completed_at),
          iso(viewer.last_watched_at),
          formatMultirange(viewer.watched),
        ],
  ];
  return differencesOf(
    videoId,
    "viewer_progress",
    numbers(viewersBefore.map(row)),
    numbers([...viewers.values()].map(row)),
  );
}

async function replace(
  sql: Queries,
  videoId: string,
  delta: VideoDelta,
  viewers: Map<string, Viewer>,
  unsettled: readonly { playback_id: string; rolled_up: boolean }[],
): Promise<void> {
  const [former] = await Promise.all([
    sql<{ viewer_id: string }[]>`delete from viewer_progress where video_id = ${videoId} returning viewer_id`,
    sql`delete from video_seconds where video_id = ${videoId}`,
    sql`delete from video_segments where video_id = ${videoId}`,
    sql`delete from video_daily where video_id = ${videoId}`,
    sql`delete from video_totals where video_id = ${videoId}`,
    sql`delete from video_breakdowns where video_id = ${videoId}`,
  ]);
  await addRollUps(sql, new Map([[videoId, delta]]));
  // Who is no viewer any more stays as one without playbacks: the row says that the progress in the course has changed.
  const vanished = former.filter(({ viewer_id: id }) => !viewers.has(id) && id.startsWith("u:"));
  await viewerRows.write(sql, [
    ...viewers.values(),
    ...vanished.map(({ viewer_id: id }) => newViewer(videoId, id)),
  ]);
  for (const rolledUp of [true, false]) {
    const sessions = unsettled.filter((row) => row.rolled_up === rolledUp).map((row) => row.playback_id);
    if (sessions.length > 0)
      await sql`update playbacks set rolled_up = ${rolledUp} where video_id = ${videoId} and playback_id = any(${textArray(sessions)}::uuid[])`;
  }
}

import "server-only";
import type { Queries, Writer } from "@/lib/db/writer";
import { endInTenths } from "@/lib/measure/completion";
import type { Day } from "@/lib/platform/time";
import { agreedGrowth, agreedLength, type ReportedLength, refit, toleranceMs } from "../length";
import { lockVideos } from "./lock";
import { rebuildLocked } from "./rebuild";
import { playbackRows } from "./rows";

/** Playbacks changed at a time: bounds the memory, whatever a video's audience. */
const chunk = 2000;
const firstId = "00000000-0000-0000-0000-000000000000";
/** The latest reports that are looked at: while so many disagree, more of them say nothing. */
const reportsMax = 1000;

/** Sets a video's length and counts its numbers anew from its playbacks; returns the length that it had. The caller holds the video's lock. */
export async function setLength(sql: Queries, videoId: string, durationMs: number): Promise<number | null> {
  const [{ duration_ms: earlierMs }] = (await sql`select duration_ms from videos where id = ${videoId}`) as [
    { duration_ms: number | null },
  ];
  if (earlierMs === durationMs) return earlierMs;
  await sql`update videos set duration_ms = ${durationMs}, status = 'ready' where id = ${videoId}`;
  for (let after = firstId; ; ) {
    const rows = await sql`
      select p.*, p.day::text as day from playbacks p
      where video_id = ${videoId} and playback_id > ${after}
        and (not isempty(past_end) or upper(watched) > ${endInTenths(durationMs)} or position_ms > ${durationMs})
      order by playback_id limit ${chunk}`;
    const playbacks = rows.map(playbackRows.read);
    await playbackRows.write(
      sql,
      playbacks.map((playback) => refit(playback, durationMs, earlierMs)),
    );
    if (rows.length < chunk) break;
    after = playbacks.at(-1)!.playback_id;
  }
  await rebuildLocked(sql, videoId);
  return earlierMs;
}

/** Sets a video's length while it is unknown. False when it is known already, which then stays. */
export function fillDuration(
  writer: Writer,
  { video_id, duration_ms }: { video_id: string; duration_ms: number },
): Promise<boolean> {
  return whileUnknown(writer, video_id, async () => duration_ms);
}

/** Sets a video's length while it is unknown and as soon as the players of several viewers agree on one. Whether it is set now. */
export function fillAgreedDuration(writer: Writer, videoId: string): Promise<boolean> {
  return whileUnknown(writer, videoId, async (sql) =>
    agreedLength(
      await sql<ReportedLength[]>`
        select coalesce(viewer_id, playback_id::text) as viewer, reported_length_ms as length_ms
        from playbacks where video_id = ${videoId} and reported_length_ms is not null and suspect_id is null
        order by first_heard_at desc limit ${reportsMax}`,
    ),
  );
}

/** A recording grows no faster than time passes; this much of it can appear at once. */
const segmentMs = 30_000;

/** Raises a video's length to what the players of this day and the one before saw it grow to. Whether it is raised now. */
export function raiseLength(writer: Writer, videoId: string, day: Day): Promise<boolean> {
  return writer.longTransaction(async (sql) => {
    await lockVideos(sql, [videoId]);
    const [video] = await sql<
      { duration_ms: number | null }[]
    >`select duration_ms from videos where id = ${videoId}`;
    const knownMs = video?.duration_ms ?? null;
    if (knownMs === null) return false;
    const grown = await sql<ReportedLength[]>`
      select coalesce(viewer_id, playback_id::text) as viewer, reported_length_ms as length_ms
      from playbacks where video_id = ${videoId} and day >= ${day}::date - 1 and suspect_id is null
        and reported_length_ms > ${knownMs + toleranceMs} and reported_length_ms - shortest_length_ms > ${toleranceMs}
        and reported_length_ms - shortest_length_ms <= extract(epoch from last_heard_at - first_heard_at) * 1000 + ${segmentMs}
      order by reported_length_ms desc limit ${reportsMax}`;
    const durationMs = agreedGrowth(grown, knownMs);
    if (durationMs === null) return false;
    await setLength(sql, videoId, durationMs);
    return true;
  });
}

function whileUnknown(
  writer: Writer,
  videoId: string,
  find: (sql: Queries) => Promise<number | null>,
): Promise<boolean> {
  return writer.longTransaction(async (sql) => {
    await lockVideos(sql, [videoId]);
    const unknown = await sql`select 1 from videos where id = ${videoId} and duration_ms is null`;
    const durationMs = unknown.length > 0 ? await find(sql) : null;
    if (durationMs === null) return false;
    await setLength(sql, videoId, durationMs);
    return true;
  });
}

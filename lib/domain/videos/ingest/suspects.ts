import "server-only";
import { textArray } from "@/lib/db/literals";
import type { Queries, Writer } from "@/lib/db/writer";
import type { Decision } from "../forms";
import type { Playback, VideoRules } from "../playback";
import { addPlayback, addViewer, hasViewer, isRolledUp, negated, newVideoDelta } from "../roll-ups";
import { addRollUps } from "./add-roll-ups";
import { lockVideos } from "./lock";
import { playbackRows, readRules, recountViewers, suspectRows, viewerRows } from "./rows";

/* Suspects: playbacks that look automated. They are stored like all others, and move into and out of the roll-ups as they are found and decided. */

/** Some of a video's playbacks that make a suspect. */
export type SuspectPlaybacks = {
  video_id: string;
  suspect_id: string;
  found_at: Date;
  playback_ids: string[];
};

/** Sets playbacks apart as a suspect's, and takes them from the roll-ups. Those of viewers whom the school vouches for stay. */
export function setApart(
  writer: Writer,
  { video_id, suspect_id, found_at, playback_ids }: SuspectPlaybacks,
): Promise<void> {
  return writer.longTransaction(async (sql) => {
    await lockVideos(sql, [video_id]);
    await suspectRows.write(sql, [{ video_id, id: suspect_id, found_at }]);
    const rules = await rulesOf(sql, video_id);
    const rows = await sql`
      select p.*, p.day::text as day from playbacks p
      where video_id = ${video_id} and playback_id = any(${textArray(playback_ids)}::uuid[])
        and suspect_id is null and (viewer_id is null or viewer_id like 'v:%')`;
    const before = rows.map(playbackRows.read);
    const after = before.map((playback) => ({ ...playback, suspect_id }));
    await move(sql, video_id, { before, rules }, { after, rules });
  });
}

/** Counts a suspect's playbacks, or leaves them out. The caller holds the video's lock. False when this suspect does not exist. */
export async function decide(
  sql: Queries,
  { video_id, id }: { video_id: string; id: string },
  decision: Decision,
  now: Date,
): Promise<boolean> {
  const rulesBefore = await rulesOf(sql, video_id);
  const decided = await sql`
    update video_suspects set decision = ${decision}, decided_at = ${now.toISOString()}
    where video_id = ${video_id} and id = ${id} returning id`;
  if (decided.length === 0) return false;
  const rows = await sql`
    select p.*, p.day::text as day from playbacks p where video_id = ${video_id} and suspect_id = ${id}`;
  const before = rows.map(playbackRows.read);
  const rules = await rulesOf(sql, video_id);
  await move(sql, video_id, { before, rules: rulesBefore }, { after: before, rules });
  return true;
}

const rulesOf = async (sql: Queries, videoId: string): Promise<VideoRules> =>
  (await readRules(sql, [videoId])).get(videoId)!;

/** Writes playbacks as they are now, and changes the roll-ups and their viewers by those that came in or went out. */
async function move(
  sql: Queries,
  videoId: string,
  { before, rules: rulesBefore }: { before: readonly Playback[]; rules: VideoRules },
  { after: moved, rules }: { after: readonly Playback[]; rules: VideoRules },
): Promise<void> {
  const [out, added] = [newVideoDelta(), newVideoDelta()];
  const after = moved.map((playback) => ({ ...playback, rolled_up: isRolledUp(playback, rules) }));
  const changed = before.filter((playback, i) => playback.rolled_up !== after[i]!.rolled_up);
  for (const playback of before) if (playback.rolled_up) addPlayback(out, null, playback, rulesBefore);
  for (const playback of after) if (playback.rolled_up) addPlayback(added, null, playback, rules);
  await playbackRows.write(sql, after);

  const changedIds = new Set(changed.filter(hasViewer).map((one) => one.viewer_id));
  const viewers = (await recountViewers(sql, videoId, changedIds, rules)).map(
    // When a viewer was seen to complete stays.
    ([was, is]) =>
      [was, is.completed_at && was?.completed_at ? { ...is, completed_at: was.completed_at } : is] as const,
  );
  for (const [stored, viewer] of viewers) {
    if (stored) addViewer(out, null, stored, rulesBefore);
    addViewer(added, null, viewer, rules);
  }
  await viewerRows.write(
    sql,
    viewers.map(([, viewer]) => viewer),
  );
  await addRollUps(sql, new Map([[videoId, negated(out)]]));
  await addRollUps(sql, new Map([[videoId, added]]));
  await sql`
    update video_totals set (longest_watch_ms, first_view_at, last_view_at) = (
      select coalesce(max(media_ms), 0), min(viewed_at), max(viewed_at)
      from playbacks where video_id = ${videoId} and rolled_up and not preview)
    where video_id = ${videoId}`;
}

import "server-only";
import { randomUUID } from "node:crypto";
import { textArray } from "@/lib/db/literals";
import type { Queries } from "@/lib/db/writer";
import type { VideoRules } from "../playback";
import { addViewer, negated, newVideoDelta } from "../roll-ups";
import { addRollUps } from "./add-roll-ups";
import { lockVideos } from "./lock";
import { readRules, recountViewers, viewerRows } from "./rows";

/**
 * Gives everything that one viewer watched to another: their numbers are then those of one viewer from the start. What a playback
 * adds by itself does not depend on its viewer, and stays.
 */
export async function moveViewer(sql: Queries, fromId: string, intoId: string): Promise<void> {
  const found = await sql<{ video_id: string }[]>`
    select video_id from playbacks where viewer_id = ${fromId}
    union select video_id from viewer_progress where viewer_id = ${fromId} order by 1`;
  const videoIds = found.map(({ video_id }) => video_id);
  if (videoIds.length > 0) await lockVideos(sql, videoIds);
  // A view that waits for its video, and names its viewer.
  await sql`
    update pending_beacons set beacon = jsonb_set(beacon, '{view,viewer_id}', to_jsonb(${intoId}::text))
    where key = 'view' and beacon #>> '{view,viewer_id}' = ${fromId}`;
  await sql`
    update playbacks set viewer_id = ${intoId}
    where viewer_id = ${fromId} and video_id = any(${textArray(videoIds)}::uuid[])`;
  const rules = await readRules(sql, videoIds);
  for (const [videoId, ruling] of rules) await recountBoth(sql, videoId, fromId, intoId, ruling);
}

/**
 * Gives what a viewer watched of one video to a viewer whom nobody is: its numbers stay, and nothing leads from it to a person or to another
 * video that they watched.
 */
export async function anonymiseViewer(sql: Queries, videoId: string, viewerId: string): Promise<void> {
  await lockVideos(sql, [videoId]);
  const nobody = `v:${randomUUID()}`;
  await sql`update playbacks set viewer_id = ${nobody} where video_id = ${videoId} and viewer_id = ${viewerId}`;
  const rules = (await readRules(sql, [videoId])).get(videoId);
  if (rules) await recountBoth(sql, videoId, viewerId, nobody, rules);
  else await sql`delete from viewer_progress where video_id = ${videoId} and viewer_id = ${viewerId}`;
}

async function recountBoth(
  sql: Queries,
  videoId: string,
  fromId: string,
  intoId: string,
  rules: VideoRules,
): Promise<void> {
  const viewers = await recountViewers(sql, videoId, new Set([fromId, intoId]), rules);
  const [out, added] = [newVideoDelta(), newVideoDelta()];
  for (const [stored] of viewers) if (stored) addViewer(out, null, stored, rules);
  const into = viewers.find(([, { viewer_id }]) => viewer_id === intoId)![1];
  // Together they may have completed it before either did alone.
  const completions = [into, ...viewers.map(([stored]) => stored)].flatMap(
    (viewer) => viewer?.completed_at?.getTime() ?? [],
  );
  const viewer = { ...into, completed_at: into.completed_at && new Date(Math.min(...completions)) };
  addViewer(added, null, viewer, rules);
  await viewerRows.write(sql, [viewer]);
  await sql`delete from viewer_progress where video_id = ${videoId} and viewer_id = ${fromId}`;
  await addRollUps(sql, new Map([[videoId, negated(out)]]));
  await addRollUps(sql, new Map([[videoId, added]]));
}

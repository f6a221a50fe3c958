import "server-only";
import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { pendingBeacons, videoAddresses } from "@/lib/db/tables/pending-beacons";
import { schools } from "@/lib/db/tables/schools";
import { videos } from "@/lib/db/tables/videos";
import { dayOf } from "@/lib/platform/time";
import type { Beacon } from "../playback";

/* Playbacks of an address that has been given a video: they wait until they are counted. */

/** The next address with a video whose playbacks were not all counted, and some of their views; null when there is none. */
export async function nextWaiting(limit: number) {
  const [address] = await db()
    .select({
      id: videoAddresses.id,
      video_id: videos.id,
      duration_ms: videos.duration_ms,
      time_zone: schools.time_zone,
    })
    .from(videoAddresses)
    .innerJoin(videos, eq(videos.id, videoAddresses.video_id))
    .innerJoin(schools, eq(schools.id, videoAddresses.school_id))
    .where(and(isNotNull(videoAddresses.video_id), isNull(videoAddresses.replayed_at)))
    .orderBy(asc(videoAddresses.id))
    .limit(1);
  if (!address) return null;
  const { playback_id, received_at, beacon } = pendingBeacons;
  const rows = await db()
    .select({ playback_id, received_at, view: sql<Beacon["view"]>`${beacon}->'view'` })
    .from(pendingBeacons)
    .where(and(eq(pendingBeacons.address_id, address.id), eq(pendingBeacons.key, "view")))
    .orderBy(asc(playback_id))
    .limit(limit);
  const views = rows.map(
    (row): Beacon => ({
      ...row,
      video_id: address.video_id,
      day: dayOf(row.received_at, address.time_zone),
      progress: null,
    }),
  );
  return { ...address, views };
}

/** Notes that nothing waits any more for this address and its video. */
export async function markReplayed(address: { id: string; video_id: string }, now: Date): Promise<void> {
  await db()
    .update(videoAddresses)
    .set({ replayed_at: now })
    .where(and(eq(videoAddresses.id, address.id), eq(videoAddresses.video_id, address.video_id)));
}

import "server-only";
import { lockSpaces } from "@/lib/db/advisory-locks";
import { numberArray } from "@/lib/db/literals";
import type { Queries } from "@/lib/db/writer";

/** Advisory locks of the playback family: one of 64 per hash of the video. */
const lockSpace = lockSpaces.playbacks;
const lockBuckets = 64;

/** The bucket whose lock serialises everything written about a video; also what shards the commit queue. */
export function videoBucket(videoId: string): number {
  // The last digits of a UUIDv7 are random; any cheap stable hash of them spreads well.
  return Number.parseInt(videoId.slice(-4), 16) % lockBuckets;
}

/**
 * Takes the locks of these videos, in order, until the transaction ends. It is the first statement of every writer of
 * the family, so that writers of several processes wait for each other and never deadlock.
 */
export async function lockVideos(sql: Queries, videoIds: Iterable<string>): Promise<void> {
  const buckets = [...new Set([...videoIds].map(videoBucket))].sort((a, b) => a - b);
  await sql`select count(*) from (select pg_advisory_xact_lock(${lockSpace}::int, b) from unnest(${numberArray(buckets)}::int[]) b offset 0) x`;
}

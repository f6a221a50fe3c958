import "server-only";
import { and, gt, isNotNull, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { videoSegments, videos } from "@/lib/db/tables/videos";
import { segmentSeconds } from "../segments";
import { countedPlaybacks, type Days, isAllTime } from "./totals";

/** How many playbacks stopped in each segment of these videos, by video: of all time from the roll-up, or of some days. */
export async function stopsOf(
  lengths: readonly { id: string; seconds: number }[],
  days: Days = {},
): Promise<Map<string, number[]>> {
  const stops = new Map(
    lengths.map(({ id, seconds }) => [id, new Array<number>(Math.ceil(seconds / segmentSeconds)).fill(0)]),
  );
  if (lengths.length === 0) return stops;
  const rows = await (isAllTime(days) ? ofAllTime([...stops.keys()]) : ofDays([...stops.keys()], days));
  for (const { video_id, segment, stopped } of rows) {
    const ofVideo = stops.get(video_id)!;
    // A position may be the very end.
    const at = Math.min(segment, ofVideo.length - 1);
    if (at >= 0) ofVideo[at]! += stopped;
  }
  return stops;
}

const ofAllTime = (videoIds: readonly string[]) =>
  db()
    .select({
      video_id: videoSegments.video_id,
      segment: videoSegments.segment,
      stopped: videoSegments.drop_offs,
    })
    .from(videoSegments)
    .where(and(isAnyOf(videoSegments.video_id, videoIds), gt(videoSegments.drop_offs, 0)));

function ofDays(videoIds: readonly string[], days: Days) {
  const pb = countedPlaybacks(isAnyOf(videos.id, videoIds), days);
  return db()
    .with(pb)
    .select({
      video_id: pb.video_id,
      segment: sql<number>`(${pb.position_ms} / ${segmentSeconds * 1000}::int)::int`,
      stopped: sql<number>`count(*)::int`,
    })
    .from(pb)
    .where(and(isNotNull(pb.position_ms), sql`not isempty(${pb.watched})`))
    .groupBy(sql`1`, sql`2`);
}

import "server-only";
import { and, between, eq, sql } from "drizzle-orm";
import { dbPlanning } from "@/lib/db/client";
import { coveredTenths, isComplete, lengthInTenths, sizeInTenths } from "@/lib/db/completion";
import { isAnyOf, textArray } from "@/lib/db/literals";
import { schools } from "@/lib/db/tables/schools";
import { playbacks, videos } from "@/lib/db/tables/videos";
import type { VideoDays } from "@/lib/db/video-days";
import type { Day } from "@/lib/platform/time";

/**
 * What these people watched of these videos on each day, as the sums by day have it of everybody (`watchMs` and `isCompleted` of a playback), from the
 * playbacks of each by the index that the viewer leads.
 */
export async function daysWatchedBy(
  people: readonly string[],
  listed: readonly { video_id: string }[],
  { from, to }: { from: Day; to: Day },
): Promise<Map<string, VideoDays>> {
  const p = playbacks;
  const watched = sql`case when ${p.proof} in ('positions', 'ranges') then ${p.media_ms} else greatest(${p.media_ms}, ${p.reported_ms}) end`;
  const covered = sizeInTenths(coveredTenths(p.watched, videos.duration_ms));
  const completed = sql`(${isComplete(covered, lengthInTenths(videos.duration_ms), schools.completion_threshold)}
    or coalesce(${p.reported_percentage}, 0) >= ${schools.completion_threshold})`;
  const rows = await dbPlanning()
    .select({
      video_id: p.video_id,
      day: sql<number>`${p.day} - date '1970-01-01'`,
      views: sql<number>`count(*)::int`,
      watch_ms: sql<number>`sum(${watched})`.mapWith(Number),
      completed: sql<number>`(count(*) filter (where ${completed}))::int`,
    })
    .from(p)
    .innerJoin(videos, eq(videos.id, p.video_id))
    .innerJoin(schools, eq(schools.id, videos.school_id))
    .where(
      and(
        sql`${p.viewer_id} in (select unnest(${textArray(people.map((id) => `u:${id}`))}::text[]))`,
        isAnyOf(
          p.video_id,
          listed.map(({ video_id }) => video_id),
        ),
        ...[eq(p.rolled_up, true), eq(p.preview, false), between(p.day, from, to)],
      ),
    )
    .groupBy(p.video_id, p.day);
  const days = new Map<string, number[]>();
  for (const { video_id, day, views, watch_ms, completed } of rows)
    days.set(video_id, [...(days.get(video_id) ?? []), day, views, watch_ms, completed]);
  return new Map([...days].map(([id, own]) => [id, Float64Array.from(own)]));
}

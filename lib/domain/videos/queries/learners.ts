import "server-only";
import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { coveredTenths, lengthInTenths, sizeInTenths } from "@/lib/db/completion";
import { isAnyOf } from "@/lib/db/literals";
import { enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { videos, viewerProgress } from "@/lib/db/tables/videos";
import { tenthsPerSecond } from "@/lib/measure/tenths";
import { segmentSeconds } from "../segments";

/* What those who take a course watched of its videos: one row of theirs for each video, by its key. */

/** A class by its id, null for who is in none; undefined for all. */
export type OfClass = string | null | undefined;

const watched = (videoIds: readonly string[], classId: OfClass): SQL => sql`
  select ${videos.id} as video_id, ${lengthInTenths(videos.duration_ms)} as length,
    ${coveredTenths(viewerProgress.watched, videos.duration_ms)} as covered, ${viewerProgress.position_ms} as position_ms
  from ${videos}
    join ${enrollments} on ${enrollments.course_id} = ${videos.course_id}
    join ${users} on ${users.id} = ${enrollments.user_id}
    join ${viewerProgress} on ${viewerProgress.video_id} = ${videos.id} and ${viewerProgress.viewer_id} = 'u:' || ${enrollments.user_id}
  where ${and(
    ...[isAnyOf(videos.id, videoIds), isNull(users.disabled_at), gt(viewerProgress.playbacks, 0)],
    sql`not isempty(${viewerProgress.watched})`,
    classId === undefined
      ? undefined
      : classId === null
        ? isNull(enrollments.class_id)
        : eq(enrollments.class_id, classId),
  )}`;

/** How many learners watched any of each video, and the median of the share that they watched; null while its length is unknown. */
export async function watchedByLearners(videoIds: readonly string[], classId: OfClass) {
  const share = sql`least(1, ${sizeInTenths(sql`covered`)} / length::float8)`;
  const rows = await db().execute<{ video_id: string; learners: number; median: number | null }>(sql`
    select video_id, count(*)::int as learners,
      percentile_cont(0.5) within group (order by case when length is not null then ${share} end) * 100 as median
    from (${watched(videoIds, classId)}) watched group by video_id`);
  return new Map([...rows].map(({ video_id, ...row }) => [video_id, row]));
}

type ClassCurve = { video_id: string; length: number; curve: number[]; segments: number[]; stops: number[] };

/**
 * Of each video of known length the share of a class's watching learners, in per cent, who watched the middle of each of so many equal parts; and
 * how many have their last position in each segment.
 */
export async function curvesOfClass(videoIds: readonly string[], classId: string | null, points: number) {
  const middle = sql`((point + 0.5) * length / ${points}::float8)::int`;
  const last = sql`((length - 1) / ${segmentSeconds * tenthsPerSecond}::int)`;
  const rows = await db().execute<ClassCurve>(sql`
    with watched as materialized (select * from (${watched(videoIds, classId)}) one where length is not null), shares as (
      select video_id, length, point, count(*) filter (where covered @> ${middle}) * 100::float8 / count(*) as share
      from watched cross join generate_series(0, ${points - 1}::int) point group by video_id, length, point
    ), stopped as (
      select video_id, least(position_ms / ${segmentSeconds * 1000}::int, ${last}) as segment, count(*)::int as people
      from watched where position_ms is not null group by 1, 2
    )
    select video_id, length, array_agg(share order by point) as curve,
      array(select segment from stopped where stopped.video_id = shares.video_id order by segment) as segments,
      array(select people from stopped where stopped.video_id = shares.video_id order by segment) as stops
    from shares group by video_id, length`);
  return new Map(
    [...rows].map(({ video_id, length, curve, segments, stops }) => {
      const all = new Array<number>(Math.ceil(length / (segmentSeconds * tenthsPerSecond))).fill(0);
      segments.forEach((segment, index) => {
        all[segment] = stops[index]!;
      });
      return [video_id, { curve, stops: all }];
    }),
  );
}

import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import { overviewOf, type VideoPart } from "../numbers";
import type { VideosAnswer } from "../schema";
import { peoplePerVideo, perVideo } from "./list";
import { type Days, isAllTime, within } from "./totals";

/** The numbers over all videos that a scope reaches, of all time (roll-ups) or of some days (those days' playbacks). */
export async function videosOverview(scope: Scope, days: Days = {}): Promise<VideosAnswer["stats"]> {
  const allTime = isAllTime(days);
  const [videos, viewers] = await Promise.all([
    allTime
      ? sql()<VideoPart[]>`
          with ${perVideo(scope, days)}
          select views, watch_ms::float8, viewers, completers from t where views > 0`
      : sql()<VideoPart[]>`
          with ${perVideo(scope, days)}, ${peoplePerVideo(days)}
          select t.views, t.watch_ms::float8, coalesce(p.viewers, 0) as viewers, coalesce(p.completers, 0) as completers
          from t left join p on p.video_id = t.video_id where t.views > 0`,
    allTime ? viewersOfAllTime(scope) : viewersOfDays(scope, days),
  ]);
  return overviewOf(videos, viewers[0]?.viewers ?? 0);
}

type Viewers = { viewers: number };

/** People once, however many videos they watched; an anonymous playback is its own viewer, in the totals only. */
function viewersOfAllTime(scope: Scope) {
  return sql()<Viewers[]>`
    with ${perVideo(scope, {})}
    select (
      (select coalesce(sum(viewers), 0) from t) - count(*) + count(distinct viewer_id)
    )::int as viewers
    from viewer_progress where playbacks > 0 and video_id in (select video_id from t)`;
}

function viewersOfDays(scope: Scope, days: Days) {
  return sql()<Viewers[]>`
    with ${perVideo(scope, days)}
    select count(distinct coalesce(viewer_id, playback_id::text))::int as viewers
    from playbacks where video_id in (select video_id from t) and rolled_up and not preview and ${within(days)}`;
}

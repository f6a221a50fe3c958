import "server-only";
import { sql as of } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { raw, sql } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import { holds } from "@/lib/db/patterns";
import { listOrder } from "@/lib/http/list";
import { isComplete, lengthInSeconds } from "@/lib/measure/completion";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { parseMultirange, type Ranges } from "@/lib/measure/ranges";
import { oneDecimal } from "@/lib/measure/rounding";
import type { ViewerLine } from "../export";
import type { ViewersQuery } from "../filters";
import type { ViewerRow, ViewersAnswer } from "../schema";
import { playedStrip } from "../strip";
import { reachVideo, type Video } from "./reach";

type Filter = Pick<ViewersQuery, "sort" | "order" | "q">;

/** Viewers read from the cursor at a time: bounds an export's memory. */
const exportBatch = 1000;

/** The viewers of one video, a page of them, each with what they played how often. Throws as `reachVideo` does. */
export async function viewers(
  scope: Scope,
  idOrExternalId: string,
  query: ViewersQuery,
): Promise<ViewersAnswer> {
  const video = await reachVideo(scope, idOrExternalId);
  const [rows, counted] = await Promise.all([
    sql()<PersonRow[]>`${selectPeople(video, query)} limit ${query.limit} offset ${query.offset}`,
    sql()<{ total: number; anonymous: number }[]>`
      with ${people(video)} select count(*)::int as total, (count(*) filter (where kind = 'anonymous'))::int as anonymous
      from people where ${matching(query)}`,
  ]);
  const strips = await stripsOf(video, rows);
  return {
    success: true,
    items: rows.map((row) => ({ ...toLine(row, video), strip: strips.get(row.key) ?? [] })),
    total: counted[0]?.total ?? 0,
    anonymous: counted[0]?.anonymous ?? 0,
  };
}

/** All viewers of a video, batch by batch through a cursor, in the order of the list. */
export async function* viewersInBatches(video: Video, filter: Filter): AsyncGenerator<ViewerLine[]> {
  for await (const rows of sql()<PersonRow[]>`${selectPeople(video, filter)}`.cursor(exportBatch))
    yield rows.map((row) => toLine(row, video));
}

type PersonRow = {
  /** The viewer's id, or an anonymous playback's. */
  key: string;
  kind: ViewerRow["kind"];
  user_id: string | null;
  name: string;
  email: string | null;
  playbacks: number;
  watch_ms: number;
  covered: number;
  position_ms: number | null;
  completed_at: Date | null;
  last_watched_at: Date | null;
};

/**
 * Everybody who watched one video: known viewers from their progress, and each anonymous playback as its own. Both are
 * pinned to the video, so that reading across to the people stays one video's rows.
 */
function people(video: Video) {
  const length = lengthInSeconds(video.duration_ms) ?? 0;
  const covered = sql()`(select coalesce(sum(upper(r) - lower(r)), 0)::int from unnest(watched * int4multirange(int4range(0, ${length}::int))) r)`;
  return sql()`
    known as (
      select viewer_id as key, left(viewer_id, 1) as letter, substr(viewer_id, 3) as subject,
        playbacks, watch_ms, ${covered} as covered, position_ms, completed_at, last_watched_at
      from viewer_progress where video_id = ${video.id} and playbacks > 0
    ),
    people as (
      select k.key, case k.letter when 'u' then 'user' when 's' then 'guest' else 'visitor' end as kind, u.id as user_id,
        case k.letter when 'u' then coalesce(u.name, 'Former user') when 's' then 'Guest ' || k.subject else 'Visitor ' || right(k.subject, 4) end as name,
        u.email, k.playbacks, k.watch_ms, k.covered, k.position_ms, k.completed_at, k.last_watched_at
      from known k left join users u on u.id = case when k.letter = 'u' then k.subject::uuid end and u.school_id = ${video.school_id}
      union all
      select playback_id::text, 'anonymous', null, 'Anonymous ' || right(playback_id::text, 4), null, 1, greatest(media_ms, reported_ms),
        ${covered}, position_ms, null, last_heard_at
      from playbacks where video_id = ${video.id} and viewer_id is null and rolled_up and not preview
    )`;
}

function matching(filter: Filter) {
  return filter.q ? sql()`(name ilike ${holds(filter.q)} or email ilike ${holds(filter.q)})` : sql()`true`;
}

function selectPeople(video: Video, filter: Filter) {
  const by = {
    watched: of`covered`,
    recent: of`last_watched_at`,
    name: of`lower(name)`,
    replays: of`watch_ms - covered::bigint * 1000`,
    stopped: of`position_ms`,
  };
  return sql()`
    with ${people(video)}
    select key, kind, user_id, name, email, playbacks, watch_ms::float8, covered, position_ms,
      completed_at, last_watched_at
    from people where ${matching(filter)} order by ${raw(listOrder(filter, by, ["name", "stopped"]))}, watch_ms desc, key`;
}

function toLine(row: PersonRow, video: Video): ViewerLine {
  const length = lengthInSeconds(video.duration_ms);
  return {
    user_id: row.user_id,
    name: row.name,
    email: row.email,
    kind: row.kind,
    views: row.playbacks,
    watch_time_seconds: oneDecimal(row.watch_ms / 1000),
    watched_percentage: length === null ? null : oneDecimal((row.covered / length) * 100),
    completed: length !== null && isComplete(row.covered, length, video.completion_threshold),
    completed_at: row.completed_at?.toISOString() ?? null,
    position_seconds: row.position_ms === null ? null : row.position_ms / 1000,
    last_watched_at: row.last_watched_at?.toISOString() ?? null,
  };
}

/** What these viewers played, from their playbacks of this video, read by index. */
async function stripsOf(video: Video, rows: readonly PersonRow[]): Promise<Map<string, ViewerRow["strip"]>> {
  const length = lengthInSeconds(video.duration_ms);
  if (length === null || rows.length === 0) return new Map();
  const keys = (anonymous: boolean) =>
    textArray(rows.filter((row) => (row.kind === "anonymous") === anonymous).map((row) => row.key));
  const playbacks = await sql()<{ key: string; watched: string; replays: string }[]>`
    select coalesce(viewer_id, playback_id::text) as key, watched, replays from playbacks
    where video_id = ${video.id} and viewer_id = any(${keys(false)}::text[]) and rolled_up and not preview
    union all
    select playback_id::text, watched, replays from playbacks
    where video_id = ${video.id} and playback_id = any(${keys(true)}::uuid[])`;
  const byViewer = new Map<string, { watched: Ranges; replays: Ranges }[]>();
  for (const row of playbacks)
    getOrInsert(byViewer, row.key, () => []).push({
      watched: parseMultirange(row.watched),
      replays: parseMultirange(row.replays),
    });
  return new Map([...byViewer].map(([key, played]) => [key, playedStrip(played, length)]));
}

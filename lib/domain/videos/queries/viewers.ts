import "server-only";
import { and, desc, eq, gt, ilike, isNull, not, or, type SQLWrapper, sql } from "drizzle-orm";
import { batches } from "@/lib/db/batches";
import { db } from "@/lib/db/client";
import { coveredTenths, sizeInTenths } from "@/lib/db/completion";
import { isAnyOf } from "@/lib/db/literals";
import { byName } from "@/lib/db/names";
import { contains } from "@/lib/db/patterns";
import { users } from "@/lib/db/tables/people";
import { playbacks, viewerProgress } from "@/lib/db/tables/videos";
import { listOrder } from "@/lib/http/list";
import { lengthInTenths } from "@/lib/measure/completion";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { parseMultirange, type Ranges } from "@/lib/measure/ranges";
import { oneDecimal } from "@/lib/measure/rounding";
import { tenthsToMs } from "@/lib/measure/tenths";
import type { ViewerLine } from "../export";
import type { ViewersQuery } from "../filters";
import { isCompleted } from "../playback";
import { playedStrip } from "../retention";
import type { ViewerRow, ViewersAnswer } from "../schema";
import type { Video } from "./reach";

type Filter = Pick<ViewersQuery, "sort" | "order" | "q">;

/** The size of a batch: bounds an export's memory. */
const exportBatch = 1000;

/** The viewers of one video, a page of them, each with how often they played each part. */
export async function viewers(video: Video, query: ViewersQuery): Promise<ViewersAnswer> {
  const people = viewersOf(video);
  const [rows, [counted]] = await Promise.all([
    selectViewers(video, query).limit(query.limit).offset(query.offset),
    db()
      .with(people)
      .select({
        total: sql<number>`count(*)::int`,
        anonymous: sql<number>`(count(*) filter (where ${people.kind} = 'anonymous'))::int`,
      })
      .from(people)
      .where(matching(people, query)),
  ]);
  const strips = await stripsOf(video, rows);
  return {
    success: true,
    items: rows.map((row) => ({ ...toLine(row, video), strip: strips.get(row.key) ?? [] })),
    total: counted?.total ?? 0,
    anonymous: counted?.anonymous ?? 0,
  };
}

/** All viewers of a video, batch by batch, in the order of the list. */
export async function* viewersInBatches(video: Video, filter: Filter): AsyncGenerator<ViewerLine[]> {
  for await (const rows of batches(selectViewers(video, filter), "key", exportBatch))
    yield rows.map((row) => toLine(row, video));
}

/**
 * Everybody who watched one video: known viewers from their progress, and each anonymous playback as its own viewer. Both are
 * pinned to the video, so that joining the people reads one video's rows.
 */
function viewersOf(video: Video) {
  const duration = sql`${video.duration_ms ?? 0}::int`;
  const covered = ({ watched }: { watched: SQLWrapper }) => sizeInTenths(coveredTenths(watched, duration));
  const { viewer_id } = viewerProgress;
  /** `u` user, `s` token subject, `v` visitor; then who. */
  const letter = sql`left(${viewer_id}, 1)`;
  const subject = sql`substr(${viewer_id}, 3)`;
  const identified = db()
    .select({
      /** The viewer's id, or an anonymous playback's. */
      key: sql<string>`${viewer_id}`.as("key"),
      kind: sql<
        ViewerRow["kind"]
      >`case ${letter} when 'u' then 'user' when 's' then 'guest' else 'visitor' end`.as("kind"),
      user_id: users.id,
      name: sql<string>`case ${letter} when 'u' then coalesce(${users.name}, 'Former user')
        when 's' then 'Guest ' || ${subject} else 'Visitor ' || right(${subject}, 4) end`.as("name"),
      email: users.email,
      playbacks: viewerProgress.playbacks,
      watch_ms: viewerProgress.watch_ms,
      covered: covered(viewerProgress).as("covered"),
      position_ms: viewerProgress.position_ms,
      completed_at: viewerProgress.completed_at,
      last_watched_at: viewerProgress.last_watched_at,
      reported_percentage: sql<number | null>`null::int`.as("reported_percentage"),
    })
    .from(viewerProgress)
    .leftJoin(
      users,
      and(
        sql`${users.id} = case when ${letter} = 'u' then ${subject}::uuid end`,
        eq(users.school_id, video.school_id),
      ),
    )
    .where(and(eq(viewerProgress.video_id, video.id), gt(viewerProgress.playbacks, 0)));
  const anonymous = db()
    .select({
      key: sql<string>`${playbacks.playback_id}::text`,
      kind: sql<ViewerRow["kind"]>`'anonymous'`,
      user_id: sql<string | null>`null::uuid`,
      name: sql<string>`'Anonymous ' || right(${playbacks.playback_id}::text, 4)`,
      email: sql<string | null>`null`,
      playbacks: sql<number>`1`,
      watch_ms: watchMs(playbacks),
      covered: covered(playbacks),
      position_ms: playbacks.position_ms,
      completed_at: sql<Date | null>`null::timestamptz`,
      last_watched_at: sql<Date | null>`${playbacks.last_heard_at}`,
      reported_percentage: playbacks.reported_percentage,
    })
    .from(playbacks)
    .where(and(eq(playbacks.video_id, video.id), isNull(playbacks.viewer_id), isCounted));
  return db().$with("people").as(identified.unionAll(anonymous));
}

/** `watchMs` of playback.ts in SQL. */
const watchMs = ({ proof, media_ms, reported_ms }: typeof playbacks) =>
  sql<number>`case when ${proof} in ('positions', 'ranges') then ${media_ms} else greatest(${media_ms}, ${reported_ms}) end`;

const isCounted = and(playbacks.rolled_up, not(playbacks.preview));

const matching = ({ name, email }: ReturnType<typeof viewersOf>, { q }: Filter) =>
  q ? or(ilike(name, contains(q)), ilike(email, contains(q))) : undefined;

function selectViewers(video: Video, filter: Filter) {
  const people = viewersOf(video);
  const order = listOrder(
    filter,
    {
      watched: people.covered,
      recent: people.last_watched_at,
      name: byName(people.name),
      replays: sql`${people.watch_ms} - ${people.covered}::bigint * ${tenthsToMs(1)}::int`,
      stopped: people.position_ms,
    },
    ["name", "stopped"],
  );
  return db()
    .with(people)
    .select()
    .from(people)
    .where(matching(people, filter))
    .orderBy(order, desc(people.watch_ms), people.key);
}
type Viewer = Awaited<ReturnType<typeof selectViewers>>[number];

function toLine(row: Viewer, video: Video): ViewerLine {
  const length = lengthInTenths(video.duration_ms);
  return {
    user_id: row.user_id,
    name: row.name,
    email: row.email,
    kind: row.kind,
    views: row.playbacks,
    watch_time_seconds: oneDecimal(row.watch_ms / 1000),
    watched_percentage: length === null ? null : oneDecimal((row.covered / length) * 100),
    completed:
      length !== null &&
      (row.completed_at !== null || isCompleted(row, row.covered, length, video.completion_threshold)),
    completed_at: row.completed_at?.toISOString() ?? null,
    position_seconds: row.position_ms === null ? null : row.position_ms / 1000,
    last_watched_at: row.last_watched_at?.toISOString() ?? null,
  };
}

/** The ranges that these viewers played, from their playbacks of this video, read by index. */
async function stripsOf(video: Video, rows: readonly Viewer[]): Promise<Map<string, ViewerRow["strip"]>> {
  const { duration_ms } = video;
  if (duration_ms === null || rows.length === 0) return new Map();
  const played = (key: SQLWrapper) =>
    db()
      .select({
        key: sql<string>`${key}::text`,
        watched: playbacks.watched,
        replays: playbacks.replays,
      })
      .from(playbacks);
  const keys = (anonymous: boolean) =>
    rows.filter((row) => (row.kind === "anonymous") === anonymous).map((row) => row.key);
  const ofVideo = and(eq(playbacks.video_id, video.id), isCounted);
  const found = await played(playbacks.viewer_id)
    .where(and(ofVideo, isAnyOf(playbacks.viewer_id, keys(false))))
    .unionAll(played(playbacks.playback_id).where(and(ofVideo, isAnyOf(playbacks.playback_id, keys(true)))));
  const byViewer = new Map<string, { watched: Ranges; replays: Ranges }[]>();
  for (const row of found)
    getOrInsert(byViewer, row.key, () => []).push({
      watched: parseMultirange(row.watched),
      replays: parseMultirange(row.replays),
    });
  return new Map([...byViewer].map(([key, played]) => [key, playedStrip(played, duration_ms)]));
}

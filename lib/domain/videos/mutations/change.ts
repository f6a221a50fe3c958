import "server-only";
import { and, eq, isNull, lt, or } from "drizzle-orm";
import { audit, type RequestContext } from "@/lib/auth/audit";
import { assertCourse, assertLesson } from "@/lib/auth/references";
import type { Scope } from "@/lib/auth/scope";
import { db, type Tx } from "@/lib/db/client";
import { assertRevision } from "@/lib/db/revision";
import { videos } from "@/lib/db/tables/videos";
import { queriesOf, transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { isoInstants } from "@/lib/http/contract";
import { AppError } from "@/lib/platform/errors";
import type { ChangeVideo, Decision } from "../forms";
import { forgetDeliveries } from "../ingest/deliveries";
import { lockVideos } from "../ingest/lock";
import { setLength } from "../ingest/set-length";
import { decide } from "../ingest/suspects";
import { reachVideo, type Video } from "../queries/reach";

/** A video's settings as its row has them. */
export const settingsOfVideo = {
  external_id: videos.external_id,
  title: videos.title,
  course_id: videos.course_id,
  lesson_id: videos.lesson_id,
  duration_ms: videos.duration_ms,
  provider: videos.provider,
  provider_id: videos.provider_id,
  source_url: videos.source_url,
  page_url: videos.page_url,
  published_at: videos.published_at,
  archived_at: videos.archived_at,
  version: videos.version,
  revision: videos.revision,
};
export type Settings = Pick<typeof videos.$inferSelect, keyof typeof settingsOfVideo>;

/** The same as the routes answer them. */
export const savedVideoOf = (id: string, { duration_ms, ...settings }: Settings) => ({
  id,
  ...isoInstants(settings),
  duration_seconds: seconds(duration_ms),
});
const seconds = (ms: number | null) => (ms === null ? null : ms / 1000);
export const milliseconds = (given: number) => Math.max(1, Math.round(given * 1000));

/** The course and lesson that a change names; a video that leaves its course leaves its lesson. Throws `not_found`, `forbidden`. */
async function placeOf(scope: Scope, video: Video, { course_id, lesson_id }: ChangeVideo) {
  const course = course_id === undefined ? null : (await assertCourse(scope, video.school_id, course_id)).id;
  const moved = course !== null && course !== video.course_id;
  if (typeof lesson_id === "string")
    return { course, lesson: await assertLesson(course ?? video.course_id, lesson_id) };
  return { course, lesson: moved ? null : lesson_id };
}

/** Since when something is so, once it is said to be so or not. */
const since = (before: Date | null, is: boolean | undefined, now: Date): Date | null =>
  is === undefined ? before : is ? (before ?? now) : null;

/**
 * Changes a video's settings; where its length is corrected its numbers are counted anew. Throws as `reachVideo` does, and `conflict`
 * where somebody else's edit came before.
 */
export async function changeVideo(ctx: Context, videoId: string, change: ChangeVideo) {
  const video = await reachVideo(ctx.scope, videoId);
  const place = await placeOf(ctx.scope, video, change);
  return transaction((tx) => changeInTransaction(tx, ctx, video, change, place));
}

async function changeInTransaction(
  tx: Tx,
  ctx: Context,
  { id, school_id }: Video,
  change: ChangeVideo,
  place: Awaited<ReturnType<typeof placeOf>>,
) {
  await lockVideos(queriesOf(tx), [id]);
  const [before] = await tx.select(settingsOfVideo).from(videos).where(eq(videos.id, id)).for("update");
  if (!before) throw new AppError("not_found", "errors.video.unknown");
  assertRevision(before, change.revision, savedVideoOf(id, before));
  const { duration_seconds, published, archived } = change;
  const given = {
    title: change.title,
    course_id: place.course ?? undefined,
    lesson_id: place.lesson,
    provider: change.provider,
    provider_id: change.provider_id,
    source_url: change.source_url,
    page_url: change.page_url,
  };
  const after: Settings = {
    ...before,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    duration_ms: duration_seconds === undefined ? before.duration_ms : milliseconds(duration_seconds),
    published_at: since(before.published_at, published, ctx.now),
    archived_at: since(before.archived_at, archived, ctx.now),
  };
  const differs = (key: keyof Settings) => before[key] !== after[key];
  const note = async (action: `video.${string}`, ...keys: (keyof Settings)[]) => {
    if (!keys.some(differs)) return;
    const of = (row: Settings) => {
      const saved = savedVideoOf(id, row);
      return Object.fromEntries(
        keys
          .filter(differs)
          .map((key) =>
            key === "duration_ms" ? ["duration_seconds", saved.duration_seconds] : [key, saved[key]],
          ),
      );
    };
    await audit(tx, ctx, {
      school_id,
      action,
      target: { type: "video", id },
      detail: { before: of(before), after: of(after) },
    });
  };
  const moved = differs("provider") || differs("provider_id");
  const { duration_ms, external_id: _, version: __, revision: ___, ...settable } = after;
  if ((Object.keys(after) as (keyof Settings)[]).some(differs)) {
    after.revision++;
    await tx
      .update(videos)
      .set({ ...settable, ...(moved ? { provider_changed_at: null } : {}), revision: after.revision })
      .where(eq(videos.id, id));
  }
  if (duration_ms !== null && duration_ms !== before.duration_ms)
    await setLength(queriesOf(tx), id, duration_ms);
  if (moved) await forgetDeliveries(tx, id);
  await note("video.set_length", "duration_ms");
  await note("video.set_provider", "provider", "provider_id");
  await note("video.set_source", "source_url");
  await note("video.update", "title", "course_id", "lesson_id", "page_url", "published_at");
  await note(after.archived_at ? "video.archive" : "video.restore", "archived_at");
  return savedVideoOf(id, after);
}

/** The most videos that one notification changes: a clip is in a few courses, not in more. */
const sameClipMax = 100;

/**
 * Sets the videos with this provider's id ready with their length, or failed, and counts their numbers anew. A notification that is not later
 * than the one before changes nothing, so that it can be sent again. Returns how many videos it changed.
 */
export async function setProcessed(
  request: RequestContext,
  processed: {
    provider: Video["provider"];
    provider_id: string;
    status: "ready" | "failed";
    duration_ms: number | null;
    at: Date;
  },
): Promise<number> {
  const { provider, provider_id, status, duration_ms, at } = processed;
  const found = await db()
    .select({ id: videos.id, school_id: videos.school_id })
    .from(videos)
    .where(and(eq(videos.provider, provider), eq(videos.provider_id, provider_id)))
    .orderBy(videos.id)
    .limit(sameClipMax);
  let changed = 0;
  for (const { id, school_id } of found)
    await transaction(async (tx) => {
      await lockVideos(queriesOf(tx), [id]);
      const isLater = or(isNull(videos.provider_changed_at), lt(videos.provider_changed_at, at));
      const rows = await tx
        .update(videos)
        .set({ status, provider_changed_at: at })
        .where(and(eq(videos.id, id), eq(videos.provider_id, provider_id), isLater))
        .returning({ id: videos.id });
      if (rows.length === 0) return;
      const earlierMs = duration_ms === null ? null : await setLength(queriesOf(tx), id, duration_ms);
      await audit(
        tx,
        { scope: null, request },
        {
          school_id,
          action: "video.processed",
          target: { type: "video", id },
          detail: {
            provider,
            status,
            ...(duration_ms === null
              ? {}
              : {
                  before: { duration_seconds: seconds(earlierMs) },
                  after: { duration_seconds: seconds(duration_ms) },
                }),
          },
        },
      );
      changed++;
    });
  return changed;
}

/** Counts a suspect's playbacks, or leaves them out; the other decision undoes it. Throws as `reachVideo` does, and `not_found`. */
export async function decideSuspect(ctx: Context, videoId: string, suspectId: string, decision: Decision) {
  const { id, school_id } = await reachVideo(ctx.scope, videoId);
  await transaction(async (tx) => {
    const sql = queriesOf(tx);
    await lockVideos(sql, [id]);
    if (!(await decide(sql, { video_id: id, id: suspectId }, decision, ctx.now)))
      throw new AppError("not_found", "errors.video.group_unknown");
    await audit(tx, ctx, {
      school_id,
      action: "video.decide_suspect",
      target: { type: "video", id },
      detail: { suspect_id: suspectId, decision },
    });
  });
  return { id: suspectId, decision };
}

import "server-only";
import { and, eq } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { assertCourse, assertLesson } from "@/lib/auth/references";
import { db } from "@/lib/db/client";
import { videos } from "@/lib/db/tables/videos";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { fieldError } from "@/lib/platform/errors";
import { type KeptVideo, removeMedia } from "@/lib/platform/media-files";
import type { SaveVideo } from "../forms";
import { changeVideo, milliseconds } from "./change";
import { keepUpload } from "./upload";

/**
 * Makes a video in a course that the caller teaches, or changes the one that its school's own id names. Errors name the field.
 */
export async function saveVideo(ctx: Context, input: SaveVideo): Promise<{ id: string; created: boolean }> {
  const { external_id, course_id, lesson_id, upload_id, ...given } = input;
  const course = await assertCourse(ctx.scope, ctx.scope.school_id, course_id);
  const existing = external_id === undefined ? null : await videoOf(course.school_id, external_id);
  if (existing) {
    if (upload_id) throw fieldError("upload_id", "errors.field.replace_instead", "conflict");
    const { external_id: _, ...change } = input;
    await changeVideo(ctx, existing, change);
    return { id: existing, created: false };
  }
  const lesson = lesson_id ? await assertLesson(course.id, lesson_id) : null;
  const { duration_seconds, published = true, ...settings } = given;
  const kept = upload_id ? await keepUpload(ctx.scope.user_id, upload_id) : null;
  const duration_ms =
    duration_seconds === undefined ? (kept?.duration_ms ?? null) : milliseconds(duration_seconds);
  const id = await withFile(kept, () =>
    transaction(async (tx) => {
      const [video] = await tx
        .insert(videos)
        .values({
          ...settings,
          school_id: course.school_id,
          course_id: course.id,
          lesson_id: lesson,
          external_id: external_id ?? null,
          media_file: kept?.media_file ?? null,
          duration_ms,
          status: duration_ms === null ? "processing" : "ready",
          published_at: published ? ctx.now : null,
          created_at: ctx.now,
        })
        .onConflictDoNothing()
        .returning({ id: videos.id });
      if (!video) return null;
      await audit(tx, ctx, {
        school_id: course.school_id,
        action: "video.create",
        target: { type: "video", id: video.id },
        detail: { title: settings.title, course_id: course.id, external_id: external_id ?? null },
      });
      return video.id;
    }),
  );
  // Another request made it meanwhile.
  return id === null ? saveVideo(ctx, input) : { id, created: true };
}

/** Removes the file again unless its row is stored. */
export async function withFile<T>(kept: KeptVideo | null, store: () => Promise<T>): Promise<T> {
  let stored: T | null = null;
  try {
    stored = await store();
    return stored;
  } finally {
    if (kept && stored === null) await removeMedia([kept.media_file]);
  }
}

async function videoOf(schoolId: string, externalId: string): Promise<string | null> {
  const [video] = await db()
    .select({ id: videos.id })
    .from(videos)
    .where(and(eq(videos.school_id, schoolId), eq(videos.external_id, externalId)));
  return video?.id ?? null;
}

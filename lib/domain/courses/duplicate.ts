import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { isAdmin } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/client";
import { insertRows } from "@/lib/db/insert-rows";
import { isAnyOf } from "@/lib/db/literals";
import { classes, courseInstructors, courses, lessons, materials } from "@/lib/db/tables/courses";
import { videoCaptions, videoChapters } from "@/lib/db/tables/video-tracks";
import { videos } from "@/lib/db/tables/videos";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { newId } from "@/lib/platform/ids";
import { copyAssessments } from "./assessments/copy";
import { assertTerm } from "./classes/queries";
import type { CourseCopy } from "./forms";
import { lockCourse } from "./mutations";
import { reachCourse, zoneOf } from "./queries";
import type { Duplicated } from "./schema";
import { insertRow, withExternalId } from "./write";

/**
 * Copies a course for another term: its description, instructors, lessons, materials, videos and assessments, and where a term is given its
 * classes, without their people. A copied video plays the same file and has no numbers, and an assessment no results: those belong to the
 * people who took the course. Sessions stay where they are. Nothing archived is copied. Throws as `reachCourse` does.
 */
export async function duplicateCourse(
  ctx: Context,
  courseId: string,
  { title, external_id, term_id }: CourseCopy,
): Promise<Omit<Duplicated, "success">> {
  const { id: from, school_id } = await reachCourse(ctx.scope, courseId);
  const time_zone = await zoneOf({ id: from });
  return withExternalId(
    transaction(async (tx) => {
      const { description } = await lockCourse(tx, from);
      const term = term_id ? await assertTerm(tx, school_id, term_id) : null;
      const id = await insertRow(tx, ctx, { noun: "course", school_id }, courses, {
        school_id,
        title,
        description,
        external_id: external_id ?? null,
        created_at: ctx.now,
      });
      const teachers = await tx
        .select({ user_id: courseInstructors.user_id })
        .from(courseInstructors)
        .where(eq(courseInstructors.course_id, from));
      const ids = new Set(teachers.map(({ user_id }) => user_id));
      if (!isAdmin(ctx.scope)) ids.add(ctx.scope.user_id);
      await insertRows(
        tx,
        courseInstructors,
        [...ids].map((user_id) => ({ course_id: id, user_id })),
      );

      const taken = await tx
        .select()
        .from(lessons)
        .where(and(eq(lessons.course_id, from), isNull(lessons.archived_at)))
        .orderBy(lessons.position, lessons.id);
      const copies = new Map(taken.map((lesson) => [lesson.id, newId()]));
      await insertRows(
        tx,
        lessons,
        taken.map(({ number, title }, index) => ({
          id: copies.get(taken[index]!.id)!,
          course_id: id,
          number,
          title,
          position: index + 1,
          created_at: ctx.now,
        })),
      );
      const held = taken.length
        ? await tx
            .select()
            .from(materials)
            .where(and(inArray(materials.lesson_id, [...copies.keys()]), isNull(materials.archived_at)))
        : [];
      await insertRows(
        tx,
        materials,
        held.map(({ lesson_id, type, title, url, duration_ms, lesson_position }) => ({
          id: newId(),
          lesson_id: copies.get(lesson_id)!,
          type,
          title,
          url,
          duration_ms,
          lesson_position,
          created_at: ctx.now,
        })),
      );
      const copiedVideos = await copyVideos(tx, ctx, { from, to: id, lessonOf: copies });
      const groups = term
        ? await tx
            .select({ id: classes.id, name: classes.name })
            .from(classes)
            .where(and(eq(classes.course_id, from), isNull(classes.archived_at)))
        : [];
      const classOf = new Map(groups.map((group) => [group.id, newId()]));
      await insertRows(
        tx,
        classes,
        groups.map(({ id: original, name }) => ({
          id: classOf.get(original)!,
          course_id: id,
          name,
          term_id: term,
          created_at: ctx.now,
        })),
      );
      const copiedAssessments = await copyAssessments(
        tx,
        ctx,
        { from, to: id, time_zone },
        { lessonOf: copies, classOf, termId: term },
      );
      const copied = {
        lessons: taken.length,
        materials: held.length,
        assessments: copiedAssessments,
        videos: copiedVideos,
        classes: groups.length,
      };
      await audit(tx, ctx, {
        school_id,
        action: "course.duplicate",
        target: { type: "course", id },
        detail: { from, ...copied },
      });
      return { id, ...copied };
    }),
  );
}

/**
 * Copies a course's videos with their chapters and captions; returns how many. The page on which learners watch the original, and its id
 * in another system, are not the copy's.
 */
async function copyVideos(
  tx: Tx,
  ctx: Context,
  { from, to, lessonOf }: { from: string; to: string; lessonOf: ReadonlyMap<string, string> },
): Promise<number> {
  const originals = await tx
    .select()
    .from(videos)
    .where(and(eq(videos.course_id, from), isNull(videos.archived_at), isNull(videos.version_of)))
    .orderBy(videos.id)
    // Until the copies are stored too, nobody deletes the files.
    .for("share");
  const copies = new Map(originals.map((video) => [video.id, newId()]));
  await insertRows(
    tx,
    videos,
    originals.map((video) => ({
      ...video,
      id: copies.get(video.id)!,
      course_id: to,
      lesson_id: (video.lesson_id && lessonOf.get(video.lesson_id)) ?? null,
      external_id: null,
      page_url: null,
      published_at: video.published_at && ctx.now,
      version: 1,
      revision: 1,
      created_at: ctx.now,
    })),
  );
  for (const table of [videoChapters, videoCaptions]) {
    const rows = await tx
      .select()
      .from(table)
      .where(isAnyOf(table.video_id, [...copies.keys()]));
    await insertRows(
      tx,
      table,
      rows.map((row) => ({ ...row, video_id: copies.get(row.video_id)! })),
    );
  }
  return originals.length;
}

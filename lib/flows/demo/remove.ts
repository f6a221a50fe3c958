import "server-only";
import { asc, eq, inArray, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { courses } from "@/lib/db/tables/courses";
import { pendingBeacons, videoAddresses } from "@/lib/db/tables/pending-beacons";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { imports, series, sessions } from "@/lib/db/tables/sessions";
import { videos } from "@/lib/db/tables/videos";
import { queriesOf, transaction } from "@/lib/db/tx";
import { deleteLearning } from "@/lib/domain/learning/ingest/partitions";
import { lockSessions } from "@/lib/domain/sessions/live/lock";
import { deleteLockedSession } from "@/lib/domain/sessions/mutations/delete";
import { lockVideos } from "@/lib/domain/videos/ingest/lock";
import { deleteVideoFacts } from "@/lib/domain/videos/mutations/delete";
import { removeMedia } from "@/lib/platform/media-files";

/**
 * Deletes the demo schools with everything in them. One session or video at a time, so that no lock keeps others waiting; what a run
 * has done, the next one finds gone. Only the audit log remembers them. `progress` is told of the videos.
 */
export async function removeDemo(progress: (done: number, of: number) => void): Promise<void> {
  const demo = await db().select({ id: schools.id }).from(schools).where(eq(schools.demo, true));
  for (const { id } of demo) await removeSchool(id, progress);
}

async function removeSchool(schoolId: string, progress: (done: number, of: number) => void): Promise<void> {
  /** Each video with its earlier versions, which have its lock. */
  const shown = await db()
    .select({
      id: sql<string>`coalesce(${videos.version_of}, ${videos.id})`.as("first_id"),
      ids: sql<string[]>`array_agg(${videos.id})`,
      files: sql<(string | null)[]>`array_agg(${videos.media_file}) || array_agg(${videos.poster_file})`,
    })
    .from(videos)
    .where(eq(videos.school_id, schoolId))
    .groupBy(sql`first_id`)
    .orderBy(sql`first_id`);
  progress(0, shown.length);
  const held = await db()
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.school_id, schoolId))
    .orderBy(asc(sessions.id));
  for (const { id } of held) {
    await transaction(async (tx) => {
      await lockSessions(tx, [id]);
      await deleteLockedSession(tx, id);
    });
    progress(0, shown.length);
  }
  for (const [index, { id, ids, files }] of shown.entries()) {
    await transaction(async (tx) => {
      await lockVideos(queriesOf(tx), [id]);
      await deleteVideoFacts(tx, ids);
      await tx.delete(videos).where(isAnyOf(videos.id, ids));
    });
    await removeMedia(files);
    progress(index + 1, shown.length);
  }
  await transaction(async (tx) => {
    const addresses = tx
      .select({ id: videoAddresses.id })
      .from(videoAddresses)
      .where(eq(videoAddresses.school_id, schoolId));
    await tx.delete(pendingBeacons).where(inArray(pendingBeacons.address_id, addresses));
    await deleteLearning(tx, schoolId);
    // What refers to these goes with them.
    for (const table of [videoAddresses, imports, series, courses, users])
      await tx.delete(table).where(eq(table.school_id, schoolId));
    await tx.delete(schools).where(eq(schools.id, schoolId));
  });
}

import "server-only";
import { setTimeout } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { type Limit, take } from "@/lib/auth/limits";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { schools } from "@/lib/db/tables/schools";
import { videos } from "@/lib/db/tables/videos";
import { queriesOf, transaction } from "@/lib/db/tx";
import { openWriter } from "@/lib/db/writer";
import {
  enrollmentsOf,
  type ProgressDifference,
  verifyProgress,
} from "@/lib/domain/courses/lessons/store-progress";
import {
  actorsAtOnce,
  actorsOfSchool,
  eventDaysOf,
  type LearningDifference,
  rebuildActors,
  rebuildHours,
  rebuildSummaries,
} from "@/lib/domain/learning/ingest/rebuild";
import { recountStaleOf, verifyNumbers } from "@/lib/domain/sessions/mutations/recount";
import { type Difference, rebuildVideo } from "@/lib/domain/videos/ingest/rebuild";
import { awardsStored } from "../gamification/award";

/** The limit of verifications on request: each reads every playback of a video. */
const refreshLimit: Limit = { name: "refresh", points: 6, seconds: 60, withoutCounts: "allow" };

/** Verifies these videos' roll-ups on request, and rebuilds those that differ. Throws `too_many_requests`. */
export async function refreshVideos(scope: Scope, videoIds: readonly string[]): Promise<void> {
  await take(refreshLimit, scope.user_id);
  await verifyVideos(videoIds, () => {});
}

/** Verifies these videos' roll-ups against their playbacks and rebuilds what differs. Each video is one transaction. */
async function verifyVideos(
  videoIds: readonly string[],
  onProgress: (done: number, of: number) => void,
  how: { withDays?: boolean } = {},
) {
  const differences: Difference[] = [];
  const writer = openWriter();
  try {
    for (const [i, videoId] of videoIds.entries()) {
      differences.push(...(await rebuildVideo(writer, videoId, how)));
      onProgress(i + 1, videoIds.length);
    }
  } finally {
    await writer.close();
  }
  return differences;
}

/** Verifies a school's roll-ups of learning events, or those of all, and rebuilds what differs: some actors at a time, then hours by days. */
async function verifyLearning(
  schoolId: string | null,
): Promise<{ actors: number; differences: LearningDifference[] }> {
  const among = await db()
    .select({ id: schools.id })
    .from(schools)
    .where(schoolId ? eq(schools.id, schoolId) : undefined)
    .orderBy(schools.id);
  const differences: LearningDifference[] = [];
  let actors = 0;
  const writer = openWriter();
  try {
    for (const { id } of among) {
      const [all, days] = await transaction(async (tx) => {
        const sql = queriesOf(tx);
        return [await actorsOfSchool(sql, id), await eventDaysOf(sql, id)] as const;
      });
      actors += all.length;
      for (let at = 0; at < all.length; at += actorsAtOnce)
        differences.push(...(await rebuildActors(writer, id, all.slice(at, at + actorsAtOnce))));
      differences.push(...(await rebuildSummaries(writer, id)));
      for (const day of days) differences.push(...(await rebuildHours(writer, id, day)));
    }
  } finally {
    await writer.close();
  }
  return { actors, differences };
}

/** Enrollments at a time: bounds the memory. */
const enrollmentsAtOnce = 500;

/** Verifies the stored progress of a school's enrollments, or of all, and stores again what differs. */
async function verifyEnrollments(schoolId: string | null): Promise<ProgressDifference[]> {
  const all = await enrollmentsOf(schoolId);
  const differences: ProgressDifference[] = [];
  for (let at = 0; at < all.length; at += enrollmentsAtOnce)
    differences.push(...(await verifyProgress(all.slice(at, at + enrollmentsAtOnce))));
  return differences;
}

/**
 * The same for all videos and all learning events, for the stored numbers of all finished sessions, and for the stored progress of all enrollments
 * (`npm run rollups:rebuild`), of one school or of all.
 */
export async function rebuildAll({
  school_id = null,
  onProgress = () => {},
}: {
  school_id?: string | null;
  onProgress?: (done: number, of: number) => void;
} = {}) {
  const ids = await videosOf(school_id);
  const ofVideos = await verifyVideos(ids, onProgress);
  const { sessions, differences } = await verifyNumbers(new Date(), school_id);
  const learning = await verifyLearning(school_id);
  return {
    videos: ids.length,
    sessions,
    actors: learning.actors,
    differences: [
      ...ofVideos,
      ...differences,
      ...learning.differences,
      ...(await verifyEnrollments(school_id)),
    ],
  };
}

/** The videos of one school, or of all. */
async function videosOf(schoolId: string | null): Promise<string[]> {
  const rows = await db()
    .select({ id: videos.id })
    .from(videos)
    .where(schoolId ? eq(videos.school_id, schoolId) : undefined)
    .orderBy(videos.id);
  return rows.map(({ id }) => id);
}

/** Processes count by a school's settings of at most so long ago (lib/flows/ingest/cache.ts), and what they have received since waits less. */
const settledMs = 5_000;

/** Counts a school's videos by the settings that it has now: the days of its zone, and from when a video is completed. */
export async function recountVideos(
  schoolId: string,
  onProgress: (done: number, of: number) => void,
  waitMs = settledMs,
): Promise<void> {
  const ids = await videosOf(schoolId);
  onProgress(0, ids.length);
  await setTimeout(waitMs);
  await verifyVideos(ids, onProgress, { withDays: true });
}

/** Counts a school's learning events by the days of the zone that it has now, also those that an award has begun to store before. */
export async function recountLearning(schoolId: string, waitMs = settledMs): Promise<void> {
  await setTimeout(waitMs);
  await awardsStored();
  await verifyLearning(schoolId);
}

/** Counts a school's finished sessions by the settings that it has now. */
export async function recountSessions(
  schoolId: string,
  now: Date,
  onProgress: (done: number, of: number) => void,
): Promise<void> {
  let of: number | null = null;
  await recountStaleOf(schoolId, now, (left) => {
    of = Math.max(of ?? 0, left);
    onProgress(of - left, of);
  });
}

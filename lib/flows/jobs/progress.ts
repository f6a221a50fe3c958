import "server-only";
import { tryLock } from "@/lib/db/advisory-locks";
import { db } from "@/lib/db/client";
import { courses } from "@/lib/db/tables/courses";
import { transaction } from "@/lib/db/tx";
import { openWriter, type Writer } from "@/lib/db/writer";
import { progressFacts } from "@/lib/domain/courses/lessons/learner-progress";
import { staleEnrollments, storeProgress } from "@/lib/domain/courses/lessons/store-progress";
import { changedCourses, changedViewers, markUnchanged } from "@/lib/domain/videos/ingest/changed-viewers";
import { startJob } from "./job";

/** How often the job runs, in milliseconds. */
const intervalMs = 60_000;
/** How many people of one course are computed at a time, and how many enrollments one run computes besides those who watched something. */
const peopleAtOnce = 500;
const enrollmentsAtOnce = 500;
const coursesAtOnce = 200;
/** So many people of one course are computed in a run: of a course in which more watch at once, some are always changed again. */
const peopleInRun = 20 * peopleAtOnce;
/**
 * Stores the progress of enrollments of which none or an earlier one is stored; null while another process runs the job. Returns of how many: of people who
 * watched something since, each course once, and of others.
 */
export function storeStaleProgress(): Promise<{ viewers: number; others: number } | null> {
  return transaction(async (tx) => {
    if (!(await tryLock(tx, "progress"))) return null;
    let viewers = 0;
    const writer = openWriter();
    try {
      for (const courseId of await changedCourses()) viewers += await storeOfViewers(writer, courseId);
    } finally {
      await writer.close();
    }
    return { viewers, others: await storeOthers() };
  });
}

/** The progress of those who have watched a video of the course since theirs was stored. */
async function storeOfViewers(writer: Writer, course_id: string): Promise<number> {
  let people = 0;
  while (people < peopleInRun) {
    const viewers = await changedViewers(course_id, peopleAtOnce);
    const ids = [...new Set(viewers.map(({ viewer_id }) => viewer_id.slice(2)))];
    const facts = await progressFacts([course_id], ids);
    await storeProgress(
      ids.map((user_id) => ({ course_id, user_id })),
      facts,
    );
    await markUnchanged(writer, viewers);
    people += ids.length;
    if (ids.length < peopleAtOnce) break;
  }
  return people;
}

async function storeOthers(): Promise<number> {
  const ids = (await db().select({ id: courses.id }).from(courses).orderBy(courses.id)).map(({ id }) => id);
  let stored = 0;
  for (let at = 0; at < ids.length && stored < enrollmentsAtOnce; at += coursesAtOnce) {
    const facts = await progressFacts(ids.slice(at, at + coursesAtOnce));
    const stale = await staleEnrollments(facts, enrollmentsAtOnce - stored);
    await storeProgress(stale, facts);
    stored += stale.length;
  }
  return stored;
}

/** Runs `storeStaleProgress` every minute, and at once again while there is more to do. */
export const startProgressJob = () =>
  startJob("progress", "the progress of learners could not be stored", intervalMs, async () => {
    const done = await storeStaleProgress();
    return done?.others === enrollmentsAtOnce;
  });

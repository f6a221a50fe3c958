import type { Sql } from "postgres";
import {
  computeWhole,
  type Pair,
  progressFacts,
  storedWhole,
} from "@/lib/domain/courses/lessons/learner-progress";
import type { OwnVideo } from "@/lib/domain/videos/queries/progress";
import type { MyLearning } from "@/lib/flows/learning/my-learning";
import { newId } from "@/lib/platform/ids";
import { dayOf } from "@/lib/platform/time";
import type { Person } from "./database";

/** The parts of a person's lessons that have a time once they are completed, from what their own page lists, and the days of those times, each read for itself. */
export async function datedParts(sql: Sql, person: Person, { courses: [course], past }: MyLearning) {
  const ofLessons = <One extends { lesson_id: string | null }>(all: readonly One[]) =>
    all.filter(({ lesson_id }) => course!.lessons.some(({ id }) => id === lesson_id));
  const held = ofLessons(past.filter(({ course_id }) => course_id === course!.id));
  const isRecording = (video: OwnVideo) =>
    held.some((one) => one.recording_video_id === video.video_id && one.lesson_id === video.lesson_id);
  const videos = ofLessons(course!.videos).filter(
    (one) => one.duration_seconds !== null && !isRecording(one),
  );
  const assessments = ofLessons(course!.assessments);
  const [{ time_zone }] = await sql<[{ time_zone: string }]>`
    select time_zone from schools where id = ${person.school_id}`;
  const completed = (videoId: string | undefined) => sql<{ at: Date | null }[]>`
    select completed_at as at from viewer_progress where video_id = ${videoId ?? newId()} and viewer_id = ${`u:${person.id}`}`;
  const times = await Promise.all([
    ...videos.map(({ video_id }) => completed(video_id)),
    ...held.map(({ id, attended, recording }) =>
      attended
        ? sql<{ at: Date | null }[]>`select begun_at as at from sessions where id = ${id}`
        : completed(recording?.video_id),
    ),
    ...assessments.map(
      ({ id }) => sql<{ at: Date | null }[]>`
      select min(submitted_at) as at from results where assessment_id = ${id} and user_id = ${person.id}`,
    ),
  ]);
  const days = times.flatMap((rows) => rows.flatMap(({ at }) => (at ? [dayOf(at, time_zone)] : [])));
  return { parts: times.length, completed_days: days.sort() };
}

/** What is stored of each where it is current, else computed. */
export async function wholeProgress(courseId: string, pairs: readonly Pair[]) {
  const facts = await progressFacts([courseId]);
  const stored = await storedWhole(pairs, facts);
  const others = pairs.filter(({ user_id }) => stored.every((one) => one.user_id !== user_id));
  const all = [...stored, ...(await computeWhole(others, facts))];
  return new Map(all.map((one) => [one.user_id, one]));
}

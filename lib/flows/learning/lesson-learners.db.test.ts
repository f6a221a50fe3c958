import { expect, it } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { applyEvents } from "@/lib/domain/sessions/live/apply";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { oneDecimal } from "@/lib/measure/rounding";
import { newId } from "@/lib/platform/ids";
import { playback } from "@/lib/testing/beacons";
import {
  enroll,
  makeAssessment,
  makeClass,
  makeCourse,
  makeLesson,
  makeMaterial,
  makeResult,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { generator } from "@/lib/testing/numbers-model";
import { courseLessons } from "../courses/course-lessons";
import { myLearning } from "./my-learning";

const { sql, writer } = testDatabase();
const start = Date.parse("2026-11-18T18:00:00Z");

/** A course of four lessons, and learners who did some of it at random. */
async function makeWorld(seed: number) {
  const { whole, next } = generator(seed);
  const school = await makeSchool({ completion_threshold: 60 });
  const teacher = await makeUser({ school_id: school.id, role: "instructor" });
  const course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  const group = await makeClass({ course_id: course.id });
  const lessons = [];
  for (const position of [1, 2, 3, 4]) lessons.push(await makeLesson({ course_id: course.id, position }));
  const [one, two, three] = lessons.map(({ id }) => id);
  const given = { school_id: school.id, course_id: course.id };
  const videos = [
    await makeVideo({ ...given, lesson_id: one, duration_ms: 61_400 }),
    await makeVideo({ ...given, lesson_id: one, duration_ms: 300_000 }),
    await makeVideo({ ...given, lesson_id: two, duration_ms: 120_000 }),
    await makeVideo({ ...given, lesson_id: one, duration_ms: null }),
    await makeVideo({ ...given, lesson_id: one, published_at: null }),
    await makeVideo({ ...given, duration_ms: 50_000 }),
  ];
  const sessions = [];
  for (const [lesson_id, recording_video_id] of [
    [two, videos[2]!.id],
    [three, null],
    [three, videos[0]!.id],
  ] as const)
    sessions.push(
      await makeSession({
        ...{ ...given, lesson_id: lesson_id!, recording_video_id, instructor_id: teacher.id },
        ...{ status: "live", started_at: new Date(start) },
      }),
    );
  await makeSession({ ...given, lesson_id: lessons[3]!.id, instructor_id: teacher.id });
  const assessments = [
    await makeAssessment({ course_id: course.id, lesson_id: two! }),
    await makeAssessment({ course_id: course.id, lesson_id: three!, class_id: group.id }),
    await makeAssessment({ course_id: course.id }),
    await makeAssessment({ course_id: course.id, lesson_id: one!, archived_at: new Date() }),
  ];
  const materials = [
    await makeMaterial({ lesson_id: one!, type: "pdf", external_id: `pdf-${newId()}` }),
    await makeMaterial({ lesson_id: three!, type: "link" }),
    // Nobody completes these.
    await makeMaterial({ lesson_id: one!, type: "link" }),
    await makeMaterial({ lesson_id: one!, type: "quiz" }),
  ];
  const complete = async (userId: string, material_id: string) => {
    const actor = await actorOf(school.id, userId);
    await sql`insert into learning_events (actor, occurred_at, id, school_id, event_type, properties, received_at)
      values (${actor}, ${new Date(start)}, ${newId()}, ${school.id}, 'material_complete', ${sql.json({ material_id })}, now())`;
  };
  const learners = [];
  for (let n = 0; n < 12; n++) {
    const person = await makeUser({ school_id: school.id });
    learners.push(person);
    await enroll(course.id, person.id, next() < 0.5 ? group.id : null);
    // Some enrolled after the sessions.
    await sql`update enrollments set created_at = ${next() < 0.7 ? "2026-09-01T00:00:00Z" : "2026-11-19T00:00:00Z"}
      where user_id = ${person.id}`;
    for (const video of videos)
      if (next() < 0.6) {
        const length = (video.duration_ms ?? 60_000) / 1000;
        const from = whole(0, Math.floor(length / 2));
        await applyBeacons(writer, [
          playback(video.id, `u:${person.id}`, { played: [[from, from + whole(1, Math.ceil(length / 2))]] }),
        ]);
      }
    if (next() < 0.5) await complete(person.id, materials[0]!.external_id!);
    if (next() < 0.5) await complete(person.id, materials[1]!.id);
    for (const session of sessions)
      if (next() < 0.4) {
        const client_id = newId();
        const who = { identity: `u:${person.id}`, name: person.name, email: null, user_id: person.id };
        for (let minute = 1; minute <= 20; minute += 0.5) {
          const at = start + minute * 60_000;
          await applyEvents(writer, [
            {
              session_id: session.id,
              who,
              at,
              received_at: new Date(at),
              kind: "presence",
              event: "heartbeat",
              client_id,
            },
          ]);
        }
      }
    for (const { id } of assessments)
      if (next() < 0.5) await makeResult({ assessment_id: id, user_id: person.id, points: null });
  }
  for (const { id } of sessions)
    await sql`update sessions set status = 'ended', ended_at = ${new Date(start + 3_600_000)} where id = ${id}`;
  return { teacher, course, learners };
}

it.each([1, 2])(
  "the page of a course adds up what each learner's page says, with random facts %i",
  async (seed) => {
    const { teacher, course, learners } = await makeWorld(seed);
    const expected = new Map<string, { all: number[]; completed: number }>();
    for (const learner of learners) {
      const own = await myLearning(scopeOf(learner), new Date("2026-12-01T00:00:00Z"));
      for (const { id, progress_percentage, completed } of own.courses[0]!.lessons) {
        if (progress_percentage === null) continue;
        const row = expected.get(id) ?? { all: [], completed: 0 };
        row.all.push(progress_percentage);
        row.completed += Number(completed);
        expected.set(id, row);
      }
    }
    expect(expected.size).toBe(3);
    const { answer } = await courseLessons(scopeOf(teacher), course.id, {}, new Date("2026-12-01T00:00:00Z"));
    const rows = answer.lessons
      .filter(({ learners_with_progress }) => learners_with_progress > 0)
      .map(({ lesson_id, completed, learners_with_progress, average_progress_percentage }) => ({
        ...{ lesson_id, completed, learners_with_progress, average_progress_percentage },
      }));
    const byId = (list: { lesson_id: string }[]) =>
      list.toSorted((a, b) => (a.lesson_id < b.lesson_id ? -1 : 1));
    expect(byId(rows)).toEqual(
      byId(
        [...expected].map(([lesson_id, { all, completed }]) => ({
          ...{ lesson_id, completed, learners_with_progress: all.length },
          average_progress_percentage: oneDecimal(all.reduce((sum, one) => sum + one, 0) / all.length),
        })),
      ),
    );
  },
);

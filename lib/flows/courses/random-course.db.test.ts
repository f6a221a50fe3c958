import { expect, it } from "vitest";
import { daysAgo, endAll, endedAt, join, makeTaught, now, watch } from "@/lib/testing/course-facts";
import {
  enroll,
  makeAssessment,
  makeClass,
  makeLesson,
  makeResult,
  makeSession,
  makeUser,
  makeVideo,
  testDatabase,
} from "@/lib/testing/database";
import { generator } from "@/lib/testing/numbers-model";
import { courseLessons } from "./course-lessons";

const { sql } = testDatabase();

it.each([1, 2, 3])(
  "agrees with a model that goes through the learners one by one, with random facts %i",
  async (seed) => {
    const { whole, next, pick } = generator(seed);
    const { school, teacher, course, scope } = await makeTaught();
    const given = { school_id: school.id, course_id: course.id };
    const groups = [await makeClass({ course_id: course.id }), await makeClass({ course_id: course.id })];
    const count = whole(2, 5);
    const lessons = [];
    for (let position = 0; position < count; position++)
      lessons.push(await makeLesson({ course_id: course.id, position }));
    /** A thing of a lesson, by the lesson's place; null for none. */
    const things: { kind: "video" | "session" | "quiz"; id: string; place: number | null; begun_at: Date }[] =
      [];
    for (let n = 0; n < 9; n++) {
      const place = next() < 0.85 ? whole(0, count - 1) : null;
      const of = { ...given, lesson_id: place === null ? null : lessons[place]!.id };
      const kind = pick(["video", "session", "quiz"] as const);
      const made =
        kind === "video"
          ? { ...(await makeVideo({ ...of, duration_ms: 60_000 })), begun_at: now }
          : kind === "session"
            ? await makeSession({ ...of, ...endedAt(whole(5, 25)), instructor_id: teacher.id })
            : { ...(await makeAssessment({ course_id: course.id, lesson_id: of.lesson_id })), begun_at: now };
      things.push({ kind, place, id: made.id, begun_at: made.begun_at });
    }
    const model: { group: string | null; furthest: number; last: number; begun: Set<number> }[] = [];
    for (let n = 0; n < 14; n++) {
      const person = await makeUser({ school_id: school.id });
      const group = pick([groups[0]!.id, groups[1]!.id, null]);
      await enroll(course.id, person.id, group);
      await sql`update enrollments set created_at = ${daysAgo(60)} where user_id = ${person.id}`;
      const own = { group, furthest: -1, last: Number.NEGATIVE_INFINITY, begun: new Set<number>() };
      for (const { kind, id, place, begun_at } of things) {
        if (next() < 0.6) continue;
        const at = kind === "session" ? begun_at : daysAgo(next() * 30);
        // Never enough to complete a lesson with a video: nobody completes the course, so that the model needs no progress.
        if (kind === "video") await watch(id, person, at, [[0, whole(1, 20)]]);
        else if (kind === "session") await join({ id, begun_at }, person, { registered: next() < 0.5 });
        else await makeResult({ assessment_id: id, user_id: person.id, points: null, submitted_at: at });
        own.last = Math.max(own.last, at.getTime());
        if (place !== null) own.begun.add(place);
      }
      own.furthest = Math.max(-1, ...own.begun);
      model.push(own);
    }
    // A video that nobody watches in the first lesson keeps everybody from completing the course.
    await makeVideo({ ...given, lesson_id: lessons[0]!.id });
    await makeVideo({ ...given, lesson_id: lessons[0]!.id });
    await endAll(course.id);

    for (const filter of [undefined, groups[0]!.id, groups[1]!.id, "none"]) {
      const { answer } = await courseLessons(scope, course.id, { class_id: filter }, now);
      const people = model.filter(({ group }) =>
        filter === undefined ? true : filter === "none" ? group === null : group === filter,
      );
      expect(answer.numbers.enrolled).toBe(people.length);
      expect(answer.numbers.active_last_7_days).toBe(
        people.filter(({ last }) => last >= daysAgo(7).getTime()).length,
      );
      expect(answer.too_few).toBe(filter !== undefined && people.length < 5);
      if (answer.too_few) continue;
      expect(
        answer.lessons.map(({ reached, started, stopped, active }) => ({
          reached,
          started,
          stopped,
          active,
        })),
      ).toEqual(
        lessons.map((_, place) => {
          const here = people.filter(({ furthest }) => furthest === place);
          const stopped = here.filter(({ last }) => last < daysAgo(14).getTime()).length;
          return {
            reached: people.filter(({ furthest }) => furthest >= place).length,
            started: people.filter(({ begun }) => begun.has(place)).length,
            ...{ stopped, active: here.length - stopped },
          };
        }),
      );
    }
  },
);

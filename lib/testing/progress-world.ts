import { db } from "@/lib/db/client";
import { enrollments } from "@/lib/db/tables/courses";
import {
  makeAssessment,
  makeClass,
  makeCourse,
  makeLesson,
  makeMaterial,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
} from "./database";

/** A course with parts of every kind, and six people who take it and have done nothing. */
export async function progressWorld(start: Date, now: Date) {
  const school = await makeSchool({ completion_threshold: 60, attendance_minimum_seconds: 300 });
  const admin = await makeUser({ school_id: school.id, role: "admin" });
  const teacher = await makeUser({ school_id: school.id, role: "instructor" });
  const course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  const group = await makeClass({ course_id: course.id });
  const lessons = [];
  for (const position of [1, 2, 3]) lessons.push(await makeLesson({ course_id: course.id, position }));
  const [one, two, three] = lessons.map(({ id }) => id) as [string, string, string];
  const given = { school_id: school.id, course_id: course.id };
  const videos = [
    await makeVideo({ ...given, lesson_id: one, duration_ms: 61_400 }),
    await makeVideo({ ...given, lesson_id: two, duration_ms: 120_000 }),
    await makeVideo({ ...given, lesson_id: two, duration_ms: null }),
    await makeVideo({ ...given, lesson_id: three, duration_ms: 90_000 }),
  ];
  const sessions = [];
  for (const [lesson_id, recording_video_id] of [
    [two, videos[1]!.id],
    [three, null],
  ] as const)
    sessions.push(
      await makeSession({
        ...{ ...given, lesson_id, recording_video_id, instructor_id: teacher.id },
        ...{ status: "live", scheduled_start: start, scheduled_end: new Date(start.getTime() + 3_600_000) },
        started_at: start,
      }),
    );
  const quiz = await makeAssessment({ course_id: course.id, lesson_id: two });
  const ofClass = await makeAssessment({ course_id: course.id, lesson_id: three, class_id: group.id });
  const pdf = await makeMaterial({ lesson_id: three, type: "pdf" });
  const people: Person[] = [];
  for (let n = 0; n < 6; n++) {
    const person = await makeUser({ school_id: school.id });
    people.push(person);
    await db()
      .insert(enrollments)
      .values({
        ...{ course_id: course.id, user_id: person.id, class_id: n < 3 ? group.id : null },
        created_at: new Date("2026-09-01T00:00:00Z"),
      });
  }
  const ctx = { scope: scopeOf(admin), request: { id: "request", address: "198.51.100.1" }, now };
  return { ctx, school, course, group, lessons, videos, sessions, quiz, ofClass, pdf, people };
}

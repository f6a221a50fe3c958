import { actorOf } from "@/lib/auth/pseudonym";
import { db } from "@/lib/db/client";
import { attendees, sessionNumbers } from "@/lib/db/tables/sessions";
import { videoDaily, videoTotals, viewerProgress } from "@/lib/db/tables/videos";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import { withDay } from "@/lib/measure/day-set";
import { formatMultirange, noRanges } from "@/lib/measure/ranges";
import { newId } from "@/lib/platform/ids";
import { dayOf } from "@/lib/platform/time";
import {
  enroll,
  makeAssessment,
  makeClass,
  makeCourse,
  makeResult,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  type Person,
  testDatabase,
} from "./database";

/* A school in Kathmandu, 5:45 ahead of UTC, whose numbers of a few weeks in 2026 are worked out by hand in the tests of lib/flows/overview. */

const { sql, writer } = testDatabase();

type People = Record<string, Person>;

/** 17:45 there; its day begins at 18:15 UTC, and its last 30 days at 18:15 UTC on 21 October. */
export const overviewNow = new Date("2026-11-20T12:00:00Z");
/** The XP that each student has earned on the 18th. */
export const xpOf: Record<string, number> = { Ana: 30, Ben: 50, Cem: 30, Dee: 20, Fay: 10 };

/** Somebody has begun a video, or completed it, at this instant. */
export const watched = (video_id: string, viewer: Person, at: string, completed: boolean) =>
  db()
    .insert(viewerProgress)
    .values({
      ...{ video_id, viewer_id: `u:${viewer.id}`, playbacks: 1, last_watched_at: new Date(at) },
      viewed_days: formatMultirange(withDay(noRanges, dayOf(new Date(at), "Asia/Kathmandu"))),
      completed_at: completed ? new Date(at) : null,
    });

async function store(school_id: string, who: Person, event_type: string, at: string, amount?: number) {
  const properties = amount === undefined ? { material_id: "a" } : { amount, reason: "test" };
  const instant = new Date(at);
  await applyLearningEvents(writer, [
    {
      ...{
        actor: await actorOf(school_id, who.id),
        id: newId(),
        school_id,
        event_type,
        properties,
      },
      ...{ occurred_at: instant, received_at: instant, day: dayOf(instant, "Asia/Kathmandu") },
    },
  ]);
}

/** A session of an hour with its registered people; those who came were there for half an hour. */
async function held(
  people: People,
  given: { school_id: string; course_id: string; instructor_id: string },
  at: string,
  came: string[],
  { left_out = false, registered = ["Ana", "Eva"] } = {},
) {
  const begun = new Date(at);
  const ended_at = new Date(begun.getTime() + 3_600_000);
  const times = { started_at: begun, scheduled_start: begun, scheduled_end: ended_at, ended_at };
  const { id: session_id } = await makeSession({ ...given, ...times, status: "ended", left_out });
  await db()
    .insert(attendees)
    .values(
      registered.map((name) => ({
        ...{ session_id, id: newId(), display_name: name, user_id: people[name]!.id, created_at: begun },
        ...{ registered_at: begun, reported_ms: came.includes(name) ? 1_800_000 : null },
      })),
    );
  await db()
    .insert(sessionNumbers)
    .values({
      ...{ session_id, version: 1, total_registered: registered.length, total_attended: came.length },
      ...{ registered_attended: came.length, total_responses: 0, detail: {} },
    });
}

/** Ana and Cem in the class Monday, Fay in Tuesday, Ben in one that has ended, Dee in one that ends today, Eva in a colleague's course. */
export async function makeOverviewWorld() {
  const people: People = {};
  const { id: school_id } = await makeSchool({ time_zone: "Asia/Kathmandu" });
  const { id: elsewhere } = await makeSchool({ time_zone: "Asia/Kathmandu" });
  for (const [name, role] of [
    ...["Ana", "Ben", "Cem", "Dee", "Eva", "Fay", "Gone"].map((one) => [one, "student"] as const),
    ...[["Teacher", "instructor"] as const, ["Other", "instructor"] as const, ["Admin", "admin"] as const],
  ])
    people[name] = await makeUser({ school_id, role, name });
  people.Hal = await makeUser({ school_id: elsewhere, last_signed_in_at: overviewNow });
  await sql`update users set disabled_at = now(), last_signed_in_at = ${overviewNow} where id = ${people.Gone!.id}`;
  // Ben signed in with the first second of the 30 days, Cem a second before.
  await sql`update users set last_signed_in_at = '2026-10-21T18:15:00Z' where id = ${people.Ben!.id}`;
  await sql`update users set last_signed_in_at = '2026-10-21T18:14:59Z' where id = ${people.Cem!.id}`;

  const teacher = people.Teacher!.id;
  const statistics = await makeCourse({ school_id, title: "Statistics", instructorIds: [teacher] });
  const writing = await makeCourse({ school_id, title: "Writing", instructorIds: [people.Other!.id] });
  const groups: Record<string, { id: string }> = {
    Monday: await makeClass({ course_id: statistics.id, external_id: "monday" }),
    Tuesday: await makeClass({ course_id: statistics.id }),
    Ended: await makeClass({ course_id: statistics.id, ends_on: "2026-11-19" }),
    Today: await makeClass({ course_id: statistics.id, ends_on: "2026-11-20" }),
  };
  for (const [name, group] of Object.entries({
    ...{ Ana: "Monday", Cem: "Monday", Fay: "Tuesday", Ben: "Ended", Dee: "Today", Gone: "Tuesday" },
  }))
    await enroll(statistics.id, people[name]!.id, groups[group]!.id);
  await enroll(writing.id, people.Eva!.id, (await makeClass({ course_id: writing.id })).id);

  // 23:59 of the 13th, 00:00 of the 14th, the 18th.
  for (const at of ["2026-11-13T18:14:00Z", "2026-11-13T18:15:00Z", "2026-11-18T08:00:00Z"])
    await store(school_id, people.Ana!, "material_view", at);
  for (const [name, amount] of Object.entries(xpOf))
    await store(school_id, people[name]!, "xp_earned", "2026-11-18T08:00:00Z", amount);

  const video = (course_id: string, title: string) => makeVideo({ school_id, course_id, title });
  const [one, two] = [await video(statistics.id, "One"), await video(statistics.id, "Two")];
  await watched(one.id, people.Ana!, "2026-11-18T09:00:00Z", true);
  await watched(two.id, people.Ana!, "2026-11-18T09:30:00Z", false);
  // 00:05 of the 20th there.
  await watched(two.id, people.Dee!, "2026-11-19T18:20:00Z", true);
  await watched(two.id, people.Fay!, "2026-10-21T18:14:00Z", false);
  await db()
    .insert(videoDaily)
    .values([
      { video_id: one.id, day: "2026-11-13", views: 9, completed: 9 },
      { video_id: one.id, day: "2026-11-14", views: 4, completed: 1 },
    ]);
  await db()
    .insert(videoTotals)
    .values([
      { video_id: one.id, views: 13, viewers: 4, completers: 1 },
      { video_id: two.id, views: 3, viewers: 3, completers: 3 },
    ]);

  const given = { school_id, course_id: statistics.id, instructor_id: teacher };
  await held(people, given, "2026-11-15T10:00:00Z", ["Eva"]);
  await held(people, given, "2026-11-16T10:00:00Z", ["Ana", "Eva"]);
  // A test: it makes Fay neither active nor somebody who attended.
  await held(people, given, "2026-11-17T10:00:00Z", ["Fay"], { left_out: true, registered: ["Fay"] });
  await held(people, given, "2026-10-21T18:14:00Z", []);

  const quiz = await makeAssessment({ course_id: statistics.id, maximum_points: 20 });
  const essay = { kind: "assignment" as const, course_id: statistics.id };
  const forMonday = await makeAssessment({ ...essay, class_id: groups.Monday!.id });
  await makeAssessment({ ...essay, class_id: groups.Tuesday!.id });
  await makeAssessment({ ...essay, class_id: groups.Monday!.id, archived_at: overviewNow });
  const other = await makeAssessment({ course_id: writing.id });
  const result = (assessment: { id: string }, name: string, points: number | null, on: string, attempt = 1) =>
    makeResult({
      ...{ assessment_id: assessment.id, user_id: people[name]!.id, points, attempt },
      submitted_at: new Date(`${on}T08:00:00Z`),
    });
  await result(quiz, "Ana", 10, "2026-11-02");
  await result(quiz, "Ana", 15, "2026-11-18", 2);
  await result(quiz, "Ben", 20, "2026-11-01");
  await result(quiz, "Cem", 8, "2026-11-01");
  await result(quiz, "Dee", null, "2026-11-18");
  await result(other, "Eva", 50, "2026-11-18");
  await result(forMonday, "Ana", 5, "2026-11-18");
  // Not in the class that it is set to.
  await result(forMonday, "Ben", 5, "2026-11-18");
  return { people, monday: groups.Monday! };
}

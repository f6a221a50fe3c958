import { describe, expect, it } from "vitest";
import { roster } from "@/lib/domain/learners/queries";
import { rosterQuery } from "@/lib/domain/learners/schema";
import { registerBody } from "@/lib/domain/sessions/forms";
import { applyEvents } from "@/lib/domain/sessions/live/apply";
import { registerPeople } from "@/lib/domain/sessions/mutations/registrations";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { rebuildVideo } from "@/lib/domain/videos/ingest/rebuild";
import { myLearning } from "@/lib/flows/learning/my-learning";
import { newId } from "@/lib/platform/ids";
import { playback } from "@/lib/testing/beacons";
import {
  makeAssessment,
  makeClass,
  makeCourse,
  makeResult,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { generator } from "@/lib/testing/numbers-model";
import { numbersOf } from "@/lib/testing/video-rows";
import { maintainSessions } from "../jobs/sessions";
import { mergePeople } from "./merge-people";

const { sql, writer } = testDatabase();
const request = { id: "request-1", address: "192.0.2.7" };
const now = new Date("2026-12-01T12:00:00Z");
const contextOf = (admin: Person) => ({ scope: scopeOf(admin), request, now });

type Given = Omit<Parameters<typeof makeUser>[0], "school_id">;

/** Ids differ between two schools with the same facts: each is replaced by the number of its first appearance. */
function withoutIds(value: unknown): unknown {
  const seen = new Map<string, string>();
  const named = JSON.stringify(value).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
    if (!seen.has(id)) seen.set(id, `id ${seen.size}`);
    return seen.get(id)!;
  });
  return JSON.parse(named);
}

const start = Date.parse("2026-11-18T18:00:00Z");
const minutes = (count: number) => start + count * 60_000;

/** The same facts in every school: what somebody did is done by the person whom `as` names for its number. */
async function makeFacts(seed: number, as: (fact: number) => number) {
  const school = await makeSchool({ name: "Harbour College", completion_threshold: 60 });
  const person = (name: string, given: Given = {}) =>
    makeUser({ school_id: school.id, name, email: `${newId()}@x.test`, ...given });
  const admin = await person("Admin", { role: "admin" });
  const created_at = new Date("2026-09-01T08:00:00Z");
  const people = [
    await person("Helena Brito", { created_at, email: null }),
    await person("Helena Brito", { created_at, email: null, external_id: null }),
  ];
  const others = [await person("Bo"), await person("Cy")];
  const teacher = await person("Teacher", { role: "instructor" });
  let facts = 0;
  const doer = () => people[as(facts++)]!;

  const courses = [];
  for (const title of ["Statistics", "R", "Writing"])
    courses.push(await makeCourse({ school_id: school.id, title, instructorIds: [teacher.id] }));
  const group = await makeClass({ course_id: courses[0]!.id, name: "Monday" });
  // In the first course both are enrolled, one in a class and earlier.
  for (const [course, class_id, day] of [
    [courses[0]!, group.id, "09"],
    [courses[0]!, null, "02"],
    [courses[1]!, null, "03"],
  ] as const)
    await sql`
      insert into enrollments (course_id, user_id, class_id, created_at)
      values (${course.id}, ${doer().id}, ${class_id}, ${`2026-09-${day}T08:00:00Z`})
      on conflict (course_id, user_id) do update set created_at = excluded.created_at`;
  const { whole, pick } = generator(seed);
  const videos = [];
  for (const seconds of [47, 120, 61, 300])
    videos.push(
      await makeVideo({
        school_id: school.id,
        title: `Video of ${seconds} s`,
        course_id: courses[seconds === 300 ? 2 : 0]!.id,
        duration_ms: seconds * 1000,
      }),
    );
  let at = start;
  for (let sitting = 0; sitting < 60; sitting++) {
    const video = pick(videos);
    const length = video.duration_ms! / 1000;
    const viewer = pick(["person", "person", "bo", "anonymous"]);
    const id = viewer === "person" ? doer().id : viewer === "bo" ? others[0]!.id : null;
    const from = whole(0, length - 1);
    const to = Math.min(length, from + whole(1, Math.ceil(length / 2)));
    at += whole(60_000, 3_600_000);
    const beacon = playback(video.id, id && `u:${id}`, {
      played: [[from, to]],
      position_seconds: to,
      plays: whole(1, 4),
      quality: { 720: (to - from) * 1000 },
    });
    const preview = whole(0, 9) === 0;
    const given = { ...beacon, received_at: new Date(at), view: { ...beacon.view!, preview } };
    expect((await applyBeacons(writer, [given]))[0]).toMatchObject({ kind: "stored" });
  }

  const sessions = [];
  for (const [at, given] of [
    { title: "Both came" },
    { title: "The person teaches", instructor: true },
    { title: "Once", course_id: courses[1]!.id },
  ].entries()) {
    const session = await makeSession({
      title: given.title,
      school_id: school.id,
      course_id: given.course_id ?? courses[0]!.id,
      instructor_id: given.instructor ? doer().id : teacher.id,
      status: "scheduled",
    });
    sessions.push(session);
    const registered = at === 2 ? [doer()] : [doer(), doer()];
    for (const one of registered)
      await registerPeople(
        { ...contextOf(admin), now: new Date("2026-11-10T08:00:00Z") },
        session.id,
        registerBody.parse({ people: [{ user_id: one.id }] }),
      );
    await sql`update sessions set status = 'live', started_at = scheduled_start where id = ${session.id}`;
    const event = (who: Person, minute: number) => ({
      session_id: session.id,
      who: { identity: `u:${who.id}`, name: who.name, email: null, user_id: who.id },
      at: minutes(minute),
      received_at: new Date(minutes(minute)),
    });
    for (const stay of at === 2
      ? [[3, 20]]
      : [
          [0, 12],
          [8, 30],
          [40, 59],
        ]) {
      const who = doer();
      const client_id = newId();
      for (let minute = stay[0]!; minute <= stay[1]!; minute += 0.5)
        await applyEvents(writer, [
          { ...event(who, minute), kind: "presence", event: "heartbeat", client_id },
        ]);
    }
    for (const minute of [5, 9, 45]) {
      await applyEvents(writer, [
        { ...event(doer(), minute), kind: "message", id: newId(), text: "Why?" },
        { ...event(doer(), minute), kind: "reaction", id: newId(), type: "👏" },
      ]);
    }
    for (const [rating, minute] of [
      [2, 50],
      [5, 55],
    ] as const)
      await applyEvents(writer, [{ ...event(doer(), minute), kind: "feedback", rating, comment: null }]);
    for (const other of others)
      await applyEvents(writer, [
        { ...event(other, 1), kind: "presence", event: "join", client_id: newId() },
        { ...event(other, 1.5), kind: "presence", event: "heartbeat", client_id: newId() },
      ]);
  }
  return { school, admin, teacher, people, courses, videos, sessions };
}
type Facts = Awaited<ReturnType<typeof makeFacts>>;

/** Every stored number, and what pages read of the person. */
async function everything({ school, admin, people: [person], courses, videos, sessions }: Facts) {
  while (true) if (((await maintainSessions(now))?.counted ?? 0) === 0) break;
  const scope = scopeOf(admin);
  const rows = (table: string, key: string, ids: string[]) =>
    sql`select * from ${sql(table)} where ${sql(key)} = any(${ids}::uuid[])`;
  const ids = sessions.map(({ id }) => id);
  /** In an order that does not depend on ids. */
  const sorted = (list: readonly object[], without: string[] = []) =>
    list
      .map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => !without.includes(key))))
      .map((row) => JSON.stringify(withoutIds(row)))
      .sort();
  const rosterIn = (id: string) => roster(scope, { id, time_zone: school.time_zone }, rosterQuery.parse({}));
  return {
    videos: await Promise.all(
      videos.map(async ({ id }) =>
        (await numbersOf(sql, id)).map((list) =>
          list
            .map((row) => row.replaceAll(person!.id, "the person").replace(/u:[0-9a-f-]{36}/g, "another"))
            .sort(),
        ),
      ),
    ),
    numbers: await Promise.all(
      ids.map(async (id) =>
        // The version says how often something changed.
        sorted(await rows("session_numbers", "session_id", [id]), ["version"]),
      ),
    ),
    attendees: sorted(await rows("attendees", "session_id", ids)),
    presence: sorted(await rows("presence", "session_id", ids)),
    said: sorted([
      ...(await rows("messages", "session_id", ids)),
      ...(await rows("reactions", "session_id", ids)),
      ...(await rows("feedback", "session_id", ids)),
    ]),
    learning: withoutIds(await myLearning(scope, now, { user_id: person!.id })),
    rosters: withoutIds(await Promise.all(courses.map(({ id }) => rosterIn(id)))),
    people: Number((await sql`select count(*) from users where school_id = ${school.id}`)[0]?.count),
  };
}

describe("merging two people", () => {
  it.each([1, 2, 3])(
    "gives every number that one person would have had, by the random facts %i",
    async (seed) => {
      const { next } = generator(seed + 100);
      const one = await makeFacts(seed, () => 0);
      const two = await makeFacts(seed, () => (next() < 0.5 ? 0 : 1));
      const [person, duplicate] = two.people as [Person, Person];
      // Nobody did anything as the second in the first school.
      await sql`delete from users where id = ${one.people[1]!.id}`;
      const expected = await everything(one);
      expect(await everything(two)).not.toEqual(expected);
      await mergePeople(contextOf(two.admin), person.id, { duplicate_id: duplicate.id });
      const merged = await everything(two);
      expect(merged).toEqual(expected);
      for (const { id } of two.videos) expect(await rebuildVideo(writer, id)).toEqual([]);
      expect(await mentions(duplicate.id)).toEqual([
        "attendee_identities",
        "audit_log",
        "background_work",
        "former_identities",
      ]);
    },
  );
});

it("keeps every result of both, the duplicate’s attempts after the person’s", async () => {
  const school = await makeSchool();
  const admin = await makeUser({ school_id: school.id, role: "admin" });
  const course = await makeCourse({ school_id: school.id });
  const [person, duplicate] = [
    await makeUser({ school_id: school.id }),
    await makeUser({ school_id: school.id }),
  ];
  const both = await makeAssessment({ course_id: course.id, title: "Both" });
  const once = await makeAssessment({ course_id: course.id, title: "Once" });
  for (const [assessment, user, attempt, points] of [
    [both, person, 1, 40],
    [both, person, 2, 50],
    [both, duplicate, 1, 60],
    [both, duplicate, 2, 70],
    [once, duplicate, 1, 80],
  ] as const)
    await makeResult({
      assessment_id: assessment.id,
      user_id: user.id,
      attempt,
      points,
      recorded_by: user.id,
    });
  await mergePeople(contextOf(admin), person.id, { duplicate_id: duplicate.id });
  expect(
    await sql`select title, attempt, points, recorded_by = ${person.id} as theirs from results
      join assessments on assessments.id = assessment_id where user_id = ${person.id} order by 1, 2`,
  ).toEqual(
    [
      { title: "Both", attempt: 1, points: 40 },
      { title: "Both", attempt: 2, points: 50 },
      { title: "Both", attempt: 3, points: 60 },
      { title: "Both", attempt: 4, points: 70 },
      { title: "Once", attempt: 1, points: 80 },
    ].map((row) => ({ ...row, theirs: true })),
  );
});

/** The tables in which a row has this text. */
async function mentions(text: string): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`;
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await sql`select 1 from ${sql(name)} t where t::text like ${`%${text}%`} limit 1`;
    if (row) found.push(name);
  }
  return found;
}

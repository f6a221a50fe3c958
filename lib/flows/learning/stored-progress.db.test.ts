import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { raiseProgress } from "@/lib/db/stored-progress";
import { results } from "@/lib/db/tables/results";
import { transaction } from "@/lib/db/tx";
import {
  computeProgress,
  enrollmentProgress,
  progressFacts,
  storedOf,
  takerProgress,
} from "@/lib/domain/courses/lessons/learner-progress";
import { storeProgress, verifyProgress } from "@/lib/domain/courses/lessons/store-progress";
import { deleteResult, saveResult } from "@/lib/domain/courses/results/mutations";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import { registerBody } from "@/lib/domain/sessions/forms";
import { applyEvents } from "@/lib/domain/sessions/live/apply";
import { removeRegistration } from "@/lib/domain/sessions/mutations/attendees";
import { registerPeople } from "@/lib/domain/sessions/mutations/registrations";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { changedViewers, markUnchanged } from "@/lib/domain/videos/ingest/changed-viewers";
import { setLength } from "@/lib/domain/videos/ingest/set-length";
import { replaceVideo } from "@/lib/domain/videos/mutations/replace";
import { newId } from "@/lib/platform/ids";
import { playback, progress, view } from "@/lib/testing/beacons";
import { type Person, scopeOf, testDatabase } from "@/lib/testing/database";
import { datedParts, wholeProgress } from "@/lib/testing/dated-parts";
import { generator } from "@/lib/testing/numbers-model";
import { progressWorld } from "@/lib/testing/progress-world";
import { storeStaleProgress } from "../jobs/progress";
import { mergePeople } from "../merging/merge-people";
import { rebuildAll } from "../rollups/rebuild";
import { myLearning } from "./my-learning";

const { sql, writer } = testDatabase();
const start = Date.parse("2026-11-18T18:00:00Z");
const now = new Date("2026-12-01T00:00:00Z");

let world: Awaited<ReturnType<typeof progressWorld>>;
beforeAll(async () => {
  world = await progressWorld(new Date(start), now);
});

const pairsOf = (people: readonly Person[]) =>
  people.map(({ id }) => ({ course_id: world.course.id, user_id: id }));

/** What is shown is what the facts say now: by each person's own page, and by computing everything again. */
async function assertCurrent(people: readonly Person[]): Promise<void> {
  const pairs = pairsOf(people);
  const shown = new Map((await takerProgress(pairs)).map((one) => [one.user_id, one]));
  const counted = new Map((await enrollmentProgress(pairs)).map((one) => [one.user_id, one]));
  const facts = await progressFacts([world.course.id]);
  const byId = (rows: Iterable<{ user_id: string }>) =>
    [...rows].toSorted((a, b) => (a.user_id < b.user_id ? -1 : 1));
  expect(byId(shown.values())).toEqual(byId(await computeProgress(pairs, facts)));
  const whole = await wholeProgress(world.course.id, pairs);
  for (const person of people) {
    const learning = await myLearning(scopeOf(person), now);
    const { lessons } = learning.courses[0]!;
    const own = shown.get(person.id)!;
    expect(whole.get(person.id)).toMatchObject(await datedParts(sql, person, learning));
    const percentages = new Map(own.lesson_ids.map((id, index) => [id, own.percentages[index] ?? null]));
    for (const { id, progress_percentage } of lessons)
      if (progress_percentage === null) expect(percentages.get(id) ?? null).toBeNull();
      else expect(percentages.get(id)).toBeCloseTo(progress_percentage, 9);
    expect(counted.get(person.id)).toMatchObject({
      lessons: lessons.length,
      lessons_completed: lessons.filter(({ completed }) => completed).length,
    });
  }
}

/** What the rebuild finds wrong in the stored progress; other roll-ups of this world are not written by their own code. */
const wrongProgress = async (schoolId: string) =>
  (await rebuildAll({ school_id: schoolId })).differences.filter((one) => "computed" in one);

const storedNow = async (people: readonly Person[]) =>
  (await storedOf(pairsOf(people), await progressFacts([world.course.id]))).length;

it("shows what the facts say after each change of them, stored before or not", async () => {
  const { ctx, school, course, group, lessons, videos, sessions, quiz, ofClass, pdf, people } = world;
  const { whole, next } = generator(5);
  const some = <One>(all: readonly One[]): One => all[whole(0, all.length - 1)]!;
  const watches = async (person: Person, video = some(videos)) => {
    const from = whole(0, 40);
    await applyBeacons(writer, [
      playback(video.id, `u:${person.id}`, { played: [[from, from + whole(1, 60)]] }),
    ]);
  };
  const attends = async (person: Person, session: { id: string }) => {
    const who = { identity: `u:${person.id}`, name: person.name, email: null, user_id: person.id };
    const client_id = newId();
    for (let minute = 0; minute < 12; minute += 0.5) {
      const at = start + minute * 60_000;
      await applyEvents(writer, [
        {
          ...{ session_id: session.id, who, at, received_at: new Date(at) },
          kind: "presence",
          event: "heartbeat",
          client_id,
        },
      ]);
    }
  };
  const registers = (some: readonly Person[]) =>
    registerPeople(
      ctx,
      sessions[1]!.id,
      registerBody.parse({ people: some.map(({ id }) => ({ user_id: id })) }),
    );
  const changes: [string, () => Promise<unknown>][] = [
    ["one watches", () => watches(people[0]!, videos[0])],
    [
      "all watch",
      async () => {
        for (const person of people) await watches(person, videos[1]);
      },
    ],
    ["one watches what is also a recording", () => watches(people[1]!, videos[1])],
    [
      "a result",
      () =>
        saveResult(ctx, course.id, { assessment_id: quiz.id, user_id: people[1]!.id, points: 40 } as never),
    ],
    [
      "a result of a class",
      () =>
        saveResult(ctx, course.id, {
          assessment_id: ofClass.id,
          user_id: people[0]!.id,
          points: 40,
          submitted_at: "2026-11-20T10:00:00Z",
        } as never),
    ],
    [
      "some attend a live session",
      async () => {
        for (const person of people.slice(0, 4)) if (next() < 0.7) await attends(person, some(sessions));
        await attends(people[2]!, sessions[0]!);
      },
    ],
    [
      "the sessions end",
      () =>
        sql`update sessions set status = 'ended', ended_at = ${new Date(start + 3_600_000)} where course_id = ${course.id}`,
    ],
    // From then on it is a session of those who are registered.
    ["two register after the end", () => registers([people[4]!, people[5]!])],
    [
      "one of them cancels",
      async () => {
        const [row] = await sql<{ id: string }[]>`
          select id from attendees where session_id = ${sessions[1]!.id} and user_id = ${people[4]!.id}`;
        await removeRegistration(ctx, sessions[1]!.id, row!.id);
      },
    ],
    [
      "the minimum presence changes",
      () => sql`update schools set attendance_minimum_seconds = 900 where id = ${school.id}`,
    ],
    [
      "the minimum presence changes back",
      () => sql`update schools set attendance_minimum_seconds = 60 where id = ${school.id}`,
    ],
    ["a session is left out", () => sql`update sessions set left_out = true where id = ${sessions[0]!.id}`],
    ["and counts again", () => sql`update sessions set left_out = false where id = ${sessions[0]!.id}`],
    ["a length becomes known", () => writer.longTransaction((own) => setLength(own, videos[2]!.id, 100_000))],
    ["a length changes", () => writer.longTransaction((own) => setLength(own, videos[3]!.id, 45_000))],
    [
      "the threshold changes",
      () => sql`update schools set completion_threshold = 20 where id = ${school.id}`,
    ],
    // 18:00 of UTC is the next day there.
    ["the zone changes", () => sql`update schools set time_zone = 'Asia/Tokyo' where id = ${school.id}`],
    ["a lesson is archived", () => sql`update lessons set archived_at = now() where id = ${lessons[0]!.id}`],
    ["and is back", () => sql`update lessons set archived_at = null where id = ${lessons[0]!.id}`],
    [
      "a PDF is completed",
      async () => {
        const actor = await actorOf(school.id, people[3]!.id);
        await applyLearningEvents(writer, [
          {
            ...{ actor, id: newId(), school_id: school.id, event_type: "material_complete" },
            ...{
              day: "2026-11-18",
              properties: { material_id: pdf.id },
              occurred_at: new Date(start),
              received_at: now,
            },
          },
        ]);
      },
    ],
    [
      "a video is re-cut",
      () => replaceVideo(ctx, videos[0]!.id, { source_url: "/new.mp4", duration_ms: 80_000 } as never),
    ],
    ["the new cut is watched", () => watches(people[0]!, videos[0])],
    [
      "a video moves to another lesson",
      () => sql`update videos set lesson_id = ${lessons[2]!.id} where id = ${videos[3]!.id}`,
    ],
    [
      "a recording is set",
      () => sql`update sessions set recording_video_id = ${videos[3]!.id} where id = ${sessions[1]!.id}`,
    ],
    [
      "somebody changes the class",
      () => sql`update enrollments set class_id = ${group.id} where user_id = ${people[5]!.id}`,
    ],
    [
      "somebody enrolled only after the sessions",
      () => sql`update enrollments set created_at = '2026-11-25T00:00:00Z' where user_id = ${people[4]!.id}`,
    ],
    [
      "a result is deleted",
      async () => {
        const [row] = await sql<{ id: string }[]>`select id from results where user_id = ${people[1]!.id}`;
        await deleteResult(ctx, course.id, row!.id);
      },
    ],
    [
      "an assessment is archived",
      () => sql`update assessments set archived_at = now() where id = ${quiz.id}`,
    ],
    [
      "all watch again",
      async () => {
        for (const person of people) await watches(person);
      },
    ],
  ];
  for (const [what, change] of changes) {
    await storeStaleProgress();
    expect(await storedNow(people), `stored before: ${what}`).toBe(people.length);
    await change();
    // By now some are stored, and some are not any more.
    await assertCurrent(people).catch((error: unknown) => {
      throw new Error(`after: ${what}`, { cause: error });
    });
  }
  // Two people become one.
  await storeStaleProgress();
  const [into, duplicate, ...others] = [people[1]!, people[0]!, ...people.slice(2)];
  await mergePeople(ctx, into.id, { duplicate_id: duplicate.id });
  await assertCurrent([into, ...others]);
  await storeStaleProgress();
  expect(await storedNow([into, ...others])).toBe(5);
  await assertCurrent([into, ...others]);
  expect(await wrongProgress(school.id)).toEqual([]);
});

it("reads what is stored while it is current, and the rebuild finds and corrects what is wrong", async () => {
  const { course, people, school } = world;
  const person = people[5]!;
  const pairs = pairsOf([person]);
  await rebuildAll({ school_id: school.id });
  await storeStaleProgress();
  const [right] = await takerProgress(pairs);
  await sql`update stored_progress set least_percentage = 12.5, percentages[1] = 12.5 where user_id = ${person.id}`;
  expect((await takerProgress(pairs))[0]).toMatchObject({ least_percentage: 12.5 });
  const differences = await wrongProgress(school.id);
  expect(differences).toMatchObject([{ course_id: course.id, user_id: person.id, computed: right }]);
  expect(await takerProgress(pairs)).toEqual([right]);
  expect(await verifyProgress(pairs)).toEqual([]);
  await sql`update stored_progress set completed_days = completed_days || date '2026-11-01' where user_id = ${person.id}`;
  expect([await verifyProgress(pairs), await verifyProgress(pairs)]).toMatchObject([[{}], []]);
});

it("does not take a viewer for stored who was written meanwhile", async () => {
  const { course, people, videos } = world;
  const [person, video] = [people[4]!, videos[1]!];
  await storeStaleProgress();
  const playback_id = newId();
  await applyBeacons(writer, [
    view(video.id, playback_id, `u:${person.id}`),
    progress(video.id, playback_id, { seq: 0, played: [[1, 2]] }),
  ]);
  const changed = await changedViewers(course.id, 10);
  expect(changed.map(({ viewer_id }) => viewer_id)).toEqual([`u:${person.id}`]);
  await storeProgress(pairsOf([person]), await progressFacts([course.id]));
  await applyBeacons(writer, [progress(video.id, playback_id, { seq: 1, played: [[100, 118]] })]);
  await markUnchanged(writer, changed);
  expect(await storedNow([person])).toBe(0);
  await assertCurrent([person]);
  await markUnchanged(writer, await changedViewers(course.id, 10));
  // Without storing it again this says that the earlier one is current: the job stores first.
  expect(await storedNow([person])).toBe(1);
  await storeProgress(pairsOf([person]), await progressFacts([course.id]));
  await assertCurrent([person]);
});

it("does not take a result for stored that was committed while the progress was computed", async () => {
  const { course, people, ofClass } = world;
  const person = people[5]!;
  await storeStaleProgress();
  const facts = await progressFacts([course.id]);
  const storing = await transaction(async (tx) => {
    const id = newId();
    await tx.insert(results).values({ id, assessment_id: ofClass.id, user_id: person.id, attempt: 9 });
    await raiseProgress(tx, eq(results.id, id));
    // It does not see the result, and waits for the row that the other transaction has changed.
    const done = storeProgress(pairsOf([person]), facts);
    for (let waiting = 0; waiting === 0; )
      [{ waiting }] = await sql<[{ waiting: number }]>`
        select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return { done };
  });
  await storing.done;
  expect(await storedNow([person])).toBe(0);
  await assertCurrent([person]);
});

import { beforeAll, describe, expect, test } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { signPlaybackToken } from "@/lib/auth/tokens";
import { changeEventType, createEventType } from "@/lib/domain/learning/event-types/mutations";
import { metrics } from "@/lib/flows/ingest/counters";
import { newId } from "@/lib/platform/ids";
import { processCache } from "@/lib/platform/process";
import { apiTokenOf, inBrowser, origin, signedIn } from "@/lib/testing/access-world";
import {
  enroll,
  makeCourse,
  makeSchool,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { serveIngest, type Transport, transports } from "@/lib/testing/transports";

const { sql } = testDatabase();
serveIngest();

let schoolId: string;
let videoId: string;
let student: Person;
let classmate: Person;
let stranger: Person;
let instructor: Person;
let admin: Person;
let elsewhere: Person;

beforeAll(async () => {
  schoolId = (await makeSchool()).id;
  const person = (role: Person["role"], external_id: string) =>
    makeUser({ school_id: schoolId, role, external_id });
  student = await person("student", "s-1");
  classmate = await person("student", "s-2");
  stranger = await person("student", "s-3");
  instructor = await person("instructor", "t-1");
  admin = await person("admin", "a-1");
  elsewhere = await makeUser({ school_id: (await makeSchool()).id, external_id: "s-9" });
  const course = await makeCourse({ school_id: schoolId, instructorIds: [instructor.id] });
  videoId = (await makeVideo({ school_id: schoolId, course_id: course.id })).id;
  for (const { id } of [student, classmate]) await enroll(course.id, id);
});

const view = (more: object = {}) => ({
  event_type: "material_view",
  properties: { material_id: "slides", material_type: "pdf", interaction_type: "opened" },
  ...more,
});
const xp = (more: object = {}) => ({
  event_type: "xp_earned",
  properties: { amount: 10, reason: "quiz" },
  ...more,
});
const storedOf = async (user: Person) =>
  await sql`select event_type, properties, occurred_at from learning_events
    where actor = ${await actorOf(user.school_id!, user.id)} order by received_at, occurred_at`;
const counted = async (counter: "beaconsClipped" | "beaconsRefused", reason: string) =>
  (await metrics[counter].get()).values
    .filter(({ labels }) => labels.reason === reason)
    .reduce((sum, { value }) => sum + value, 0);
type Results = { success: boolean; results: { status: number; code?: string; detail?: string }[] };

async function sendAs(transport: Transport, body: unknown, caller: { headers: Record<string, string> }) {
  const { status, body: answer } = await transport.send("events/track", JSON.stringify(body), {
    headers: { host: new URL(origin).host, ...caller.headers },
  });
  return { status, answer: answer as Results & { id?: string; errors?: { path: string }[] } };
}

describe.each(transports)("through $name", (transport) => {
  const send = (body: unknown, caller: { headers: Record<string, string> } = { headers: {} }) =>
    sendAs(transport, body, caller);

  test("one event is answered with its id after its commit, and a repetition changes nothing", async () => {
    const learner = await makeUser({ school_id: schoolId });
    const id = newId();
    const first = await send(view({ id }), await signedIn(learner));
    expect(first).toMatchObject({ status: 200, answer: { success: true, id } });
    expect(await storedOf(learner)).toMatchObject([
      {
        event_type: "material_view",
        properties: { material_id: "slides", material_type: "pdf", interaction_type: "opened" },
      },
    ]);
    const again = await send(
      view({ id, occurred_at: new Date(Date.now() - 86_400_000).toISOString() }),
      await signedIn(learner),
    );
    expect(again).toMatchObject({ status: 200, answer: { success: true, id } });
    expect(await storedOf(learner)).toHaveLength(1);
  });

  test("a browser's cookie counts from our own pages only", async () => {
    const learner = await makeUser({ school_id: schoolId });
    const caller = await inBrowser(learner);
    const foreign = { headers: { ...caller.headers, origin: "https://elsewhere.test" } };
    expect((await send(view(), foreign)).status).toBe(401);
    expect(await storedOf(learner)).toEqual([]);
    // The ingest server's tests have another host than that of the page.
    if (transport.name !== "the ingest server") {
      expect((await send(view(), caller)).status).toBe(200);
      expect(await storedOf(learner)).toHaveLength(1);
    }
  });

  test("a playback token names the learner; a guest's, a deactivated person's and a forged one do not", async () => {
    const learner = await makeUser({ school_id: schoolId, external_id: newId() });
    const token = (subject: string | null) =>
      signPlaybackToken({
        school_id: schoolId,
        video_id: videoId,
        session_id: null,
        subject,
        issued_at: new Date(),
        expires_at: new Date(Date.now() + 60_000),
      });
    expect((await send(view({ token: await token(learner.external_id) }))).status).toBe(200);
    expect(await storedOf(learner)).toHaveLength(1);
    for (const subject of ["somebody", null])
      expect(await send(view({ token: await token(subject) }))).toMatchObject({ status: 403 });
    expect((await send(view({ token: `${await token(learner.external_id)}x` }))).status).toBe(401);
    expect((await send(xp({ token: await token(learner.external_id) }))).status).toBe(403);
    const own = await token(learner.external_id);
    expect((await send(view({ token: own, user_id: learner.external_id }))).status).toBe(200);
    expect((await send(view({ token: own, user_id: classmate.external_id }))).status).toBe(403);
    const gone = await makeUser({ school_id: schoolId, external_id: newId(), disabled_at: new Date() });
    expect((await send(view({ token: await token(gone.external_id) }))).status).toBe(403);
  });

  test("a learner sends about themselves only, and no XP, awards or system events; the other items are stored", async () => {
    const learner = await makeUser({ school_id: schoolId });
    const { status, answer } = await send(
      [
        view(),
        xp(),
        xp({ user_id: learner.id }),
        { event_type: "level_up", properties: { level: 9 } },
        { event_type: "api_error", properties: { route: "/x", code: "internal" } },
        view({ user_id: classmate.id }),
        { event_type: "ai_message_sent", properties: { message_id: "m" } },
        view({ user_id: learner.id }),
      ],
      await signedIn(learner),
    );
    expect(status).toBe(200);
    expect(answer.success).toBe(false);
    expect(answer.results.map(({ status, code }) => [status, code])).toEqual([
      [200, undefined],
      [403, "not_by_learners"],
      [403, "not_by_learners"],
      [403, "not_by_learners"],
      [403, "not_by_learners"],
      [403, "not_about_others"],
      [200, undefined],
      [200, undefined],
    ]);
    expect((await storedOf(learner)).map(({ event_type }) => event_type).sort()).toEqual([
      "ai_message_sent",
      "material_view",
      "material_view",
    ]);
    expect(await storedOf(classmate)).toEqual([]);
  });

  test("staff award people whom they teach, by id or external id, and never themselves", async () => {
    const learner = await makeUser({ school_id: schoolId, external_id: newId() });
    const teacher = await signedIn(instructor);
    const outcomes = async (body: object, caller: Awaited<ReturnType<typeof signedIn>>) =>
      (await send([body], caller)).answer.results.map(({ status, code }) => [status, code])[0];
    expect(await outcomes(xp({ user_id: learner.id }), teacher)).toEqual([404, "unknown_person"]);
    expect(await outcomes(xp({ user_id: student.external_id }), teacher)).toEqual([200, undefined]);
    expect(await outcomes(xp({ user_id: elsewhere.id }), teacher)).toEqual([404, "unknown_person"]);
    expect(await outcomes(xp(), teacher)).toEqual([403, "not_about_oneself"]);
    expect(await outcomes(xp({ user_id: instructor.id }), teacher)).toEqual([403, "not_about_oneself"]);
    expect(await outcomes(xp({ user_id: instructor.external_id }), teacher)).toEqual([
      403,
      "not_about_oneself",
    ]);
    const token = (await apiTokenOf(admin.id, ["events"])).caller;
    expect(await outcomes(xp({ user_id: learner.external_id }), token)).toEqual([200, undefined]);
    expect(await outcomes(xp({ user_id: stranger.id }), token)).toEqual([200, undefined]);
    expect(
      await outcomes(xp({ user_id: learner.id }), (await apiTokenOf(admin.id, ["manage"])).caller),
    ).toEqual([403, "forbidden"]);
    expect(await storedOf(learner)).toHaveLength(1);
  });

  test("the installation's admin has no school, and nobody has none", async () => {
    const operator = await makeUser({ school_id: null, role: "admin" });
    expect((await send([view()], await signedIn(operator))).answer.results[0]).toMatchObject({
      code: "no_school",
    });
    expect((await send(view())).status).toBe(401);
  });

  test("a type that the school has defined takes its own properties, and none once it is archived", async () => {
    const learner = await makeUser({ school_id: schoolId });
    const caller = await signedIn(learner);
    const ctx = {
      scope: scopeOf(admin),
      request: { id: "request-1", address: "192.0.2.7" },
      now: new Date(),
    };
    const name = `x_visit_${newId().slice(-12)}`;
    const visit = (properties: object) => send({ event_type: name, properties }, caller);
    // A process learns of a new type within two seconds.
    const forgetSchools = () => processCache("learning schools", { max: 1 }).clear();
    expect(await visit({ room: "4" })).toMatchObject({
      status: 400,
      answer: { errors: [{ path: "event_type" }] },
    });
    const type = await createEventType(ctx, {
      name,
      title: "Visit",
      properties: [
        { name: "room", type: "text", required: true },
        { name: "minutes", type: "number", required: false },
      ],
    });
    forgetSchools();
    expect((await visit({ room: "4", minutes: 20, guide: "Ana" })).status).toBe(200);
    expect(await visit({ minutes: 20 })).toMatchObject({
      status: 400,
      answer: { errors: [{ path: "properties.room" }] },
    });
    expect((await visit({ room: "4", minutes: "20" })).status).toBe(400);
    expect(await storedOf(learner)).toMatchObject([
      { event_type: name, properties: { room: "4", minutes: 20 } },
    ]);
    const stranger = await makeUser({ school_id: elsewhere.school_id });
    expect(
      (await send({ event_type: name, properties: { room: "4" } }, await signedIn(stranger))).status,
    ).toBe(400);
    await changeEventType(ctx, type.id, { archived: true });
    forgetSchools();
    expect((await visit({ room: "4" })).status).toBe(400);
  });

  test("what a type does not declare is dropped and counted, once for each event", async () => {
    const learner = await makeUser({ school_id: schoolId });
    const before = await counted("beaconsClipped", "undeclared_property");
    const { properties } = view();
    await send(
      view({ properties: { ...properties, name: "Ana", ["__proto__"]: 1, constructor: 1 } }),
      await signedIn(learner),
    );
    expect((await storedOf(learner))[0]!.properties).toEqual(properties);
    expect(await counted("beaconsClipped", "undeclared_property")).toBe(before + 1);
  });

  test("a time outside the week before the receipt is clamped and counted", async () => {
    const learner = await makeUser({ school_id: schoolId });
    const before = await counted("beaconsClipped", "clock_skew");
    const started = Date.now();
    const hour = 3_600_000;
    for (const at of [started - 100, started + 9 * hour, started - 6 * 24 * hour, started - 400 * 24 * hour])
      await send(view({ occurred_at: new Date(at).toISOString() }), await signedIn(learner));
    const times = (await storedOf(learner)).map(({ occurred_at }) => occurred_at.getTime() - started);
    expect(times[0]).toBe(-100);
    expect(times[1]).toBeGreaterThanOrEqual(0);
    expect(times[1]).toBeLessThan(hour);
    expect(times[2]).toBe(-6 * 24 * hour);
    expect(times[3]).toBeGreaterThanOrEqual(-7 * 24 * hour);
    expect(times[3]).toBeLessThan(-7 * 24 * hour + hour);
    expect(await counted("beaconsClipped", "clock_skew")).toBe(before + 2);
    const { id } = await makeSchool({ learning_since: new Date(started) });
    const late = view({ occurred_at: new Date(started - hour).toISOString() });
    expect((await send(late, await signedIn(await makeUser({ school_id: id })))).status).toBe(400);
    expect(await counted("beaconsRefused", "too_old")).toBeGreaterThan(0);
  });

  test.each([
    [{ event_type: "dance" }, "event_type"],
    [view({ id: "7" }), "id"],
    [view({ occurred_at: "yesterday" }), "occurred_at"],
    [view({ properties: { material_id: "a", material_type: "pdf" } }), "properties.interaction_type"],
    [
      view({ properties: { ...view().properties, progress_percentage: 101 } }),
      "properties.progress_percentage",
    ],
    [view({ properties: { ...view().properties, session_id: "x" } }), "properties.session_id"],
    [{ event_type: "ai_feedback_rated", properties: { message_id: "m", rating: 6 } }, "properties.rating"],
    [view({ properties: "none" }), "properties"],
  ])("a wrong field is a 400 that names it, and nothing is stored: %j", async (body, field) => {
    const learner = await makeUser({ school_id: schoolId });
    const { status, answer } = await send(body, await signedIn(learner));
    expect(status).toBe(400);
    expect(answer.errors?.map(({ path }) => path)).toContain(field);
    expect(await storedOf(learner)).toEqual([]);
  });

  test("101 events or 64 KiB are refused as a whole", async () => {
    const learner = await makeUser({ school_id: schoolId });
    const caller = await signedIn(learner);
    expect((await send(Array(101).fill(view()), caller)).status).toBe(400);
    expect((await send(view({ properties: { query: "x".repeat(64 * 1024) } }), caller)).status).toBe(413);
    expect(await storedOf(learner)).toEqual([]);
    const { answer } = await send(Array(100).fill(view()), caller);
    expect(answer.results.filter(({ status }) => status === 200)).toHaveLength(100);
    expect(await storedOf(learner)).toHaveLength(100);
  });

  test("more than 600 events of a learner in a minute are refused", async () => {
    const learner = await makeUser({ school_id: schoolId });
    const caller = await signedIn(learner);
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++)
      statuses.push(
        ...(await send(Array(100).fill(view()), caller)).answer.results.map(({ status }) => status),
      );
    expect(statuses.filter((status) => status === 200)).toHaveLength(600);
    expect(statuses.filter((status) => status === 429)).toHaveLength(100);
    expect(await storedOf(learner)).toHaveLength(600);
  });
});

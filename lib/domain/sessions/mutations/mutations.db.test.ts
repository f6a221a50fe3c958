import { describe, expect, it } from "vitest";
import { parse } from "@/lib/platform/problem";
import {
  endOf,
  makeCourse,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { changeSessionBody, createSessionBody, registerBody } from "../forms";
import { cancelSession, changeSession } from "./change";
import { createSession } from "./create";
import { registerPeople } from "./registrations";

const { sql } = testDatabase();
// Far ahead: sessions whose time is over by the real clock are closed when they are looked at.
const at = (time: string) => new Date(`2096-11-18T${time}Z`);
const contextAt = (now: Date) => ({ request: { id: "request-1", address: "192.0.2.7" }, now });
const context = contextAt(at("17:00:00"));

const when = { scheduled_start: at("18:00:00"), scheduled_end: at("19:00:00") };

async function makeWorld() {
  const school = await makeSchool();
  const person = (role: Person["role"], given: Partial<Person> = {}) =>
    makeUser({ school_id: school.id, role, ...given });
  const [teacher, colleague, admin] = [
    await person("instructor"),
    await person("instructor"),
    await person("admin"),
  ];
  const course = await makeCourse({
    school_id: school.id,
    instructorIds: [teacher.id],
    external_id: `c-${school.id}`,
  });
  return { school, person, teacher, colleague, admin, course, scope: scopeOf(teacher) };
}
const planned = (given: object = {}) =>
  parse(createSessionBody, {
    title: "Residuals",
    scheduled_start: "2096-11-18T18:00:00Z",
    scheduled_end: "2096-11-18T19:30:00Z",
    ...given,
  });
const change = (given: object) => parse(changeSessionBody, given);
const registrations = (...people: object[]) => registerBody.parse({ people });

const versionOf = async (id: string) =>
  Number((await sql`select version from session_versions where session_id = ${id}`)[0]?.version ?? 0);
const auditsOf = async (id: string) =>
  (await sql`select action from audit_log where target_id = ${id} order by id`).map((row) => row.action);
const rowOf = async (id: string) => (await sql`select * from sessions where id = ${id}`)[0]!;

describe("planning a session", () => {
  it("stores the session as the instructor's own, with its audit row", async () => {
    const { school, teacher, course, scope } = await makeWorld();
    const video = await makeVideo({
      school_id: school.id,
      course_id: course.id,
      external_id: `v-${school.id}`,
    });
    const { id, ids } = await createSession(
      { scope, ...context },
      planned({
        course_id: course.external_id,
        recording_video_id: video.external_id,
        external_id: "week 7",
        chat_enabled: false,
        on_time_minutes: 0,
      }),
    );
    expect(ids).toEqual([id]);
    expect(await rowOf(id)).toMatchObject({
      school_id: school.id,
      instructor_id: teacher.id,
      course_id: course.id,
      series_id: null,
      external_id: "week 7",
      title: "Residuals",
      format: "class",
      status: "scheduled",
      scheduled_start: at("18:00:00"),
      scheduled_end: at("19:30:00"),
      started_at: null,
      recording_video_id: video.id,
      recording_started_at: null,
      chat_enabled: false,
      anonymous_viewers: false,
      on_time_minutes: 0,
    });
    expect(await auditsOf(id)).toEqual(["session.create"]);
  });

  it("makes a weekly series at the same local time, across the end of summer time", async () => {
    const { scope } = await makeWorld();
    const { ids } = await createSession(
      { scope, ...context },
      planned({
        // 18:00 to 19:00 in Lisbon, where the clocks go back on 25 October.
        scheduled_start: "2026-10-19T17:00:00Z",
        scheduled_end: "2026-10-19T18:00:00Z",
        repeat_count: 3,
        external_id: "first",
      }),
    );
    const rows = await sql`
      select s.series_number, s.scheduled_start, s.scheduled_end, s.external_id, r.title
      from sessions s join series r on r.id = s.series_id where s.id = any(${ids}) order by s.series_number`;
    const day = (text: string) => new Date(`2026-${text}:00Z`);
    const title = "Residuals";
    expect([...rows]).toEqual([
      {
        series_number: 1,
        scheduled_start: day("10-19T17:00"),
        scheduled_end: day("10-19T18:00"),
        external_id: "first",
        title,
      },
      {
        series_number: 2,
        scheduled_start: day("10-26T18:00"),
        scheduled_end: day("10-26T19:00"),
        external_id: null,
        title,
      },
      {
        series_number: 3,
        scheduled_start: day("11-02T18:00"),
        scheduled_end: day("11-02T19:00"),
        external_id: null,
        title,
      },
    ]);
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "harbour.example",
    "//elsewhere.example",
    "/\\elsewhere.example",
  ])("takes no page at %s", (page_url) => {
    expect(() => planned({ page_url })).toThrow("web address");
    expect(() => change({ page_url })).toThrow("web address");
  });

  it("refuses what the scope does not reach, and names the field", async () => {
    const world = await makeWorld();
    const { teacher, colleague, admin, course, scope } = world;
    const elsewhere = await makeWorld();
    const foreign = await makeCourse({ school_id: world.school.id, instructorIds: [colleague.id] });
    const foreignVideo = await makeVideo({ school_id: world.school.id, course_id: foreign.id });
    const student = await world.person("student");
    const attempt = (who: Person, given: object) =>
      endOf(createSession({ scope: scopeOf(who), ...context }, planned(given)));
    expect(await attempt(teacher, { instructor_id: colleague.id })).toBe("forbidden instructor_id");
    expect(await attempt(teacher, { instructor_id: teacher.id })).toBe("done");
    expect(await attempt(teacher, { course_id: foreign.id })).toBe("forbidden course_id");
    expect(await attempt(teacher, { course_id: elsewhere.course.id })).toBe("not_found course_id");
    expect(await attempt(teacher, { recording_video_id: foreignVideo.id })).toBe(
      "forbidden recording_video_id",
    );
    expect(await attempt(teacher, { recording_video_id: "nothing" })).toBe("not_found recording_video_id");
    expect(await attempt(admin, {})).toBe("invalid instructor_id");
    expect(await attempt(admin, { instructor_id: teacher.id, course_id: foreign.id })).toBe("done");
    expect(await attempt(admin, { instructor_id: admin.id })).toBe("done");
    expect(await attempt(admin, { instructor_id: student.id })).toBe("not_found instructor_id");
    expect(await attempt(admin, { instructor_id: elsewhere.teacher.id })).toBe("not_found instructor_id");
    expect(await attempt(student, {})).toBe("forbidden");
    const everywhere = await makeUser({ school_id: null, role: "admin" });
    expect(await attempt(everywhere, { instructor_id: elsewhere.teacher.id, course_id: course.id })).toBe(
      "not_found course_id",
    );
    expect(await attempt(everywhere, { instructor_id: teacher.id, course_id: course.id })).toBe("done");
    // The school's own id, once a school.
    expect(await endOf(createSession({ scope, ...context }, planned({ external_id: "w7" })))).toBe("done");
    expect(
      await endOf(createSession({ scope, ...context }, planned({ external_id: "w7", repeat_count: 2 }))),
    ).toBe("conflict external_id");
    expect(
      await endOf(createSession({ scope: elsewhere.scope, ...context }, planned({ external_id: "w7" }))),
    ).toBe("done");
    const [series] = await sql`select count(*)::int as n from series where school_id = ${world.school.id}`;
    expect(series?.n).toBe(0);
  });
});

describe("changing a session", () => {
  it("starts, ends and reopens, each with its time and its audit row", async () => {
    const { school, teacher, scope } = await makeWorld();
    const { id } = await makeSession({ ...when, school_id: school.id, instructor_id: teacher.id });
    const press = (action: string, time: string) =>
      endOf(changeSession({ scope, ...contextAt(at(time)) }, id, change({ action })));
    expect(await press("end", "18:00:00")).toBe("conflict");
    expect(await press("start", "18:01:00")).toBe("done");
    expect(await press("start", "18:05:00")).toBe("done");
    expect(await rowOf(id)).toMatchObject({ status: "live", started_at: at("18:01:00"), ended_at: null });
    expect(await press("end", "19:04:00")).toBe("done");
    expect(await rowOf(id)).toMatchObject({ status: "ended", ended_at: at("19:04:00") });
    expect(await press("start", "19:05:00")).toBe("conflict");
    expect(await press("reopen", "19:05:00")).toBe("done");
    expect(await rowOf(id)).toMatchObject({ status: "live", started_at: at("18:01:00"), ended_at: null });
    expect(await press("end", "19:30:00")).toBe("done");
    expect(await press("reopen", "20:00:00")).toBe("conflict");
    // The second Start changed nothing.
    expect(await auditsOf(id)).toEqual(["session.start", "session.end", "session.reopen", "session.end"]);
    expect(await versionOf(id)).toBe(4);
  });

  it("corrects an ended session, keeps the times in order, and audits the old values", async () => {
    const { school, teacher, scope } = await makeWorld();
    const { id } = await makeSession({
      ...when,
      school_id: school.id,
      instructor_id: teacher.id,
      status: "ended",
      started_at: at("18:00:00"),
      ended_at: at("19:00:00"),
    });
    const now = contextAt(at("21:00:00"));
    const attempt = (given: object) => endOf(changeSession({ scope, ...now }, id, change(given)));
    expect(await attempt({ started_at: "2096-11-18T18:10:00Z", on_time_minutes: 10 })).toBe("done");
    expect(await versionOf(id)).toBe(1);
    const [row] = await sql`select action, detail from audit_log where target_id = ${id}`;
    expect(row).toEqual({
      action: "session.update",
      detail: {
        before: { started_at: "2096-11-18T18:00:00.000Z", on_time_minutes: null },
        after: { started_at: "2096-11-18T18:10:00.000Z", on_time_minutes: 10 },
      },
    });
    expect(await attempt({ started_at: "2096-11-18T19:00:01Z" })).toBe("invalid ended_at");
    expect(await attempt({ ended_at: "2096-11-18T21:00:01Z" })).toBe("invalid ended_at");
    expect(await attempt({ scheduled_end: "2096-11-18T18:00:00Z" })).toBe("invalid scheduled_end");
    expect(await attempt({ title: (await rowOf(id)).title })).toBe("done");
    expect(await versionOf(id)).toBe(1);
    const live = await makeSession({
      ...when,
      school_id: school.id,
      instructor_id: teacher.id,
      status: "live",
    });
    expect(await endOf(changeSession({ scope, ...now }, live.id, change({ ended_at: null })))).toBe(
      "conflict",
    );
  });

  it("resets the start of the recording when the recording changes", async () => {
    const { school, teacher, course, scope } = await makeWorld();
    const [one, two] = [
      await makeVideo({ school_id: school.id, course_id: course.id }),
      await makeVideo({ school_id: school.id, course_id: course.id }),
    ];
    const { id } = await makeSession({ ...when, school_id: school.id, instructor_id: teacher.id });
    const began = "2096-11-18T17:59:00.000Z";
    const set = async (given: object) => {
      await changeSession({ scope, ...context }, id, change(given));
      const { recording_video_id, recording_started_at } = await rowOf(id);
      return [recording_video_id, recording_started_at?.toISOString() ?? null];
    };
    expect(await set({ recording_video_id: one.id, recording_started_at: began })).toEqual([one.id, began]);
    expect(await set({ recording_video_id: one.id })).toEqual([one.id, began]);
    expect(await set({ recording_video_id: two.id })).toEqual([two.id, null]);
    expect(await set({ recording_video_id: null })).toEqual([null, null]);
  });

  it("is for its instructor and for administrators, who may reassign it; the host changes too", async () => {
    const { school, teacher, colleague, admin, scope } = await makeWorld();
    const { id } = await makeSession({ ...when, school_id: school.id, instructor_id: teacher.id });
    await registerPeople(
      { scope, ...context },
      id,
      registrations({ user_id: teacher.id }, { user_id: colleague.id }),
    );
    const attempt = (who: Person, given: object) =>
      endOf(changeSession({ scope: scopeOf(who), ...context }, id, change(given)));
    expect(await attempt(colleague, { title: "Mine" })).toBe("forbidden");
    expect(await attempt((await makeWorld()).admin, { title: "Mine" })).toBe("not_found");
    expect(await attempt(teacher, { instructor_id: colleague.id })).toBe("forbidden instructor_id");
    expect(await attempt(admin, { instructor_id: colleague.id })).toBe("done");
    const hosts = await sql`select user_id from attendees where session_id = ${id} and host`;
    expect([...hosts]).toEqual([{ user_id: colleague.id }]);
  });

  it("cancels a session that has not begun, alone or with the rest of its series", async () => {
    const { scope } = await makeWorld();
    const { ids } = await createSession({ scope, ...context }, planned({ repeat_count: 4 }));
    await changeSession({ scope, ...contextAt(at("18:00:00")) }, ids[2]!, change({ action: "start" }));
    const statuses = async () => {
      const rows = await sql`select status from sessions where id = any(${ids}) order by series_number`;
      return rows.map((row) => row.status);
    };
    expect(await endOf(cancelSession({ scope, ...context }, ids[2]!, "this"))).toBe("conflict");
    expect((await cancelSession({ scope, ...context }, ids[3]!, "this")).ids).toEqual([ids[3]]);
    expect(await statuses()).toEqual(["scheduled", "scheduled", "live", "cancelled"]);
    expect((await cancelSession({ scope, ...context }, ids[0]!, "following")).ids).toEqual([ids[0], ids[1]]);
    expect(await statuses()).toEqual(["cancelled", "cancelled", "live", "cancelled"]);
    expect((await cancelSession({ scope, ...context }, ids[0]!, "this")).ids).toEqual([]);
    expect(await auditsOf(ids[1]!)).toEqual(["session.cancel"]);
    expect(await endOf(changeSession({ scope, ...context }, ids[0]!, change({ title: "Again" })))).toBe(
      "conflict",
    );
  });
});

import { beforeEach, describe, expect, test } from "vitest";
import type { Scope } from "@/lib/auth/scope";
import {
  endOf,
  makeClass,
  makeCourse,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { createEventType } from "../event-types/mutations";
import { changeFunnel, createFunnel, deleteFunnel } from "./mutations";
import { funnelList, readFunnel } from "./queries";
import { changedFunnel, funnelsMax, newFunnel } from "./schema";

const { sql } = testDatabase();
const page = { limit: funnelsMax, offset: 0 };
const of = (scope: Scope) => ({
  scope,
  request: { id: "request-1", address: "192.0.2.7" },
  now: new Date("2026-11-28T09:00:00Z"),
});
const video = (given: object = {}) => ({ kind: "video", ...given });
const event = (event_type: string) => ({ kind: "event", event_type });
const given = (more: object = {}) =>
  newFunnel.parse({ name: "Test", window_days: 7, steps: [video(), { kind: "session" }], ...more });

async function makeWorld() {
  const { id: school_id } = await makeSchool();
  const admin = scopeOf(await makeUser({ school_id, role: "admin" }));
  const teacher = await makeUser({ school_id, role: "instructor" });
  const course = await makeCourse({ school_id, instructorIds: [teacher.id], title: "Statistics" });
  const other = await makeCourse({ school_id });
  return { school_id, admin, teacher: scopeOf(teacher), course, other, course_id: course.id };
}

describe("a school's funnels", () => {
  let world: Awaited<ReturnType<typeof makeWorld>>;
  beforeEach(async () => {
    world = await makeWorld();
  });
  const create = (scope: Scope, more: object) => endOf(createFunnel(of(scope), given(more)));

  test("are made, renamed and deleted, with the audit, and an older edit is refused with the later one", async () => {
    const { admin } = world;
    const id = await createFunnel(of(admin), given({ name: "First" }));
    await changeFunnel(of(admin), id, { name: "Second", revision: 1 });
    await changeFunnel(of(admin), id, { name: "Second", revision: 2 });
    expect(await readFunnel(admin, id)).toMatchObject({ name: "Second", revision: 2, window_days: 7 });
    expect(await endOf(changeFunnel(of(admin), id, { name: "Third", revision: 1 }))).toBe("conflict");
    expect(await deleteFunnel(of(admin), id)).toEqual({ id });
    expect(await endOf(deleteFunnel(of(admin), id))).toBe("not_found");
    const log = await sql`select action, detail from audit_log where target_id = ${id} order by id`;
    expect(log.map(({ action }) => action)).toEqual(["funnel.create", "funnel.update", "funnel.delete"]);
    expect(log[1]!.detail).toEqual({ before: { name: "First" }, after: { name: "Second" } });
  });

  test("are at most a hundred", async () => {
    const { admin } = world;
    for (let n = 0; n < funnelsMax; n++) await createFunnel(of(admin), given());
    expect(await create(admin, {})).toBe("conflict");
    expect((await funnelList(admin, page)).total).toBe(funnelsMax);
  });

  test("name only what is the school's and, of a course, the course's", async () => {
    const { admin, course_id, other, school_id } = world;
    const elsewhere = await makeWorld();
    const [own, strange] = [await makeVideo({ school_id, course_id }), await makeVideo({ school_id })];
    const far = await makeVideo({ school_id: elsewhere.school_id });
    const session_id = (await makeSession({ school_id, course_id: other.id })).id;
    const steps = (step: object) => [video(), step];
    expect(await create(admin, { course_id: elsewhere.course_id })).toBe("not_found course_id");
    expect(await create(admin, { class_id: (await makeClass({ course_id })).id })).toBe("not_found class_id");
    const class_id = (await makeClass({ course_id: other.id })).id;
    expect(await create(admin, { course_id, class_id })).toBe("not_found class_id");
    expect(await create(admin, { steps: steps(video({ video_id: far.id })) })).toBe(
      "not_found steps[1].video_id",
    );
    expect(await create(admin, { course_id, steps: steps(video({ video_id: strange.id })) })).toBe(
      "not_found steps[1].video_id",
    );
    expect(await create(admin, { course_id, steps: steps({ kind: "session", session_id }) })).toBe(
      "not_found steps[1].session_id",
    );
    expect(await create(admin, { course_id, steps: steps(video({ course_id: other.id })) })).toBe(
      "invalid steps[1].course_id",
    );
    expect(await create(admin, { steps: steps(event("x_lab")) })).toBe("not_found steps[1].event_type");
    await createEventType(of(admin), { name: "x_lab", title: "Laboratory", properties: [] });
    const ok = [
      event("x_lab"),
      video({ video_id: own.id }),
      video({ course_id: other.id }),
      event("level_up"),
    ];
    const id = await createFunnel(of(admin), given({ steps: ok }));
    expect((await readFunnel(admin, id)).steps.map(({ title }) => title)).toEqual([
      "Laboratory",
      own.title,
      other.title,
      null,
    ]);
    // The rules hold for an edit as for a new one, and a refused one changes nothing.
    expect(await endOf(changeFunnel(of(admin), id, { course_id }))).toBe("invalid steps[2].course_id");
    expect((await readFunnel(admin, id)).course_id).toBeNull();
  });

  test("of a course are its instructor's; those of the school and of learning events are the admin's", async () => {
    const { admin, teacher, course_id, other } = world;
    expect(await create(teacher, {})).toBe("forbidden course_id");
    expect(await create(teacher, { course_id: other.id })).toBe("not_found course_id");
    expect(await create(teacher, { course_id, steps: [video(), event("level_up")] })).toBe(
      "forbidden steps[1]",
    );
    const own = await createFunnel(of(teacher), given({ course_id, name: "Own" }));
    const ofEvents = await createFunnel(
      of(admin),
      given({ course_id, name: "A", steps: [video(), event("level_up")] }),
    );
    const ofSchool = await createFunnel(of(admin), given({ name: "B" }));
    await createFunnel(of(admin), given({ course_id: other.id, name: "C" }));
    const names = async (scope: Scope) => (await funnelList(scope, page)).items.map(({ name }) => name);
    expect(await names(admin)).toEqual(["A", "B", "C", "Own"]);
    expect(await names(teacher)).toEqual(["Own"]);
    expect(await names((await makeWorld()).admin)).toEqual([]);
    for (const id of [ofEvents, ofSchool])
      expect(await endOf(deleteFunnel(of(teacher), id))).toBe("not_found");
    // An edit cannot leave what they may read.
    expect(await endOf(changeFunnel(of(teacher), own, { course_id: null }))).toBe("forbidden course_id");
  });

  test("go with their course or class, and name what is deleted no more", async () => {
    const { admin, course_id, other, school_id } = world;
    const { id: class_id } = await makeClass({ course_id });
    const clip = await makeVideo({ school_id, course_id: other.id });
    const ids = [
      await createFunnel(of(admin), given({ course_id, class_id })),
      await createFunnel(of(admin), given({ course_id })),
      await createFunnel(of(admin), given({ steps: [video(), video({ video_id: clip.id })] })),
    ];
    const left = async () => (await funnelList(admin, page)).items.map(({ id }) => ids.indexOf(id)).sort();
    await sql`delete from classes where id = ${class_id}`;
    expect(await left()).toEqual([1, 2]);
    await sql`delete from courses where id = ${course_id}`;
    expect(await left()).toEqual([2]);
    await sql`delete from videos where id = ${clip.id}`;
    expect((await readFunnel(admin, ids[2]!)).steps[1]).toMatchObject({ video_id: clip.id, title: null });
  });
});

test.each([
  [{ name: " " }, "name"],
  [{ window_days: 0 }, "window_days"],
  [{ window_days: 91 }, "window_days"],
  [{ steps: [video()] }, "steps"],
  [{ steps: Array.from({ length: 9 }, () => video()) }, "steps"],
  [{ steps: [video(), { kind: "quiz" }] }, "steps.1.kind"],
  [{ steps: [video(), event("lab")] }, "steps.1.event_type"],
  [{ steps: [video(), video({ video_id: "7" })] }, "steps.1.video_id"],
])("%j is no funnel", (wrong, field) => {
  const { error } = newFunnel.safeParse({ ...given(), ...wrong });
  expect(error?.issues.map(({ path }) => path.join("."))).toEqual([field]);
});

test("a step is of a course or of one video, and an edit may leave out what stays", () => {
  const id = "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b71";
  const both = newFunnel.safeParse({ ...given(), steps: [video(), video({ course_id: id, video_id: id })] });
  expect(both.error?.issues.map(({ path }) => path.join("."))).toEqual(["steps.1.course_id"]);
  expect(changedFunnel.parse({ name: "New", revision: 2 })).toEqual({ name: "New", revision: 2 });
});

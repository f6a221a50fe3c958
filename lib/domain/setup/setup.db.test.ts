import { beforeEach, expect, test } from "vitest";
import { addChecks } from "@/lib/domain/setup/ingest/checks";
import {
  endOf,
  makeCourse,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { changeSetup } from "./mutations";
import { openSteps, setupOf } from "./queries";
import { changeSetupBody, stepsBehind } from "./schema";

/* The steps of set-up: done by what exists, skipped by an admin, and gone from the sidebar once they are closed. */

const { sql } = testDatabase();
const now = new Date("2026-11-20T10:00:00Z");
let school: Awaited<ReturnType<typeof makeSchool>>;
let admin: Awaited<ReturnType<typeof makeUser>>;
const ctx = () => ({ scope: scopeOf(admin), request: { id: "request-1", address: "192.0.2.1" }, now });
const states = async () => Object.values((await setupOf(scopeOf(admin), undefined)).steps).join(" ");
const seen = (accepted: number) =>
  addChecks([
    {
      ...{
        kind: "site",
        name: "https://a.test",
        school_id: school.id,
        accepted,
        accepted_at: accepted ? now : null,
      },
      ...{
        refused: 1 - accepted,
        refused_at: now,
        refused_reason: null,
        refused_field: null,
        refused_origin: null,
      },
    },
  ]);

beforeEach(async () => {
  school = await makeSchool();
  admin = await makeUser({ school_id: school.id, role: "admin" });
});

test("each step is done by what exists", async () => {
  expect(await states()).toBe("done open open open open");
  const course = await makeCourse({ school_id: school.id, title: "Statistics" });
  expect(await states()).toBe("done done open open open");
  const video = await makeVideo({ school_id: school.id, course_id: course.id, title: "How it works" });
  expect(await states()).toBe("done done done open open");
  expect(await setupOf(scopeOf(admin), undefined)).toMatchObject({
    course: { title: "Statistics", enrolled: 0 },
    thing: { kind: "video", id: video.id },
    beacon_at: null,
  });
  // A refused beacon shows that the snippet is on a page.
  await seen(0);
  expect(await states()).toBe("done done done done open");
  await seen(1);
  expect(await states()).toBe("done done done done done");
  expect((await setupOf(scopeOf(admin), undefined)).beacon_at).toBe(now.toISOString());
});

test("a session is a first thing too", async () => {
  const session = await makeSession({ school_id: school.id, instructor_id: admin.id });
  expect((await setupOf(scopeOf(admin), undefined)).thing).toMatchObject({ kind: "session", id: session.id });
});

test("steps are skipped and taken up again, once each, with a line in the audit log", async () => {
  const change = (body: object) => changeSetup(ctx(), undefined, changeSetupBody.parse(body));
  await change({ skip: "snippet" });
  await change({ skip: "snippet" });
  await change({ skip: "beacon" });
  expect(await states()).toBe("done open open skipped skipped");
  expect(stepsBehind((await openSteps(scopeOf(admin)))!)).toBe(3);
  await change({ resume: "snippet" });
  expect(await states()).toBe("done open open open skipped");
  const [row] = await sql`select setup_skipped from schools where id = ${school.id}`;
  expect(row?.setup_skipped).toEqual(["beacon"]);
  const lines =
    await sql`select 1 from audit_log where school_id = ${school.id} and action = 'school.set_up'`;
  expect(lines.length).toBe(4);
  expect(changeSetupBody.safeParse({}).success).toBe(false);
});

test("a closed page leaves the sidebar, and can be opened again", async () => {
  await changeSetup(ctx(), undefined, { closed: true });
  expect(await openSteps(scopeOf(admin))).toBeNull();
  await changeSetup(ctx(), undefined, { closed: false });
  expect(await openSteps(scopeOf(admin))).not.toBeNull();
});

test("an admin sets up their own school only; the installation's names one", async () => {
  const other = await makeSchool();
  const installation = scopeOf(await makeUser({ school_id: null, role: "admin" }));
  expect(await endOf(setupOf(scopeOf(admin), other.id))).toBe("not_found school_id");
  expect(await endOf(setupOf(installation, undefined))).toBe("invalid school_id");
  expect((await setupOf(installation, other.id)).school.id).toBe(other.id);
  expect(await openSteps(installation)).toBeNull();
});

import { readdirSync } from "node:fs";
import postgres from "postgres";
import { ask } from "./every-path";
import { type DemoRole, expect, type Server, signIn, startServer, test } from "./fixtures";

/*
 * Every page of the file system, in every form in which a browser can ask for it, for every role and for what is their own, a colleague's
 * and another school's. Who may not see a page gets nothing of it in any form.
 */

const roles = ["admin", "instructor", "assistant", "student"] as const satisfies DemoRole[];
const targets = ["own", "others", "otherSchool"] as const;
type Target = (typeof targets)[number];
type Status = 200 | 403 | 404;
/** What each role gets of each target; a page without a target gives a single answer. */
type Expected = Record<DemoRole, Status | [own: Status, others: Status, otherSchool: Status]>;

/** The ways in which a browser asks for a page: in full, after a click, and ahead of one. */
const forms = {
  page: { query: "", headers: {} },
  click: { query: "_rsc=1", headers: { rsc: "1" } },
  prefetch: { query: "_rsc=1", headers: { rsc: "1", "next-router-prefetch": "1" } },
  segment: {
    query: "_rsc=1",
    headers: { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  },
} as const;

const everyone: Expected = { admin: 200, instructor: 200, assistant: 200, student: 200 };
const staff: Expected = { ...everyone, student: 403 };
const teaching: Expected = { ...staff, assistant: 403 };
const admins: Expected = { ...teaching, instructor: 403 };
/** Pages of the installation's admin, who is none of the school's people. */
const nobodyHere: Expected = { ...admins, admin: 403 };
const reach: Expected = {
  admin: [200, 200, 404],
  instructor: [200, 403, 404],
  assistant: [200, 403, 404],
  student: [403, 403, 404],
};
const settingsReach: Expected = { ...reach, assistant: 403, student: 403 };
/** Pages that ask who reads them before what they show. */
const staffReach: Expected = { ...reach, student: 403 };
/** Everybody takes part in what their school has. */
const inSchool: Expected = {
  admin: [200, 200, 404],
  instructor: [200, 200, 404],
  assistant: [200, 200, 404],
  student: [200, 200, 404],
};

type Noun = "session" | "video" | "course" | "assessment" | "person" | "funnel";
/** `open`: for whom nobody knows. `guests`: the school lets anybody watch. `beside`: the page is about two, whom this parameter names. `named`: what the address names, for a page that is about no thing. */
type Case = {
  expected: Expected;
  noun?: Noun;
  open?: boolean;
  guests?: boolean;
  beside?: string;
  named?: string;
};
const of = (noun: Noun, expected: Expected): Case => ({ noun, expected });

/** The Monday of a week that is over. */
function lastMonday(): string {
  const day = new Date(Date.now() - 14 * 86_400_000);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}

const cases: Record<string, Case> = {
  "/": { expected: everyone },
  "/api-reference": { expected: everyone },
  "/leaderboard": { expected: everyone },
  "/practice": { expected: everyone },
  "/settings/account": { expected: everyone },
  "/settings/tokens": { expected: teaching },
  "/settings/school": { expected: admins },
  "/settings/events": { expected: admins },
  "/settings/xp": { expected: admins },
  "/settings/retention": { expected: admins },
  "/imports": { expected: teaching },
  "/learners": { expected: staff },
  "/live": { expected: staff },
  "/system": { expected: admins },
  "/trends": { expected: teaching },
  "/trends/funnels": { expected: teaching },
  // Who does not teach its course is not told that there is one.
  "/trends/funnels/[funnelId]": of("funnel", { ...settingsReach, instructor: [200, 404, 404] }),
  "/alerts": { expected: staff },
  "/settings/alerts": { expected: admins },
  "/settings/webhooks": { expected: admins },
  "/digest/[period]": { expected: staff, named: lastMonday() },
  "/work": { expected: staff },
  "/work/test-data": { expected: admins },
  "/sessions": { expected: staff },
  "/sessions/new": { expected: teaching },
  "/sessions/compare": { expected: staff },
  "/sessions/[sessionId]": of("session", reach),
  "/sessions/[sessionId]/edit": of("session", settingsReach),
  "/sessions/[sessionId]/messages": of("session", staffReach),
  "/sessions/[sessionId]/people": of("session", staffReach),
  "/sessions/[sessionId]/snippet": of("session", reach),
  "/videos": { expected: staff },
  "/videos/addresses": { expected: teaching },
  "/videos/[videoId]": of("video", reach),
  "/videos/[videoId]/snippet": of("video", reach),
  "/courses": { expected: staff },
  "/courses/terms": { expected: staff },
  "/schools": { expected: nobodyHere },
  "/settings/integrations": { expected: admins },
  "/courses/new": { expected: teaching },
  "/courses/[courseId]": of("course", staffReach),
  "/courses/[courseId]/edit": of("course", settingsReach),
  "/courses/[courseId]/practice": of("course", staffReach),
  "/courses/[courseId]/results": of("course", staffReach),
  "/courses/[courseId]/results/[assessmentId]": of("assessment", staffReach),
  "/courses/[courseId]/roster": of("course", staffReach),
  "/audit": { expected: admins },
  "/compliance": { expected: admins },
  "/start": { expected: admins },
  "/people": { expected: admins },
  "/people/import": { expected: admins },
  "/people/new": { expected: admins },
  "/people/[userId]/edit": of("person", { ...settingsReach, instructor: 403 }),
  "/people/[userId]/merge": {
    ...of("person", { ...settingsReach, instructor: 403 }),
    beside: "duplicate_id",
  },
  "/try/[id]": of("video", staffReach),
  "/videos/new": { expected: teaching },
  "/people/[userId]": of("person", staffReach),
  "/room/[id]": of("session", inSchool),
  "/watch/[id]": { ...of("video", inSchool), guests: true },
  "/sign-in": { expected: everyone, open: true },
  "/set-up": { expected: everyone, open: true },
  "/forgotten-password": { expected: everyone, open: true },
  "/link/[secret]": { expected: everyone, open: true },
  "/privacy/[schoolId]": { expected: everyone, open: true },
  "/unsubscribe/[token]": { expected: everyone, open: true },
};

const pages = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((file) => /(^|\/)page\.tsx$/.test(file))
  .map((file) => `/${file}`.replace(/\/page\.tsx$/, "").replace(/\/\([^)]+\)/g, "") || "/");

test("the table has every page of the file system", () => {
  expect(Object.keys(cases).sort()).toEqual(pages.sort());
});

/** `within`: the id of what it belongs to, which is before its own in its address. */
type Thing = { id: string; title: string; within?: string };
let server: Server;
let sql: postgres.Sql;
const cookies = new Map<DemoRole, string>();
const things = new Map<Noun, Record<Target, Thing>>();

test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await startServer("demo");
  sql = postgres(server.databaseUrl, { max: 1, onnotice: () => {} });
  for (const role of roles) {
    const state = await signIn(server.url, role);
    cookies.set(role, state.cookies.map(({ name, value }) => `${name}=${value}`).join("; "));
  }
  const own = sql`(select id from users where email = 'instructor@lectern.test')`;
  const school = sql`(select school_id from users where email = 'instructor@lectern.test')`;
  const taught = sql`(select course_id from course_instructors where user_id = ${own})`;
  const one = async (rows: PromiseLike<Thing[]>): Promise<Thing> => (await rows)[0]!;
  // Titles of their own, so that nothing else can show them.
  await sql`update sessions set title = title || ' ' || left(md5(id::text), 8)`;
  await sql`update videos set title = title || ' ' || left(md5(id::text), 8)`;
  await sql`update courses set title = title || ' ' || left(md5(id::text), 8)`;
  const session = (where: postgres.Fragment) =>
    one(
      sql<
        Thing[]
      >`select id, title from sessions where status = 'ended' and course_id is not null and ${where} order by begun_at desc limit 1`,
    );
  things.set("session", {
    own: await session(sql`instructor_id = ${own} and course_id in ${taught}`),
    others: await session(
      sql`school_id = ${school} and instructor_id <> ${own} and course_id not in ${taught}`,
    ),
    otherSchool: await session(sql`school_id <> ${school}`),
  });
  const video = (where: postgres.Fragment) =>
    one(
      sql<
        Thing[]
      >`select id, title from videos where published_at is not null and source_url is not null and ${where} order by id limit 1`,
    );
  things.set("video", {
    own: await video(sql`course_id in ${taught}`),
    others: await video(sql`school_id = ${school} and course_id not in ${taught}`),
    otherSchool: await video(sql`school_id <> ${school}`),
  });
  const course = (where: postgres.Fragment) =>
    one(sql<Thing[]>`select id, title from courses where ${where} order by id limit 1`);
  things.set("course", {
    own: await course(sql`id in ${taught}`),
    others: await course(sql`school_id = ${school} and id not in ${taught}`),
    otherSchool: await course(sql`school_id <> ${school}`),
  });
  const courses = things.get("course")!;
  const funnel = (course: Thing) =>
    one(sql<Thing[]>`
      insert into funnels (id, school_id, course_id, name, window_days, steps)
      select gen_random_uuid(), school_id, id, 'Funnel ' || left(md5(id::text), 8), 7,
        '[{"kind":"video","course_id":null,"video_id":null},{"kind":"session","course_id":null,"session_id":null}]'
      from courses where id = ${course.id} returning id, name as title`);
  things.set("funnel", {
    own: await funnel(courses.own),
    others: await funnel(courses.others),
    otherSchool: await funnel(courses.otherSchool),
  });
  const assessment = (course: Thing) =>
    one(sql<Thing[]>`
      insert into assessments (id, course_id, kind, title) values (gen_random_uuid(), ${course.id}, 'quiz', 'Quiz ' || left(md5(${course.id}), 8))
      returning id, title, course_id as within`);
  things.set("assessment", {
    own: await assessment(courses.own),
    others: await assessment(courses.others),
    otherSchool: await assessment(courses.otherSchool),
  });
  const [stranger] = await sql<{ id: string }[]>`
    insert into users (id, school_id, name, email, role) values (gen_random_uuid(), ${school}, 'Nobody’s Learner', 'nobodys.learner@lectern.test', 'student') returning id`;
  const learner = (where: postgres.Fragment) =>
    one(
      sql<
        Thing[]
      >`select id, name as title from users where role = 'student' and ${where} order by id limit 1`,
    );
  things.set("person", {
    own: await learner(sql`school_id = ${school} and email <> 'student@lectern.test'
      and id in (select user_id from enrollments where course_id in ${taught})`),
    others: await learner(sql`id = ${stranger!.id}`),
    otherSchool: await learner(sql`school_id <> ${school}`),
  });
});
test.afterAll(async () => {
  await sql?.end({ timeout: 5 });
  await server?.stop();
});

for (const [pattern, { expected, noun, open, guests, beside, named }] of Object.entries(cases)) {
  if (open) continue;
  test(`${pattern} shows each role only what is theirs, in every form`, async () => {
    test.setTimeout(120_000);
    const seen: Record<string, unknown> = {};
    const wanted: Record<string, unknown> = {};
    for (const [index, target] of (noun ? targets : (["own"] as const)).entries()) {
      const thing = noun && things.get(noun)?.[target];
      const ids = thing ? [thing.within ?? [], thing.id].flat() : [named ?? []].flat();
      const path = ids.reduce((rest, id) => rest.replace(/\[\w+\]/, id), pattern);
      for (const [form, { query, headers }] of Object.entries(forms)) {
        const other = things.get("person")?.[target === "own" ? "others" : "own"];
        const asked = [beside && `${beside}=${other?.id}`, query].filter(Boolean).join("&");
        const address = asked ? `${path}?${asked}` : path;
        const nobody = await ask(server.url, address, { headers });
        if (thing && !guests)
          expect(nobody.body, `${address}, ${form}, not signed in`).not.toContain(thing.title);
        if (form === "page" && !guests) expect(nobody.status, `${address}, not signed in`).toBe(307);
        for (const role of roles) {
          const row = expected[role];
          const status = Array.isArray(row) ? row[index] : row;
          const answer = await ask(server.url, address, {
            headers: { ...headers, cookie: cookies.get(role)! },
          });
          const key = `${role}, ${target}, ${form}`;
          // The full page has a status; in the other forms Next may answer 200 with a payload that says so.
          if (form === "page") {
            seen[key] = answer.status;
            wanted[key] = status;
          }
          expect(answer.status, key).toBeLessThan(500);
          // Ahead of a click a page may be sent without what it reads, but never with what its reader may not see.
          if (thing && status !== 200) expect(answer.body, `${address}, ${key}`).not.toContain(thing.title);
          if (thing && status === 200 && form === "page")
            expect(answer.body, `${address}, ${key}`).toContain(thing.title);
        }
      }
    }
    expect(seen).toEqual(wanted);
  });
}

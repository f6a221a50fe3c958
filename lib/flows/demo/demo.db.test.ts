import { beforeAll, expect, it } from "vitest";
import { verifyPassword } from "@/lib/auth/passwords";
import { onlySchool } from "@/lib/auth/school";
import { schools } from "@/lib/db/tables/schools";
import { runsInstallation } from "@/lib/domain/schools/queries";
import { endOf, makeSchool, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { makeNumbersWorld } from "@/lib/testing/numbers-world";
import { runNextWork } from "../jobs/work";
import { beginDemo, beginRemoval, demoOf } from "./demo-school";

const { sql } = testDatabase();
const operator = await makeUser({ school_id: null, role: "admin" });
const now = new Date();
const ctx = { scope: scopeOf(operator), request: { id: "request", address: "192.0.2.9" }, now };
const few = 0.02;

/** Every row of every table, but what remembers that the demo was there. */
async function rows(): Promise<Map<string, string[]>> {
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and relname not in ('audit_log', 'audit_unsealed', 'background_work') order by 1`;
  const all = new Map<string, string[]>();
  for (const { name } of tables) {
    const found = await sql<{ row: string }[]>`select t::text as row from ${sql(name)} t order by 1`;
    all.set(
      name,
      found.map(({ row }) => row),
    );
  }
  return all;
}

/** Few playbacks are enough. */
const begin = async () => {
  const begun = await beginDemo(ctx);
  await sql`update background_work set input = input || ${sql.json({ scale: few })} where id = ${begun.id}`;
  return begun;
};
const stateOf = async (id: string) =>
  (await sql<{ state: string }[]>`select state from background_work where id = ${id}`)[0]?.state;

let before: Map<string, string[]>;
beforeAll(async () => {
  await makeNumbersWorld();
  before = await rows();
  expect([...before.values()].flat().length).toBeGreaterThan(200);
});

it("is loaded beside other schools, whose rows stay as they are, and removed without a trace", async () => {
  expect(await demoOf(ctx.scope)).toEqual({ state: "none", schools: [], work_id: null });
  expect(await endOf(beginRemoval(ctx))).toBe("not_found");
  const { id, password, accounts } = await begin();
  expect(await demoOf(ctx.scope)).toEqual({ state: "loading", schools: [], work_id: id });
  expect(await endOf(beginDemo(ctx))).toBe("conflict");
  await runNextWork(now);
  expect(await stateOf(id)).toBe("done");

  const loaded = await demoOf(ctx.scope);
  expect(loaded).toMatchObject({ state: "loaded", schools: [{ name: "Harbour College", courses: 12 }] });
  expect(loaded.schools[0]?.people).toBeGreaterThan(300);
  const [facts] = await sql`select (select count(*)::int from playbacks) as playbacks,
    (select count(*)::int from messages where answered_at is not null) as answered`;
  expect(facts?.playbacks).toBeGreaterThan(1000);
  expect(facts?.answered).toBeGreaterThan(10);
  const after = await rows();
  for (const [name, kept] of before) {
    const now = new Set(after.get(name));
    expect(
      kept.filter((row) => !now.has(row)),
      name,
    ).toEqual([]);
  }

  // Only the accounts that were shown can sign in.
  const people = await sql<{ email: string; password_hash: string }[]>`
    select email, password_hash from users u join schools s on s.id = u.school_id and s.demo
    where password_hash is not null order by email`;
  expect(people.map(({ email }) => email)).toEqual(accounts.map(({ email }) => email).sort());
  for (const person of people) expect(await verifyPassword(person.password_hash, password)).toBe(true);
  expect(await endOf(beginDemo(ctx))).toBe("conflict");

  const removal = await beginRemoval(ctx);
  expect(await demoOf(ctx.scope)).toMatchObject({ state: "removing", work_id: removal.id });
  expect(await endOf(beginRemoval(ctx))).toBe("conflict");
  await runNextWork(now);
  expect(await stateOf(removal.id)).toBe("done");
  expect(await rows()).toEqual(before);
  expect(await demoOf(ctx.scope)).toMatchObject({ state: "none" });
  const entries = await sql<{ action: string }[]>`
    select action from audit_log where action like 'demo.%' order by at, id`;
  expect(entries.map(({ action }) => action)).toEqual([
    "demo.load",
    "demo.found",
    "demo.fill",
    "demo.remove",
  ]);
}, 120_000);

it("is removed again when somebody cancels its loading", async () => {
  const { id } = await begin();
  const running = runNextWork(now);
  await expect
    .poll(async () => (await sql`select 1 from schools where demo`).length, { timeout: 60_000 })
    .toBe(1);
  expect(await demoOf(ctx.scope)).toMatchObject({ state: "loading" });
  await sql`update background_work set cancel_requested_at = now() where id = ${id}`;
  await running;
  expect(await stateOf(id)).toBe("cancelled");
  expect(await rows()).toEqual(before);
}, 120_000);

it("is not loaded where somebody has an address of its people", async () => {
  const person = await makeUser({ school_id: null, role: "student", email: "admin@lectern.test" });
  expect(await endOf(beginDemo(ctx))).toBe("conflict");
  await sql`delete from users where id = ${person.id}`;
});

it("is for who runs the installation", async () => {
  const { db } = testDatabase();
  const [own, demo] = [await makeSchool(), await makeSchool({ demo: true })];
  const adminOf = (school_id: string) => makeUser({ school_id, role: "admin" }).then(scopeOf);
  const admin = await adminOf(own.id);
  const refused = { ...ctx, scope: admin };
  // Several schools share this installation.
  expect(await runsInstallation(admin)).toBe(false);
  expect((await onlySchool()).id).toBe(null);
  for (const attempt of [() => demoOf(admin), () => beginDemo(refused), () => beginRemoval(refused)])
    expect(await endOf(attempt())).toBe("forbidden");
  expect(await runsInstallation(ctx.scope)).toBe(true);
  await db.update(schools).set({ demo: true });
  await sql`update schools set demo = false where id = ${own.id}`;
  expect(await runsInstallation(admin)).toBe(true);
  // It stays the only school: its name and logo are on the sign-in page.
  expect((await onlySchool()).id).toBe(own.id);
  expect(await runsInstallation(await adminOf(demo.id))).toBe(false);
  expect(await runsInstallation(scopeOf(await makeUser({ school_id: own.id, role: "instructor" })))).toBe(
    false,
  );
});

import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { processLocks } from "@/lib/db/advisory-locks";
import { transaction } from "@/lib/db/tx";
import { newId } from "@/lib/platform/ids";
import { makeSchool, testDatabase } from "@/lib/testing/database";
import { run } from "@/scripts/run.mjs";
import { audit } from "./audit";
import { auditChainIds, chainNamed, noSchool, sealEntries, verifyChain } from "./audit-chain";

const { sql, url } = testDatabase();

let school_id: string;

const write = (verb: string, school: string | null = school_id) =>
  transaction((tx) =>
    audit(
      tx,
      { scope: null },
      {
        ...{ school_id: school, action: `thing.${verb}`, target: { type: "thing", id: "ünï ∞" } },
        detail: { b: 1.5, aa: [null, 'x "y"'] },
      },
    ),
  );

/** The school's seals, each with its entry. */
const sealed = () =>
  sql<{ number: number; id: string; hash: string; action: string }[]>`
    select s.number::int, s.entry_id as id, s.hash, a.action
    from audit_seals s left join audit_log a on a.id = s.entry_id where s.chain = ${school_id} order by s.number`;

/** What somebody can do who owns the tables. */
async function tamper(work: () => Promise<unknown>) {
  for (const table of ["audit_log", "audit_seals"]) await sql`alter table ${sql(table)} disable trigger user`;
  try {
    await work();
  } finally {
    for (const table of ["audit_log", "audit_seals"])
      await sql`alter table ${sql(table)} enable trigger user`;
  }
}

async function sealAll() {
  while (await sealEntries());
}

const faults = async () =>
  (await verifyChain(school_id)).broken.map(({ fault, number, action }) => [fault, number, action]);

beforeEach(async () => {
  school_id = (await makeSchool()).id;
  for (const verb of ["one", "two", "three", "four"]) await write(verb);
});

describe("the chain of the audit log", () => {
  it("counts what is not sealed yet, and seals in the order of writing", async () => {
    expect(await verifyChain(school_id)).toMatchObject({ entries: 0, unsealed: 4, broken: [], last: null });
    expect((await verifyChain(school_id)).unsealed_since).not.toBeNull();
    await sealAll();
    const seals = await sealed();
    expect(seals.map(({ number, action }) => [number, action])).toEqual([
      [1, "thing.one"],
      [2, "thing.two"],
      [3, "thing.three"],
      [4, "thing.four"],
    ]);
    const last = { number: 4, hash: seals[3]!.hash };
    expect(await verifyChain(school_id)).toMatchObject({
      ...{ entries: 4, unsealed: 0, unsealed_since: null, broken: [], broken_total: 0 },
      last,
    });
  });

  it("has the hashes that its description says", async () => {
    await sealAll();
    let before = "0".repeat(64);
    for (const { id, hash } of await sealed()) {
      const [row] = await sql<{ at: string; action: string }[]>`
        select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, action from audit_log where id = ${id}`;
      // Written by hand, as Postgres writes a JSON array: the shorter key first.
      const text = `["${id}", "${row!.at}", "${school_id}", null, "${row!.action}", "thing", "ünï ∞", {"b": 1.5, "aa": [null, "x \\"y\\""]}, null, null]`;
      before = createHash("sha256")
        .update(before + text)
        .digest("hex");
      expect(hash).toBe(before);
    }
  });

  it("is one of each school, and one of what belongs to no school", async () => {
    await write("alone", null);
    await sealAll();
    const before = (await verifyChain(noSchool)).entries;
    await write("alone", null);
    await sealAll();
    expect(await verifyChain(noSchool)).toMatchObject({ entries: before + 1, broken: [] });
    expect((await verifyChain(school_id)).entries).toBe(4);
    expect(await auditChainIds()).toEqual(expect.arrayContaining([school_id, noSchool]));
    expect(await chainNamed(school_id)).toBe(school_id);
    expect(await chainNamed("nowhere")).toBeNull();
  });

  it("names an entry that was changed", async () => {
    await sealAll();
    await tamper(
      () =>
        sql`update audit_log set address = '192.0.2.1' where action = 'thing.two' and school_id = ${school_id}`,
    );
    const [broken] = (await verifyChain(school_id)).broken;
    expect(broken).toMatchObject({ fault: "changed", number: 2, action: "thing.two" });
    expect(broken).toMatchObject({ entry_id: (await sealed())[1]!.id, at: expect.stringMatching(/^20.*Z$/) });
    expect(await faults()).toHaveLength(1);
  });

  it("names an entry that was removed, sealed or not", async () => {
    await sealAll();
    await tamper(() => sql`delete from audit_log where action = 'thing.three' and school_id = ${school_id}`);
    expect(await faults()).toEqual([["removed", 3, null]]);
    await write("five");
    await tamper(() => sql`delete from audit_log where action = 'thing.five' and school_id = ${school_id}`);
    await sealAll();
    expect(await faults()).toEqual([
      ["removed", 3, null],
      ["removed", null, null],
    ]);
  });

  it("names an entry whose seal was removed with it", async () => {
    await sealAll();
    await tamper(async () => {
      await sql`delete from audit_seals where chain = ${school_id} and number = 2`;
      await sql`delete from audit_log where action = 'thing.two' and school_id = ${school_id}`;
    });
    expect(await faults()).toEqual([["seal_removed", 3, "thing.three"]]);
  });

  it("names an entry that was put between", async () => {
    await sealAll();
    const at = new Date("2026-01-01T00:00:00Z");
    await tamper(
      () => sql`insert into audit_log (id, at, school_id, action, target_type)
        values (${newId()}, ${at}, ${school_id}, 'thing.between', 'thing')`,
    );
    expect(await faults()).toEqual([["added", null, "thing.between"]]);
    // Written as the app writes, it is sealed, and its time tells.
    await sql`insert into audit_log (id, at, school_id, action, target_type)
      values (${newId()}, ${at}, ${school_id}, 'thing.earlier', 'thing')`;
    await sealAll();
    expect(await faults()).toEqual([
      ["backdated", 5, "thing.earlier"],
      ["added", null, "thing.between"],
    ]);
  });

  it("names entries whose order was changed", async () => {
    await sealAll();
    await tamper(async () => {
      const at = (from: number, to: number) =>
        sql`update audit_seals set number = ${to} where chain = ${school_id} and number = ${from}`;
      await at(2, 99);
      await at(3, 2);
      await at(99, 3);
    });
    expect((await faults()).map(([fault, number]) => [fault, number])).toEqual([
      ["changed", 2],
      ["changed", 3],
      ["changed", 4],
    ]);
  });

  it("whose end was cut off shows it, and only to a seal that was written down once all of it was cut", async () => {
    await sealAll();
    const { last } = await verifyChain(school_id);
    await tamper(async () => {
      await sql`delete from audit_seals where chain = ${school_id} and number > 2`;
      await sql`delete from audit_log where school_id = ${school_id} and action in ('thing.three', 'thing.four')`;
    });
    expect(await faults()).toEqual([["cut", 4, null]]);
    await sql`update audit_chains c set number = 2, hash = s.hash from audit_seals s
      where c.chain = ${school_id} and s.chain = c.chain and s.number = 2`;
    expect(await faults()).toEqual([]);
    const verify = (...options: string[]) =>
      run(process.execPath, ["scripts/verify-audit.mjs", ...options], {
        quiet: true,
        environment: { DATABASE_URL: url, DATABASE_OWNER_URL: "" },
      });
    const compared = await verify("--school", school_id, "--expect", `${last!.number}:${last!.hash}`);
    expect(compared.output).toMatch(/2 entries sealed, 0 not yet, 0 broken/);
    expect(compared.output).toMatch(/Seal 4 is missing/);
    expect(compared.code).toBe(1);
    const { last: now } = await verifyChain(school_id);
    expect(await verify("--school", school_id, "--expect", `2:${now!.hash}`)).toMatchObject({ code: 0 });
  });

  it("is sealed once while two processes seal at the same time", async () => {
    for (let at = 0; at < 40; at++) await write(`more${at}`);
    await Promise.all([sealEntries(), sealEntries(), sealEntries()]);
    await sealAll();
    expect(await verifyChain(school_id)).toMatchObject({ entries: 44, unsealed: 0, broken: [] });
    await sql.begin(async (other) => {
      await other`select pg_advisory_xact_lock(${processLocks.audit_chain})`;
      await write("late");
      expect(await sealEntries()).toBe(false);
    });
    expect(await verifyChain(school_id)).toMatchObject({ entries: 44, unsealed: 1 });
  });

  it("seals what commits later than what was written after it", async () => {
    await sealAll();
    await sql.begin(async (slow) => {
      await slow`insert into audit_log (id, school_id, action, target_type)
        values (${newId()}, ${school_id}, 'thing.slow', 'thing')`;
      await write("quick");
      await sealAll();
    });
    await sealAll();
    expect((await sealed()).slice(4).map(({ action }) => action)).toEqual(["thing.quick", "thing.slow"]);
    expect(await faults()).toEqual([]);
  });
});

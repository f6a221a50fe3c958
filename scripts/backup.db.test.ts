import { randomBytes } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { sealEntries } from "@/lib/auth/audit-chain";
import { hashPassword, verifyPassword } from "@/lib/auth/passwords";
import { appRole, grantAppRole } from "@/lib/db/app-role";
import { clientOptions, db } from "@/lib/db/client";
import { databaseUrl } from "@/lib/db/embedded";
import { migrate } from "@/lib/db/migrate";
import { users } from "@/lib/db/tables/people";
import { transaction } from "@/lib/db/tx";
import { enqueueWork } from "@/lib/db/work-queue";
import { makeWorld } from "@/lib/testing/access-world";
import { scopeOf, testDatabase } from "@/lib/testing/database";
import { makeNumbersWorld } from "@/lib/testing/numbers-world";
import { backUp, newSum, summed } from "./backup.mjs";
import { restore } from "./restore.mjs";
import { run } from "./run.mjs";
import { bytesOf, readArchive, writeArchive } from "./tar.mjs";

const { sql, url } = testDatabase();
const server = inject("databaseServer");
const folder = mkdtempSync(join(tmpdir(), "lectern-backup-"));
const file = join(folder, "school.backup");
const media = join(folder, "media");
const made: string[] = [];

async function emptyDatabase(): Promise<string> {
  const name = `${new URL(url).pathname.slice(1)}_${randomBytes(3).toString("hex")}`;
  await sql`create database ${sql(name)}`;
  made.push(name);
  return databaseUrl(server, name);
}

const on = async <T>(address: string, work: (client: postgres.Sql) => Promise<T>): Promise<T> => {
  const client = postgres(address, { ...clientOptions, connection: { TimeZone: "UTC" }, max: 1 });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** A digest of every row of every table, in no particular order, and how many there are. */
const contentsOf = (address: string) =>
  on(address, async (client) => {
    const tables = await client<{ name: string }[]>`
      select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`;
    const contents: Record<string, unknown> = {};
    for (const { name } of tables) {
      const [row] = await client`
        select count(*)::int as rows, md5(string_agg(t::text, '|' order by t::text)) as digest from ${client(name)} t`;
      contents[name] = row;
    }
    return contents;
  });

beforeAll(async () => {
  const world = await makeWorld();
  const { admin } = await makeNumbersWorld();
  await db()
    .update(users)
    .set({ password_hash: await hashPassword("correct horse battery staple") });
  await transaction((tx) =>
    enqueueWork(tx, { scope: scopeOf(admin) }, { kind: "rebuild_rollups", input: {} }),
  );
  // Values that a format could lose.
  const session = world.targets.own.session_id;
  await sql`insert into attendees (session_id, id, display_name, created_at)
    values (${session}, gen_random_uuid(), ${"tab\t, line\nbreak, back\\slash, \\N, ünï ∞ 🙂"}, now())`;
  await sql`insert into presence (session_id, client_id, attendee_id, heartbeats, grace_ms)
    select session_id, 'c', id, '{[1,5),[7,9223372036854775807)}', 45000 from attendees where session_id = ${session} limit 1`;
  await sql`insert into audit_log (id, action, target_type) values (gen_random_uuid(), 'demo.fill', 'school')`;
  while (await sealEntries());
  mkdirSync(join(media, "ab"), { recursive: true });
  writeFileSync(join(media, "ab", "clip.mp4"), randomBytes(700_001));
  writeFileSync(join(media, "empty.mp4"), "");
}, 120_000);

afterAll(async () => {
  rmSync(folder, { recursive: true });
  for (const name of made) await sql`drop database if exists ${sql(name)} with (force)`;
});

describe("a backup", () => {
  it("restored into an empty database has every row, number, file and protection again", async () => {
    const before = await contentsOf(url);
    expect(Object.values(before).filter((one) => (one as { rows: number }).rows > 0).length).toBeGreaterThan(
      15,
    );
    const manifest = await backUp({ url, file, media, secret: "the secret" });
    expect(manifest.tables.playbacks?.rows).toBeGreaterThan(50);

    const fresh = await emptyDatabase();
    const restoredMedia = join(folder, "restored");
    const { head } = await restore({ url: fresh, file, media: restoredMedia });
    await migrate(fresh);
    expect(head.secret).toBe("the secret");
    expect(await contentsOf(fresh)).toEqual(before);
    for (const name of ["ab/clip.mp4", "empty.mp4"])
      expect(readFileSync(join(restoredMedia, name)).equals(readFileSync(join(media, name)))).toBe(true);

    await on(fresh, async (client) => {
      await expect(client`update audit_log set action = 'x'`).rejects.toThrow(/append|edit|audit/i);
      await expect(client`delete from audit_log`).rejects.toThrow();
      // Checked again: a playback of no video, a second person with the same address.
      await expect(
        client`insert into enrollments (course_id, user_id) values (gen_random_uuid(), gen_random_uuid())`,
      ).rejects.toThrow(/foreign key/);
      await expect(
        client`insert into users (id, email, name, role) select gen_random_uuid(), email, 'x', 'student' from users where email is not null limit 1`,
      ).rejects.toThrow(/unique/);
      const [person] = await client<
        { password_hash: string }[]
      >`select password_hash from users where password_hash is not null limit 1`;
      expect(await verifyPassword(person!.password_hash, "correct horse battery staple")).toBe(true);
      expect(await client`select version from pgboss.version`).toHaveLength(1);
    });
    const role = appRole(fresh, "a secret of the test");
    const appUrl = await grantAppRole(fresh, role);
    expect(await on(appUrl!, (client) => client`select count(*)::int as count from users`)).toHaveLength(1);
    await on(fresh, (client) => client`drop owned by ${client(role.name)}`);
    await sql`drop role ${sql(role.name)}`;

    const how = { quiet: true, environment: { DATABASE_URL: fresh, DATABASE_OWNER_URL: "" } };
    const ran = async (command: string) =>
      JSON.stringify(await run(process.execPath, [`scripts/${command}.mjs`], how));
    expect(await ran("verify-audit")).toMatch(/"code":0,.*no school: 1 entries sealed, 0 not yet, 0 broken/);
    expect(await ran("rebuild-rollups")).toMatch(/"code":0,.* 0 differences/);
  });

  it("of an older version becomes one of this version", async () => {
    const migrations = join(folder, "migrations");
    cpSync("drizzle/migrations", migrations, { recursive: true });
    const journal = join(migrations, "meta", "_journal.json");
    const { entries, ...rest } = JSON.parse(readFileSync(journal, "utf8"));
    // Before people could be without an address, and before there was a role of assistants.
    const older = entries.filter(({ tag }: { tag: string }) => tag < "0022");
    writeFileSync(journal, JSON.stringify({ ...rest, entries: older }));
    const old = await emptyDatabase();
    await on(old, async (client) => {
      await applyMigrations(drizzle(client), { migrationsFolder: migrations });
      await client`insert into schools (id, name, time_zone) values (gen_random_uuid(), 'Old', 'UTC')`;
      await client`insert into users (id, school_id, email, name, role)
        select gen_random_uuid(), id, n || '@old.example', 'Person ' || n, 'student' from schools, generate_series(1, 7) n`;
    });
    const oldFile = join(folder, "old.backup");
    await backUp({ url: old, file: oldFile, media: join(folder, "no media") });
    const fresh = await emptyDatabase();
    await restore({ url: fresh, file: oldFile, media: join(folder, "m5") });
    await migrate(fresh);
    const [counts] = await on(
      fresh,
      (client) => client`select (select count(*)::int from drizzle.__drizzle_migrations) as migrations,
        (select count(*)::int from users where username is null) as people`,
    );
    expect(counts).toEqual({ migrations: entries.length, people: 7 });
  });

  it("that the disk has no room for leaves no file", async () => {
    const full = join(folder, "full.backup");
    symlinkSync("/dev/full", `${full}.part`);
    await expect(backUp({ url, file: full, media })).rejects.toThrow(/ENOSPC/);
    expect([existsSync(full), existsSync(`${full}.part`)]).toEqual([false, false]);
  });

  it("shows one moment, whatever is written meanwhile", async () => {
    const during = join(folder, "during.backup");
    const writing = (async () => {
      for (let i = 0; i < 40; i++)
        await sql`insert into schools (id, name, time_zone) values (gen_random_uuid(), ${`Late ${i}`}, 'UTC')`;
    })();
    const [{ tables }] = await Promise.all([backUp({ url, file: during, media }), writing]);
    const fresh = await emptyDatabase();
    await restore({ url: fresh, file: during, media: join(folder, "m2") });
    const [row] = await on(
      fresh,
      (client) => client<{ rows: number }[]>`select count(*)::int as rows from schools`,
    );
    expect(row?.rows).toBe(tables.schools?.rows);
    await sql`delete from schools where name like 'Late %'`;
  });
});

describe("a restore", () => {
  it("refuses a database with people unless its name is given, and then replaces all of it", async () => {
    const used = await emptyDatabase();
    const at = { url: used, file, media: join(folder, "m3") };
    await restore(at);
    const before = await contentsOf(used);
    await on(used, (client) => client`update users set name = 'Somebody else'`);
    await expect(restore(at)).rejects.toThrow(/--replace/);
    await expect(restore({ ...at, replace: "another" })).rejects.toThrow(/--replace/);
    await restore({ ...at, replace: new URL(used).pathname.slice(1) });
    expect(await contentsOf(used)).toEqual(before);
  });

  const written = (name: string, bytes: Buffer) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const spoilt = (name: string, change: (bytes: Buffer) => Buffer) =>
    written(name, gzipSync(change(gunzipSync(readFileSync(file)))));
  const half = (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1);
  const replaced = (bytes: Buffer, from: string, to: string) => {
    const at = bytes.indexOf(from);
    expect(at).toBeGreaterThan(0);
    const copy = Buffer.from(bytes);
    copy.write(to, at, "latin1");
    return copy;
  };

  /** The backup with other rows in one table, as its manifest then says too. */
  async function withRow(name: string, table: string, change: (rows: string) => string) {
    const path = join(folder, name);
    const sum = newSum();
    async function* entries() {
      for await (const { path: at, content } of readArchive(file)) {
        let bytes = await bytesOf(content);
        if (at.startsWith(`tables/${table}/`)) {
          bytes = Buffer.from(change(String(bytes)));
          for await (const _ of summed([bytes], sum));
        }
        if (at === "manifest.json") {
          const manifest = JSON.parse(String(bytes));
          manifest.tables[table] = { rows: sum.rows, bytes: sum.bytes, sha256: sum.hash.digest("hex") };
          bytes = Buffer.from(JSON.stringify(manifest));
        }
        yield { path: at, size: bytes.length, content: bytes };
      }
    }
    await writeArchive(path, entries());
    return path;
  }

  it.each<[string, () => string | Promise<string>, RegExp]>([
    ["that was cut short", () => spoilt("cut", half), /complete backup/],
    ["whose gzip was cut short", () => written("half", half(readFileSync(file))), /complete backup/],
    [
      "of which a value was changed",
      () => spoilt("changed", (bytes) => replaced(bytes, "Person ", "Porson ")),
      /not as it was/,
    ],
    [
      "of a newer form",
      () => spoilt("newer", (bytes) => replaced(bytes, '"format": 1', '"format": 9')),
      /newer version/,
    ],
    [
      "of another version's tables",
      () =>
        spoilt("other", (bytes) => {
          const at = bytes.indexOf('"migrations": [') + 25;
          return replaced(bytes, bytes.toString("latin1", at, at + 12), "000000000000");
        }),
      /another version/,
    ],
    ["that is none", () => written("none", gzipSync(Buffer.alloc(4096, "x"))), /backup/],
    ["that cannot be read", () => folder, /cannot be read: EISDIR/],
    [
      "with a row twice, which the database refuses after the last",
      () => withRow("twice", "schools", (rows) => `${rows}${rows.split("\n")[0]}\n`),
      /refuses row \d+ of schools: duplicate key.*already exists/,
    ],
    [
      "with a wrong row among many",
      () => withRow("wrong", "users", (rows) => rows.replace("\n", `\nx\n${rows.repeat(4000)}`)),
      /refuses row 2 of users: .*uuid/,
    ],
    [
      "with a row that no other table has",
      () =>
        withRow("alone", "enrollments", (rows) =>
          rows.replace(/^[^\t]+/, "00000000-0000-7000-8000-000000000000"),
        ),
      /refuses a row of enrollments: .*\(00000000-0000-7000-8000-000000000000\) is not present/,
    ],
  ])("of a file %s changes nothing", async (_, path, reason) => {
    const used = await emptyDatabase();
    await migrate(used);
    await on(
      used,
      (client) => client`insert into schools (id, name, time_zone) values (gen_random_uuid(), 'Mine', 'UTC')`,
    );
    const before = await contentsOf(used);
    const target = join(folder, "m4");
    await expect(
      restore({ url: used, file: await path(), media: target, replace: new URL(used).pathname.slice(1) }),
    ).rejects.toThrow(reason);
    expect(await contentsOf(used)).toEqual(before);
    expect(existsSync(target)).toBe(false);
    const left =
      await sql`select query from pg_stat_activity where datname = ${new URL(used).pathname.slice(1)}`;
    expect(left).toEqual([]);
  });

  it("whose media cannot be stored changes nothing", async () => {
    const used = await emptyDatabase();
    writeFileSync(join(folder, "no folder"), "");
    const target = join(folder, "no folder", "media");
    await expect(restore({ url: used, file, media: target })).rejects.toThrow(/ENOTDIR/);
    expect(await contentsOf(used)).toEqual({});
  });
});

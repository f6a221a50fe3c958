import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { openWriter, type Queries, type Writer } from "./writer";

const { sql } = testDatabase();
let writer: Writer;

beforeAll(async () => {
  await sql`create table notes (id int primary key, words text not null)`;
  await sql`grant select, insert, update, delete on notes to public`;
});
beforeEach(async () => {
  await sql`truncate notes`;
  writer = openWriter();
  return () => writer.close();
});

const note = (id: number, words: string | null) =>
  writer.transaction(
    (queries) => Promise.all([queries<{ pid: number }[]>`select pg_backend_pid() as pid`]),
    (queries, [[row]]) => ({
      writes: [
        queries`insert into notes values (${id}, ${words})`.execute(),
        queries`insert into notes values (${id + 100}, ${words})`.execute(),
      ],
      result: row!.pid,
    }),
  );
const stored = async () => (await sql`select id from notes order by id`).map((row) => row.id);

describe("a writer connection", () => {
  test("commits reads and writes as one, on one connection", async () => {
    const first = await note(1, "a");
    expect(await stored()).toEqual([1, 101]);
    expect(await note(2, "b")).toBe(first);
  });

  test("plans each statement by its indexes and only once, also while tables are empty", async () => {
    const rows = await writer.transaction(
      (queries) =>
        queries<
          { name: string; setting: string }[]
        >`select name, setting from pg_settings where source = 'client'`,
      (_, read) => ({ writes: [], result: read }),
    );
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toMatchObject({
      enable_hashjoin: "off",
      enable_mergejoin: "off",
      enable_seqscan: "off",
      jit: "off",
      plan_cache_mode: "force_generic_plan",
      statement_timeout: "10000",
    });
  });

  test("chooses a plan again once a table that was empty has rows", async () => {
    await sql`create table viewings (video int, viewing int, day int, words char(600), primary key (video, viewing)) with (autovacuum_enabled = false)`;
    // In an empty table of long rows both indexes cost the same, and the later one is chosen.
    await sql`create index viewings_day on viewings (video, day)`;
    await sql`grant select, insert on viewings to public`;
    const look = (queries: Queries) =>
      queries`select v.day from unnest(${[1]}::int[], ${[1]}::int[]) k(video, viewing) join viewings v using (video, viewing)`;
    const add = (viewing: number) =>
      writer.transaction(look, (queries) => ({
        writes: [
          queries`insert into viewings (video, viewing, day) select 1, ${viewing * 1000}::int + one, 0 from generate_series(1, 1000) one`.execute(),
        ],
        result: null,
      }));
    const plan = () =>
      writer.longTransaction(async (queries) => {
        const [statement] = await queries<{ name: string }[]>`
          select name from pg_prepared_statements where statement like 'select v.day from unnest%'`;
        const lines = await queries.unsafe(`explain execute "${statement!.name}"('{1}', '{1}')`);
        return lines.map((line) => line["QUERY PLAN"]).join("\n");
      });
    await add(0);
    expect(await plan()).toContain("viewings_day");
    for (let i = 1; i < 40; i += 1) await add(i);
    expect(await plan()).toContain("viewings_pkey");
  });

  test("commits after its writes, however deep they are awaited", async () => {
    const insert = async (queries: Queries, id: number) => {
      await queries`insert into notes values (${id}, 'deep')`;
    };
    const deeper = async (queries: Queries) => {
      await Promise.all([
        insert(queries, 1),
        queries.unsafe("insert into notes values ($1, $2)", [2, "deep"]),
        insert(queries, 1),
      ]);
    };
    const failing = writer.transaction(
      (queries) => Promise.all([queries`select 1`]),
      (queries) => ({ writes: [deeper(queries)], result: null }),
    );
    await expect(failing).rejects.toMatchObject({ code: "23505" });
    expect(await stored()).toEqual([]);
  });

  test("stores nothing when a statement fails, throws its error, and keeps the connection", async () => {
    const pid = await note(1, "a");
    await expect(note(2, null)).rejects.toMatchObject({ code: "23502" });
    // The first of the two inserts is new, the second a duplicate.
    await sql`insert into notes values (103, 'there')`;
    await expect(note(3, "c")).rejects.toMatchObject({ code: "23505" });
    expect(await stored()).toEqual([1, 101, 103]);
    expect(await note(4, "d")).toBe(pid);
  });

  test("stores nothing when the work throws between reading and writing", async () => {
    await expect(
      writer.transaction(
        (queries) => Promise.all([queries`insert into notes values (9, 'half')`]),
        () => {
          throw new RangeError("not a number");
        },
      ),
    ).rejects.toThrow("not a number");
    expect(await stored()).toEqual([]);
    await note(1, "a");
    expect(await stored()).toEqual([1, 101]);
  });

  test("never writes outside its transaction when the connection dies within it", async () => {
    await expect(
      writer.transaction(
        async (queries) => {
          const [row] = await queries<{ pid: number }[]>`select pg_backend_pid() as pid`;
          await sql`select pg_terminate_backend(${row!.pid})`;
          // Wait until the server has ended it: then the client has been notified.
          while ((await sql`select from pg_stat_activity where pid = ${row!.pid}`).length > 0);
          await new Promise((resolve) => setImmediate(resolve));
        },
        (queries) => ({ writes: [queries`insert into notes values (5, 'stray')`.execute()], result: null }),
      ),
    ).rejects.toThrow();
    expect(await stored()).toEqual([]);
    await note(1, "a");
    expect(await stored()).toEqual([1, 101]);
  });

  test("fails a transaction whose work throws before a statement of it is issued, without a stray rejection", async () => {
    const work = async () => {
      throw new RangeError("not a number");
    };
    await expect(
      writer.transaction(
        (queries) => Promise.all([queries`select 1`]),
        (queries) => ({
          writes: [queries`insert into notes values (7, 'half')`.execute(), work()],
          result: null,
        }),
      ),
    ).rejects.toThrow("not a number");
    expect(await stored()).toEqual([]);
  });

  test("refuses transactions once it is closed", async () => {
    await writer.close();
    await expect(note(1, "a")).rejects.toThrow("closed");
  });

  test("opens a new connection after the old one was closed while idle", async () => {
    const pid = await note(1, "a");
    await sql`select pg_terminate_backend(${pid})`;
    while ((await sql`select from pg_stat_activity where pid = ${pid}`).length > 0);
    // Whether or not the client has noticed by now, nothing is half written; a caller may have to retry once.
    const again = await note(2, "b").catch(() => note(2, "b"));
    expect(again).not.toBe(pid);
    expect(await stored()).toEqual([1, 2, 101, 102]);
  });

  test("a long transaction commits statements that depend on each other, or none of them", async () => {
    const insertNext = (words: string | null) =>
      writer.longTransaction(async (queries) => {
        const [row] = await queries<{ id: number }[]>`insert into notes values (1, 'first') returning id`;
        await queries`insert into notes values (${row!.id + 1}, ${words})`;
        return row!.id;
      });
    await expect(insertNext(null)).rejects.toMatchObject({ code: "23502" });
    expect(await stored()).toEqual([]);
    expect(await insertNext("second")).toBe(1);
    expect(await stored()).toEqual([1, 2]);
  });
});

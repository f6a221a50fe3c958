import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { databaseUrl } from "@/lib/db/embedded";
import { migrate } from "@/lib/db/migrate";
import { formatMultirange, parseMultirange } from "@/lib/measure/ranges";
import { newId } from "@/lib/platform/ids";
import { at, progress, view } from "@/lib/testing/beacons";
import { makeCourse, makeSchool, makeVideo, testDatabase } from "@/lib/testing/database";
import { replayShift } from "../coverage";
import { applyBeacons } from "./apply-beacons";
import { rebuildLocked } from "./rebuild";

/* A database of whole seconds becomes one of tenths, in which a rebuild finds no difference. */

const { sql, url, writer } = testDatabase();
const earlierShift = 2 ** 20;
let earlier: Sql;
let earlierName: string;

beforeAll(async () => {
  earlierName = `${new URL(url).pathname.slice(1)}_seconds`;
  await sql`create database ${sql(earlierName)}`;
  earlier = postgres(databaseUrl(inject("databaseServer"), earlierName), {
    max: 1,
    onnotice: () => {},
    connection: { TimeZone: "Asia/Kathmandu" },
  });
  const folder = await mkdtemp(join(tmpdir(), "migrations-"));
  await cp("drizzle/migrations", folder, { recursive: true });
  const journal = JSON.parse(await readFile(join(folder, "meta/_journal.json"), "utf8"));
  const first = journal.entries.findIndex(({ tag }: { tag: string }) => tag.endsWith("_tenths"));
  journal.entries.splice(first);
  await writeFile(join(folder, "meta/_journal.json"), JSON.stringify(journal));
  await applyMigrations(drizzle(earlier), { migrationsFolder: folder });
  await rm(folder, { recursive: true });
});
afterAll(async () => {
  await earlier.end();
  await sql`drop database ${sql(earlierName)} with (force)`;
});

type Row = Record<string, unknown>;
const tables = ["playbacks", "viewer_progress", "video_seconds", "video_segments"].concat(
  ["video_daily", "video_totals", "video_breakdowns"],
  ["schools", "courses", "videos"],
);
const rowsOf = async (from: Sql, table: string): Promise<Row[]> =>
  (await from`select to_jsonb(t) as row from ${from(table)} t`)
    .map(({ row }) => row)
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const seconds = (tenths: unknown, shift = 2 ** 30, earlierLayer = 0) =>
  formatMultirange(
    parseMultirange(tenths as string).map((end) => {
      const layer = Math.floor(end / shift);
      return layer * earlierLayer + (end - layer * shift) / 10;
    }),
  );
/** A row of whole seconds as it was stored before. */
function asBefore({ covered_ms, plays_tenths, covers_tenths, ...row }: Row): Row {
  expect([plays_tenths ?? 0, covers_tenths ?? 0]).toEqual([0, 0]);
  for (const column of ["watched", "seen", "past_end"]) if (column in row) row[column] = seconds(row[column]);
  if ("replays" in row) row.replays = seconds(row.replays, replayShift, earlierShift);
  return covered_ms === undefined ? row : { ...row, covered_seconds: Number(covered_ms) / 1000 };
}

test("whole seconds become tenths, and the roll-ups equal a rebuild", async () => {
  // What a later migration gives a school that was there before it.
  const retention = { learning_events: 240, chat: 240, practice: 240, feedback: 240 };
  const school = await makeSchool({ retention });
  const { id: course_id } = await makeCourse({ school_id: school.id });
  const videos = await Promise.all(
    [60_000, 59_000, 60_000].map((duration_ms) =>
      makeVideo({ school_id: school.id, course_id, duration_ms }),
    ),
  );
  for (const { id } of videos) {
    const [ana, ben, guest, older] = [newId(), newId(), newId(), newId()];
    await applyBeacons(writer, [
      view(id, ben, "u:ben"),
      progress(id, ben, { seq: 0, played: [[0, 60]], position_seconds: 59 }),
      view(id, ana, "u:ana"),
      progress(id, ana, { seq: 0, played: [[0, 59]], position_seconds: 59, plays: 1 }),
      progress(id, ana, {
        seq: 1,
        played: [
          [10, 14],
          [11, 13],
          [11, 12],
          [70, 73],
        ],
      }),
      view(id, guest),
      progress(id, guest, {
        seq: 0,
        played: [
          [0, 4],
          [8, 11],
          [1, 3],
        ],
        position_seconds: 3,
      }),
      view(id, older, "v:visitor-77f2"),
      {
        ...progress(id, older, { played: null, position_seconds: 40, watch_time_seconds: 15 }),
        received_at: new Date(at.getTime() + 15_000),
      },
    ]);
  }
  // A video of 59.6 s had 60 seconds, like one of 60 s, and one of 59.4 s had 59.
  for (const [index, duration_ms] of [59_600, 59_400].entries())
    await sql`update videos set duration_ms = ${duration_ms} where id = ${videos[index]!.id}`;
  const after = new Map<string, Row[]>();
  for (const table of tables) after.set(table, await rowsOf(sql, table));
  for (const table of ["schools", "courses", ...tables.slice(0, 7), "videos"])
    await earlier`insert into ${earlier(table)}
      select * from jsonb_populate_recordset(null::${earlier(table)}, ${JSON.stringify(after.get(table)!.map(asBefore))}::text::jsonb)`;
  const [guest] = await earlier`
    select watched::text, replays::text from playbacks where viewer_id is null limit 1`;
  expect(guest).toEqual({ watched: "{[0,4),[8,11)}", replays: "{[1048577,1048579)}" });

  await migrate(databaseUrl(inject("databaseServer"), earlierName));
  expect(
    await earlier`select watched::text, replays::text from playbacks where viewer_id is null limit 1`,
  ).toEqual([{ watched: "{[0,40),[80,110)}", replays: "{[16777226,16777246)}" }]);
  for (const table of tables) expect(await rowsOf(earlier, table), table).toEqual(after.get(table));
  for (const { id } of videos) expect(await earlier.begin((tx) => rebuildLocked(tx, id))).toEqual([]);
});

/*
 * How long the Open University's data takes to import, as an admin imports it: 22 courses, 32,593 enrollments, 206 assessments and the
 * results. `--folder` has the dataset's files, gzipped. What is stored is compared with counts that are taken from the files here, by
 * other code than the import's.
 */
import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { gunzipSync } from "node:zlib";
import postgres from "postgres";
import { scopeOfPerson } from "@/lib/auth/identity";
import { closeDatabase, db } from "@/lib/db/client";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { rosterImport } from "@/lib/domain/people/imports/queries";
import { rosterQuery } from "@/lib/domain/people/imports/schema";
import { runNextWork } from "@/lib/flows/jobs/work";
import { importRoster } from "@/lib/flows/roster/import-roster";
import { undoRosterImport } from "@/lib/flows/roster/undo-roster";
import { languageIn } from "@/lib/platform/catalogues";
import { newId } from "@/lib/platform/ids";
import { argument } from "./server/server";

const folder = argument("folder");
if (!folder) throw new Error("Name the folder with the dataset: npm run bench -- oulad --folder …");
const names = ["courses", "studentRegistration", "assessments", "StudentAssesments"] as const;
const bytesOf = (name: string) => gunzipSync(readFileSync(join(folder, `${name}.csv.gz`)));

/** The cells of a file without its heading. The dataset has no comma in a cell. */
const cellsOf = (name: string): string[][] =>
  bytesOf(name)
    .toString()
    .split(/\r?\n/)
    .slice(1)
    .filter(Boolean)
    .map((line) => line.split(",").map((cell) => cell.replace(/^"|"$/g, "")));

type Totals = { results: number; people: number; missing: number; carried_over: number; enrollments: number };
/** Of each assessment the number of scores and their sum. */
type Sums = Record<string, { scored: number; sum: number }>;

function counted(): Totals & { sums: Sums } {
  const rows = cellsOf("StudentAssesments");
  const sums: Sums = {};
  for (const [assessment = "", , , , score = ""] of rows) {
    sums[assessment] ??= { scored: 0, sum: 0 };
    if (score === "" || score === "?") continue;
    sums[assessment].scored++;
    sums[assessment].sum += Number(score);
  }
  return {
    results: rows.length,
    people: new Set(rows.map(([, student]) => student)).size,
    missing: rows.filter(([, , , , score]) => score === "" || score === "?").length,
    carried_over: rows.filter(([, , , banked]) => banked === "1").length,
    enrollments: new Set(cellsOf("studentRegistration").map((cells) => cells.slice(0, 3).join())).size,
    sums,
  };
}

async function stored(sql: postgres.Sql): Promise<Totals & { sums: Sums }> {
  const [totals] = await sql<
    Totals[]
  >`select count(*)::int as results, count(distinct user_id)::int as people,
    (count(*) filter (where points is null))::int as missing,
    (count(*) filter (where carried_over))::int as carried_over,
    (select count(*)::int from enrollments) as enrollments from results`;
  const sums = await sql<{ external_id: string; scored: number; sum: number }[]>`
    select assessments.external_id, count(points)::int as scored, coalesce(sum(points), 0)::float8 as sum
    from assessments join results on assessment_id = assessments.id group by assessments.id`;
  return {
    ...totals!,
    sums: Object.fromEntries(sums.map(({ external_id, ...row }) => [external_id, row])),
  };
}

const sorted = ({ sums, ...totals }: Totals & { sums: Sums }) =>
  JSON.stringify([totals, Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1))]);

async function measure() {
  const [school] = await db()
    .insert(schools)
    .values({ name: "Open University", time_zone: "Europe/London" })
    .returning();
  const [admin] = await db()
    .insert(users)
    .values({ school_id: school!.id, name: "Admin", email: "admin@ou.test", role: "admin" })
    .returning();
  const scope = (await scopeOfPerson(admin!.id))!;
  const request = { id: newId(), address: "" };
  const language = languageIn("en");
  const imports: string[] = [];
  let all = 0;
  const delay = monitorEventLoopDelay({ resolution: 5 });
  let rss = 0;
  const watch = setInterval(() => {
    rss = Math.max(rss, process.memoryUsage().rss);
  }, 50);
  const run = async (name: string) => {
    const bytes = bytesOf(name);
    delay.reset();
    delay.enable();
    const began = performance.now();
    const ctx = { scope, request, now: new Date() };
    const { import_id } = await importRoster(
      ctx,
      { bytes, name: `${name}.csv` },
      rosterQuery.parse({ commit: "true" }),
      language,
    );
    const read = performance.now();
    while (await runNextWork(new Date()));
    const ended = performance.now();
    delay.disable();
    const done = await rosterImport(scope, import_id!);
    imports.push(import_id!);
    const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
    console.log(
      `${name}: ${done.state}, ${done.added} new, ${done.changed} changed, ${done.wrong_total} wrong; checked in ${seconds(read - began)}, imported in ${seconds(ended - read)}; longest step ${(delay.max / 1e6).toFixed(0)} ms`,
    );
    return ended - began;
  };
  for (const name of names) all += await run(name);
  console.log(`all four files: ${(all / 1000).toFixed(1)} s (at most 120 s)`);
  await run("StudentAssesments");
  clearInterval(watch);
  console.log(
    `memory at most ${(rss / 1024 / 1024).toFixed(0)} MB; load ${loadavg()
      .map((one) => one.toFixed(1))
      .join(", ")}`,
  );

  const sql = postgres(process.env.DATABASE_URL!, { max: 1 });
  const [expected, found] = [counted(), await stored(sql)];
  const { sums: _, ...totals } = found;
  const all_ = Object.values(found.sums);
  const [scored, sum] = [all_.reduce((n, one) => n + one.scored, 0), all_.reduce((n, one) => n + one.sum, 0)];
  console.log(JSON.stringify({ ...totals, assessments: all_.length, scored, sum, mean: sum / scored }));
  const equal = sorted(expected) === sorted(found);
  console.log(equal ? "equal to the counts of the files" : "NOT equal to the counts of the files");
  const began = performance.now();
  const { stay } = await undoRosterImport({ scope, request, now: new Date() }, imports[3]!);
  console.log(`undone in ${((performance.now() - began) / 1000).toFixed(1)} s, ${stay.results} results stay`);
  await sql.end();
  await closeDatabase();
  if (!equal || all > 120_000) process.exitCode = 1;
}

await measure();

/*
 * How long the school's routes take over a year of facts, at about a hundred thousand learning events and at ten million: each route by its handler, with
 * sign-in, validation and JSON, and the statement that took the database longest. `--large` is what part of the ten million is filled at last.
 */
import { cpus } from "node:os";
import postgres from "postgres";
import { signAccessToken } from "@/lib/auth/bearer";
import { closeDatabase } from "@/lib/db/client";
import { fillFacts, fillSchool, fillSystem } from "./school/fill";
import { type Measured, measure, routesOf } from "./school/routes";
import { argument } from "./server/server";

const small = 0.01;
const large = Number(argument("large") ?? 1);

const sql = postgres(process.env.DATABASE_URL!, { max: 1, onnotice: () => {} });
const say = (text: string) => process.stderr.write(`${text}\n`);
try {
  const school = await fillSchool(sql);
  const admin = await signAccessToken({ user_id: school.admin_id, version: 1 });
  const student = await signAccessToken({ user_id: school.student_id, version: 1 });
  const routes = routesOf(school);
  const only = argument("only");
  const at: Measured[][] = [];
  const sizes: Record<string, number>[] = [];
  for (const part of [small, large]) {
    say(`filling ${part}`);
    sizes.push(await fillFacts(sql, part));
    await fillSystem(sql, part === small ? 1 : 30);
    say("measuring");
    const measured: Measured[] = [];
    for (const route of routes) {
      if (only && !route.what.includes(only)) continue;
      const one = await measure(sql, route.as ? student : admin, route);
      measured.push(one);
      // Also of a run that is stopped before its end.
      say(
        `${route.what}: p50 ${one.p50.toFixed(0)}, p95 ${one.p95.toFixed(0)}, slowest statement ${one.statement.toFixed(0)} ms`,
      );
    }
    at.push(measured);
  }
  const rows = routes
    .filter(({ what }) => !only || what.includes(only))
    .map(({ what }, index) => {
      const [less, more] = [at[0]![index]!, at[1]![index]!];
      return {
        ...{ route: what, "small p50 ms": Math.round(less.p50), "p50 ms": Math.round(more.p50) },
        ...{ ratio: Math.round((more.p50 / less.p50) * 10) / 10, "p95 ms": Math.round(more.p95) },
        "first ms": Math.round(more.first),
        "slowest statement ms": Math.round(more.statement),
        statement: more.text,
      };
    });
  console.log(JSON.stringify({ cpus: cpus().length, node: process.version, sizes, routes: rows }));
  console.table(sizes);
  console.table(rows.map(({ statement: _, ...row }) => row));
} finally {
  await sql.end();
  await closeDatabase();
}

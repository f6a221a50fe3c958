// npm run bench -- <name> [options]: runs bench/<name>.ts on the built app, with a throwaway Postgres that syncs to disk (or the
// server at TEST_DATABASE_URL).
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { build, bundle } from "./build.mjs";
import { createDatabase, loadTools, openThrowaway } from "./database.mjs";
import { install, root } from "./install.mjs";
import { fail } from "./launch.mjs";
import { run } from "./run.mjs";

async function bench() {
  const [name, ...options] = process.argv.slice(2);
  const names = readdirSync("bench")
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -3));
  if (!name || !existsSync(join("bench", `${name}.ts`)))
    throw new Error(`Name a benchmark: npm run bench -- ${names.join(" | ")}`);
  install();
  await build();
  const tools = await loadTools("bench");
  await bundle({ [name]: join("bench", `${name}.ts`) }, join("dist", "benches"));
  const server = await openThrowaway(tools, "bench", {
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
  });
  const database = `lectern_bench_${randomBytes(4).toString("hex")}`;
  const url = tools.databaseUrl(server.url, database);
  await createDatabase(server.url, database);
  try {
    await tools.migrate(url);
    const { code } = await run(process.execPath, [join(root, "dist", "benches", `${name}.mjs`), ...options], {
      environment: {
        DATABASE_URL: url,
        LECTERN_SECRET: randomBytes(32).toString("hex"),
        NODE_ENV: "production",
        LOG_LEVEL: process.env.LOG_LEVEL || "error",
      },
    });
    process.exitCode = code;
  } finally {
    await server.stop([database]);
  }
}

bench().catch(fail);

// npm run bench -- <name> [options]: runs bench/<name>.ts on the built app, on a throwaway Postgres that syncs to disk as a real
// one does (or the server at TEST_DATABASE_URL).
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, bundle, load } from "./build.mjs";
import { connected } from "./database.mjs";
import { install, root } from "./install.mjs";
import { fail } from "./launch.mjs";
import { run } from "./run.mjs";

async function bench() {
  const [name, ...options] = process.argv.slice(2);
  const names = readdirSync("bench")
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -3));
  if (!name || !existsSync(join("bench", `${name}.ts`)))
    throw new Error(`Say which: npm run bench -- ${names.join(" | ")}`);
  install();
  await build();
  const { embedded, migration } = await load("bench", {
    embedded: "lib/db/embedded.ts",
    migration: "lib/db/migrate.ts",
  });
  await bundle({ [name]: join("bench", `${name}.ts`) }, join("dist", "benches"));
  const given = process.env.TEST_DATABASE_URL;
  const server = given
    ? null
    : await embedded.startEmbedded({
        directory: mkdtempSync(join(tmpdir(), "lectern-bench-")),
        password: randomBytes(16).toString("hex"),
        throwaway: true,
        settings: { fsync: "on", synchronous_commit: "on", full_page_writes: "on" },
      });
  const admin = server?.url ?? given;
  const database = `lectern_bench_${randomBytes(4).toString("hex")}`;
  const url = embedded.databaseUrl(admin, database);
  await connected(admin, (client) => client`create database ${client(database)}`);
  try {
    await migration.migrate(url);
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
    if (server) await server.stop();
    else await connected(admin, (client) => client`drop database ${client(database)} with (force)`);
  }
}

bench().catch(fail);

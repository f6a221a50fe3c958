// npm run demo: a school that looks real, on this machine, with nothing to prepare. `--reset` starts over.
import { randomBytes } from "node:crypto";
import { build, load } from "./build.mjs";
import { connected, exists, keepSecrets, openPostgres, secrets } from "./database.mjs";
import { install, root } from "./install.mjs";
import { fail, host, serve } from "./launch.mjs";
import { run } from "./run.mjs";

const accounts = [
  ["admin", "admin@lectern.test"],
  ["instructor", "instructor@lectern.test"],
  ["student", "student@lectern.test"],
];
const database = "lectern_demo";

// `npm run demo --reset` reaches us as npm's own setting.
const reset = process.argv.includes("--reset") || process.env.npm_config_reset === "true";

/** The demo's database, made and migrated. One that somebody else runs must be empty, or filled by a demo before. */
async function prepare({ databaseUrl, migrate }, { url: server, embedded }) {
  let url = server;
  if (embedded) {
    url = databaseUrl(server, database);
    if (reset)
      await connected(server, (client) => client`drop database if exists ${client(database)} with (force)`);
    if (!(await exists(server, database)))
      await connected(server, (client) => client`create database ${client(database)}`);
  } else if (reset)
    throw new Error(
      "--reset clears only the embedded database; empty the one that DATABASE_URL names yourself.",
    );
  await migrate(url);
  const others = await connected(url, async (client) => {
    const emails = accounts.map(([, email]) => email);
    return client`select 1 from users having count(*) > 0 and not array_agg(email) @> ${emails}`;
  });
  if (others.length)
    throw new Error("The database that DATABASE_URL names holds another school: give the demo an empty one.");
  return url;
}

/** Fills the database, unless it is filled; by a process of its own, whose memory is given back afterwards. */
async function fill(url, { demoPassword, secret }) {
  const { code } = await run(process.execPath, [`${root}/scripts/seed.mjs`], {
    environment: { DATABASE_URL: url, LECTERN_SECRET: secret, LECTERN_DEMO_PASSWORD: demoPassword },
  });
  if (code !== 0) throw new Error("The demo school could not be filled; the reason is above.");
}

async function demo() {
  if (!["127.0.0.1", "localhost", "::1"].includes(host))
    throw new Error(
      `HOST is ${host}: the demo serves this machine only, because its passwords are known. Leave HOST out, or use npm start.`,
    );
  install();
  const { embedded, migration } = await load("demo", {
    embedded: "lib/db/embedded.ts",
    migration: "lib/db/migrate.ts",
  });
  const tools = { ...embedded, ...migration };
  const opened = await openPostgres(tools);
  if (opened.embedded?.reused)
    throw new Error("The embedded Postgres is in use: a demo or a server already runs from this folder.");

  const before = secrets();
  const chosen = process.env.LECTERN_DEMO_PASSWORD;
  const filled = !reset && opened.embedded !== null && (await exists(opened.url, database));
  if (chosen && filled && chosen !== before.demoPassword)
    throw new Error(
      "The demo was filled with another password: leave LECTERN_DEMO_PASSWORD out, or start over with --reset.",
    );
  const made = randomBytes(9).toString("base64url");
  const kept = keepSecrets({
    ...before,
    demoPassword: chosen ?? (reset ? made : (before.demoPassword ?? made)),
  });

  const url = await prepare(tools, opened);
  await fill(url, kept);
  await build();
  await serve({
    embedded: opened.embedded,
    environment: {
      DATABASE_URL: url,
      LECTERN_SECRET: kept.secret,
      LECTERN_DEMO: "1",
      LECTERN_DEMO_LIVE: process.env.LECTERN_DEMO_LIVE || "1",
      LECTERN_DEMO_PASSWORD: kept.demoPassword,
      // One line a request is for an operator; here the terminal shows the sign-ins.
      LOG_LEVEL: process.env.LOG_LEVEL || "warn",
    },
    onListening: (address) => {
      console.log(`\nLectern's demo school is at ${address}\n`);
      for (const [role, email] of accounts) console.log(`  ${role.padEnd(12)}${email}`);
      console.log(`  ${"password".padEnd(12)}${kept.demoPassword}\n`);
      console.log("Ctrl-C ends it and keeps the data; npm run demo -- --reset starts over.");
    },
  });
}

demo().catch(fail);

// npm run demo: a realistic school on this machine, without any preparation. `--reset` starts over.
import { randomBytes } from "node:crypto";
import { build } from "./build.mjs";
import {
  appAddress,
  connected,
  dropDatabase,
  exists,
  fillDemo,
  keepSecrets,
  loadTools,
  openDatabase,
  openPostgres,
  secrets,
} from "./database.mjs";
import { install } from "./install.mjs";
import { fail, serve } from "./launch.mjs";

const accounts = [
  ["admin", "admin@lectern.test"],
  ["instructor", "instructor@lectern.test"],
  ["assistant", "assistant@lectern.test"],
  ["student", "student@lectern.test"],
];
const database = "lectern_demo";

// npm reads `npm run demo --reset` as one of its own settings.
const reset = process.argv.includes("--reset") || process.env.npm_config_reset === "true";

/** The demo's database, made and migrated. That of DATABASE_URL must be empty or contain the demo. */
async function prepare(tools, opened) {
  if (reset && !opened.embedded)
    throw new Error("--reset clears only the embedded database; empty the one at DATABASE_URL yourself.");
  if (reset) await dropDatabase(opened.url, database);
  const { url } = await openDatabase(tools, database, opened);
  const others = await connected(url, async (client) => {
    const [[, admin]] = accounts;
    return client`select 1 from users having count(*) > 0 and not coalesce(bool_or(email = ${admin}), false)`;
  });
  if (others.length)
    throw new Error("The database at DATABASE_URL contains another school: give the demo an empty one.");
  return url;
}

async function demo() {
  install();
  const { settings, ...tools } = await loadTools("demo", { settings: "lib/platform/env.ts" });
  const before = secrets();
  settings.checkEnv({ LECTERN_SECRET: before.secret, LECTERN_DEMO: "1" });
  const opened = await openPostgres(tools);
  if (opened.embedded?.reused)
    throw new Error("The embedded Postgres is in use: a demo or a server already runs from this folder.");

  const chosen = process.env.LECTERN_DEMO_PASSWORD;
  const filled = !reset && opened.embedded !== null && (await exists(opened.url, database));
  if (chosen && filled && chosen !== before.demoPassword)
    throw new Error(
      "The demo was filled with another password: remove LECTERN_DEMO_PASSWORD, or start over with --reset.",
    );
  const made = randomBytes(9).toString("base64url");
  const kept = keepSecrets({
    ...before,
    demoPassword: chosen ?? (reset ? made : (before.demoPassword ?? made)),
  });

  const url = await appAddress(tools, await prepare(tools, opened), kept.secret);
  await fillDemo(url, { secret: kept.secret, password: kept.demoPassword });
  await build();
  await serve({
    embedded: opened.embedded,
    environment: {
      DATABASE_URL: url,
      LECTERN_SECRET: kept.secret,
      LECTERN_DEMO: "1",
      LECTERN_DEMO_LIVE: process.env.LECTERN_DEMO_LIVE || "1",
      LECTERN_DEMO_PASSWORD: kept.demoPassword,
      // A log line per request would hide the sign-ins.
      LOG_LEVEL: process.env.LOG_LEVEL || "warn",
    },
    onListening: (address) => {
      console.log(`\nLectern's demo school is at ${address}\n`);
      for (const [role, email] of accounts) console.log(`  ${role.padEnd(12)}${email}`);
      console.log(`  ${"password".padEnd(12)}${kept.demoPassword}\n`);
      console.log("Ctrl-C stops it and keeps the data; npm run demo -- --reset starts over.");
    },
  });
}

demo().catch(fail);

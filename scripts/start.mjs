// npm start: the production server, on the Postgres at DATABASE_URL or an embedded one under .lectern/.
import { build, load } from "./build.mjs";
import { openDatabase } from "./database.mjs";
import { install } from "./install.mjs";
import { fail, serve } from "./launch.mjs";

async function start() {
  install();
  const { settings, embedded, migration } = await load("start", {
    settings: "lib/platform/env.ts",
    embedded: "lib/db/embedded.ts",
    migration: "lib/db/migrate.ts",
  });
  // Wrong settings are told before anything is started; the address of an embedded database is not known yet.
  settings.parseEnv({ DATABASE_URL: "postgres://127.0.0.1/not-started-yet", ...withoutEmpty(process.env) });
  await build();
  const opened = await openDatabase({ ...embedded, ...migration });
  await serve({
    embedded: opened.embedded,
    environment: { DATABASE_URL: opened.url },
    onListening: (address) => console.log(`Lectern is at ${address}`),
  });
}

const withoutEmpty = (variables) =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));

start().catch((error) => fail(error));

// npm start: the production server, on the Postgres at DATABASE_URL or an embedded one under .lectern/.
import { build } from "./build.mjs";
import { loadTools, openDatabase } from "./database.mjs";
import { install } from "./install.mjs";
import { fail, serve } from "./launch.mjs";

async function start() {
  install();
  const { settings, ...tools } = await loadTools("start", { settings: "lib/platform/env.ts" });
  // Report wrong settings before anything starts; the address of an embedded database is not known yet.
  settings.parseEnv({ DATABASE_URL: "postgres://127.0.0.1/not-started-yet", ...withoutEmpty(process.env) });
  await build();
  const opened = await openDatabase(tools);
  await serve({
    embedded: opened.embedded,
    environment: { DATABASE_URL: opened.url },
    onListening: (address) => console.log(`Lectern is at ${address}`),
  });
}

const withoutEmpty = (variables) =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));

start().catch(fail);

// npm start: the production server, on the Postgres at DATABASE_URL or an embedded one under .lectern/.
import { build } from "./build.mjs";
import { appAddress, loadTools, openDatabase } from "./database.mjs";
import { install } from "./install.mjs";
import { fail, serve } from "./launch.mjs";

async function start() {
  install();
  const { settings, ...tools } = await loadTools("start", { settings: "lib/platform/env.ts" });
  settings.checkEnv();
  await build();
  const opened = await openDatabase(tools);
  await serve({
    embedded: opened.embedded,
    // The server does not get the owner's password.
    environment: {
      DATABASE_URL: await appAddress(tools, opened.url, process.env.LECTERN_SECRET),
      DATABASE_OWNER_URL: "",
    },
    onListening: (address) => console.log(`Lectern is at ${address}`),
  });
}

start().catch(fail);

// npm start: the production server, on the Postgres at DATABASE_URL or an embedded one under .lectern/.
import { build } from "./build.mjs";
import { appAddress, loadTools, openDatabase, secrets } from "./database.mjs";
import { install } from "./install.mjs";
import { fail, serve } from "./launch.mjs";

async function start() {
  install();
  const { settings, ...tools } = await loadTools("start", { settings: "lib/platform/env.ts" });
  const own = settings.keepsOwnSecret() ? { LECTERN_SECRET: secrets().secret } : {};
  if (own.LECTERN_SECRET)
    console.log(
      "LECTERN_SECRET is not set: this server, which only this machine reaches, keeps its own in .lectern/secrets.json.",
    );
  settings.checkEnv(own);
  await build();
  const opened = await openDatabase(tools);
  await serve({
    embedded: opened.embedded,
    // The server does not get the owner's password.
    environment: {
      DATABASE_URL: await appAddress(tools, opened.url, own.LECTERN_SECRET ?? process.env.LECTERN_SECRET),
      DATABASE_OWNER_URL: "",
      ...own,
    },
    onListening: (address) => console.log(`Lectern is at ${address}`),
  });
}

start().catch(fail);

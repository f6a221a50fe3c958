// npm run rollups:rebuild: computes every roll-up anew from the facts, prints where they differed, and mends them.
// Ends with 1 when any did. `--demo` is for the demo's database.
import { randomBytes } from "node:crypto";
import { load } from "./build.mjs";
import { openDatabase } from "./database.mjs";
import { install } from "./install.mjs";
import { fail } from "./launch.mjs";

async function rebuild() {
  install();
  const { embedded, migration, rollups, client } = await load("rebuild-rollups", {
    embedded: "lib/db/embedded.ts",
    migration: "lib/db/migrate.ts",
    rollups: "lib/flows/rollups/rebuild.ts",
    client: "lib/db/client.ts",
  });
  const name = process.argv.includes("--demo") ? "lectern_demo" : "lectern";
  const opened = await openDatabase({ ...embedded, ...migration }, name);
  process.env.DATABASE_URL = opened.url;
  // Nothing is signed here, yet the settings are checked as a whole.
  process.env.LECTERN_SECRET ||= randomBytes(32).toString("hex");
  let told = 0;
  const { videos, sessions, differences } = await rollups.rebuildAll({
    onProgress: (done, of) => {
      const tenth = Math.floor((done / of) * 10);
      if (tenth > told) console.log(`${done} of ${of} videos`);
      told = tenth;
    },
  });
  for (const difference of differences) console.log(JSON.stringify(difference));
  console.log(`${videos} videos and ${sessions} sessions rebuilt, ${differences.length} differences.`);
  await client.closeDatabase();
  await opened.embedded?.stop();
  if (differences.length) process.exitCode = 1;
}

rebuild().catch(fail);

// npm run rollups:rebuild: computes every roll-up from the facts again, prints the differences, and corrects them.
// Exits with 1 when there were any. `--demo` takes the demo's database.
import { randomBytes } from "node:crypto";
import { loadTools, openDatabase } from "./database.mjs";
import { install } from "./install.mjs";
import { fail } from "./launch.mjs";

async function rebuild() {
  install();
  const { rollups, client, ...tools } = await loadTools("rebuild-rollups", {
    rollups: "lib/flows/rollups/rebuild.ts",
    client: "lib/db/client.ts",
  });
  const name = process.argv.includes("--demo") ? "lectern_demo" : "lectern";
  const opened = await openDatabase(tools, name);
  process.env.DATABASE_URL = opened.url;
  // Nothing is signed here, but all settings are checked.
  process.env.LECTERN_SECRET ||= randomBytes(32).toString("hex");
  let printed = 0;
  const { videos, sessions, actors, differences } = await rollups.rebuildAll({
    onProgress: (done, of) => {
      const tenth = Math.floor((done / of) * 10);
      if (tenth > printed) console.log(`${done} of ${of} videos`);
      printed = tenth;
    },
  });
  for (const difference of differences) console.log(JSON.stringify(difference));
  console.log(
    `${videos} videos, ${sessions} sessions and the learning events of ${actors} people rebuilt, ${differences.length} differences.`,
  );
  await client.closeDatabase();
  await opened.embedded?.stop();
  if (differences.length) process.exitCode = 1;
}

rebuild().catch(fail);

// npm run db:migrate: brings the database to the newest schema. Many may run at once.
import { load } from "./build.mjs";
import { openDatabase } from "./database.mjs";
import { install } from "./install.mjs";
import { fail } from "./launch.mjs";

async function migrateDatabase() {
  install();
  const { embedded, migration } = await load("migrate", {
    embedded: "lib/db/embedded.ts",
    migration: "lib/db/migrate.ts",
  });
  const opened = await openDatabase({ ...embedded, ...migration });
  await opened.embedded?.stop();
  console.log("The database is up to date.");
}

migrateDatabase().catch(fail);

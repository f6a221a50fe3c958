// npm run db:migrate: applies all migrations. Several can run at once.
import { loadTools, openDatabase } from "./database.mjs";
import { install } from "./install.mjs";
import { fail } from "./launch.mjs";

async function migrateDatabase() {
  install();
  const opened = await openDatabase(await loadTools("migrate"));
  await opened.embedded?.stop();
  console.log("The database is up to date.");
}

migrateDatabase().catch(fail);

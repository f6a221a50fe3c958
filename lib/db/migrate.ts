import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres, { type Sql } from "postgres";
import { migrateQueue } from "./work-queue";

/** The oldest supported Postgres (multiranges came with 14; 15 is tested). */
const oldestServer = 15;

/** Key of the advisory lock under which migrations run (ASCII "lect"). */
export const migrationLock = 0x6c656374;

/**
 * Applies all migrations under `drizzle/migrations`. Several processes can call
 * it at once: an advisory lock lets one migrate, and the others have nothing to do. Throws when the server is too old.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  // One connection, because an advisory lock belongs to its connection.
  const client = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    const [row] = await client`select current_setting('server_version_num')::int / 10000 as major`;
    if (row?.major < oldestServer)
      throw new Error(
        `This database is Postgres ${row?.major}; Lectern needs ${oldestServer} or newer. Set another DATABASE_URL.`,
      );
    await client`select pg_advisory_lock(${migrationLock})`;
    await applyMigrations(drizzle(client), {
      migrationsFolder: join(process.cwd(), "drizzle", "migrations"),
    });
    await migrateQueue(client);
    await measureStatements(client);
  } finally {
    // Closing the connection releases the lock.
    await client.end({ timeout: 5 });
  }
}

/**
 * Lets the page System show the slowest statements, where the server has loaded the extension and the owner may add it. Nothing else needs
 * it, so that a server without it is as good.
 */
async function measureStatements(client: Sql): Promise<void> {
  const [loaded] = await client`select current_setting('pg_stat_statements.max', true) as max`;
  if (loaded?.max === null) return;
  await client`
    do $$ begin
      create extension if not exists pg_stat_statements;
    exception when insufficient_privilege or undefined_file or feature_not_supported then
      raise notice 'pg_stat_statements was not added: %', sqlerrm;
    end $$`;
}

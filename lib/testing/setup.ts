import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { grantAppRole, type Role } from "@/lib/db/app-role";
import { databaseUrl, startEmbedded } from "@/lib/db/embedded";
import { migrate } from "@/lib/db/migrate";
import { bundleWorkers } from "@/scripts/build.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** A superuser's address, with which test databases are created; empty when the run has no database. */
    databaseServer: string;
    /** The migrated database that they are copies of. */
    databaseTemplate: string;
    /** The database role of the code under test. */
    databaseRole: Role;
  }
}

/**
 * Vitest's global setup: one throwaway cluster for the run (or the server at `TEST_DATABASE_URL`) with a migrated template, of which
 * every test file gets a copy (lib/testing/database.ts). `TEST_DATABASE_URL=none` runs without a database.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await bundleWorkers();
  const given = process.env.TEST_DATABASE_URL;
  const template = `lectern_test_${randomBytes(4).toString("hex")}`;
  const role = { name: `${template}_app`, password: randomBytes(16).toString("hex") };
  project.provide("databaseTemplate", template);
  project.provide("databaseRole", role);
  if (given === "none") {
    project.provide("databaseServer", "");
    return async () => {};
  }

  const embedded = given
    ? null
    : await startEmbedded({
        directory: mkdtempSync(join(tmpdir(), "lectern-test-")),
        password: randomBytes(16).toString("hex"),
        throwaway: true,
      });
  const server = embedded?.url ?? given ?? "";
  project.provide("databaseServer", server);
  await administer(server, (admin) => admin`create database ${admin(template)}`);
  await migrate(databaseUrl(server, template));
  await grantAppRole(databaseUrl(server, template), role);

  return async () => {
    if (embedded) return embedded.stop();
    await administer(server, async (admin) => {
      const left = await admin<{ datname: string }[]>`
        select datname from pg_database where starts_with(datname, ${template})`;
      for (const { datname } of left) await admin`drop database ${admin(datname)} with (force)`;
      await admin`drop role ${admin(role.name)}`;
    });
  };
}

/** Runs the work on a connection to the server's own database. */
async function administer(server: string, work: (admin: postgres.Sql) => Promise<unknown>): Promise<void> {
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  try {
    await work(admin);
  } finally {
    await admin.end({ timeout: 5 });
  }
}

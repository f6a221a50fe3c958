// The databases of the commands: the one at DATABASE_URL or an embedded one under .lectern/, and throwaway ones.
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "./build.mjs";
import { root } from "./install.mjs";
import { run } from "./run.mjs";

/** The folder with the data and secrets of an installation without its own Postgres. */
export const stateFolder = ".lectern";

const secretsFile = join(stateFolder, "secrets.json");

/** Secrets created at the first start; only this user can read them. */
export function secrets() {
  mkdirSync(stateFolder, { recursive: true });
  try {
    return JSON.parse(readFileSync(secretsFile, "utf8"));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    return keepSecrets({
      databasePassword: randomBytes(24).toString("base64url"),
      secret: randomBytes(32).toString("hex"),
    });
  }
}

/** Replaces the stored secrets. */
export function keepSecrets(values) {
  writeFileSync(secretsFile, `${JSON.stringify(values, null, 2)}\n`, { mode: 0o600 });
  return values;
}

/** The functions of lib/db that the commands call, bundled for one script, and its further modules by name. */
export async function loadTools(script, modules = {}) {
  const { embedded, migration, role, ...others } = await load(script, {
    embedded: "lib/db/embedded.ts",
    migration: "lib/db/migrate.ts",
    role: "lib/db/app-role.ts",
    ...modules,
  });
  return { ...embedded, ...migration, ...role, ...others };
}

/** Runs the work on a separate connection. */
export async function connected(url, work) {
  const { default: postgres } = await import("postgres");
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(client);
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Creates a database, unless the server has one of this name. */
export async function createDatabase(server, name) {
  if (await exists(server, name)) return;
  await connected(server, (client) => client`create database ${client(name)}`);
}

export const dropDatabase = (server, name) =>
  connected(server, (client) => client`drop database if exists ${client(name)} with (force)`);

/** True when the server has a database of this name. */
export const exists = (url, name) =>
  connected(url, async (client) => {
    const found = await client`select 1 from pg_database where datname = ${name}`;
    return found.length > 0;
  });

/**
 * A Postgres to work with, as the owner of the tables: `{url, embedded}`. `embedded` is null where DATABASE_URL names one; else
 * `url` is the address of the server's `postgres` database, and the caller derives another's with `databaseUrl`.
 */
export async function openPostgres({ startEmbedded }) {
  const given = process.env.DATABASE_OWNER_URL || process.env.DATABASE_URL;
  if (given) return { url: given, embedded: null };
  const embedded = await startEmbedded({
    directory: join(stateFolder, "postgres"),
    password: secrets().databasePassword,
  });
  return { url: embedded.url, embedded };
}

/** The installation's own migrated database: that of DATABASE_URL, or `name` on the embedded server, made when missing. */
export async function openDatabase(tools, name = "lectern", opened = null) {
  const { url: server, embedded } = opened ?? (await openPostgres(tools));
  const url = embedded ? tools.databaseUrl(server, name) : server;
  if (embedded) await createDatabase(server, name);
  await tools.migrate(url);
  return { url, embedded };
}

/** The app's address for a migrated database, with a role that owns nothing. */
export async function appAddress({ appRole, grantAppRole, grantExistingRole }, ownerUrl, secret) {
  if (process.env.DATABASE_OWNER_URL) {
    await grantExistingRole(ownerUrl, process.env.DATABASE_URL);
    return process.env.DATABASE_URL;
  }
  const url = await grantAppRole(ownerUrl, appRole(ownerUrl, secret));
  if (!url)
    console.warn(
      "The user of DATABASE_URL owns the tables and may not make a role for the app, so the app could edit the audit log. Make a role for the app, name it in DATABASE_URL, and name the owner in DATABASE_OWNER_URL.",
    );
  return url ?? ownerUrl;
}

/** Adds the demo school to a migrated database that does not have it, in another process, whose memory is freed afterwards. */
export async function fillDemo(url, { secret, password }) {
  const { code } = await run(process.execPath, [join(root, "scripts", "seed.mjs")], {
    environment: { DATABASE_URL: url, LECTERN_SECRET: secret, LECTERN_DEMO_PASSWORD: password },
  });
  if (code !== 0) throw new Error("The demo school could not be filled; the reason is above.");
}

/**
 * A server for tests and benchmarks: that of TEST_DATABASE_URL, or an embedded one that is removed at the end. `stop(databases, roles)`
 * drops these on a server that stays.
 */
export async function openThrowaway({ startEmbedded }, name, settings) {
  const given = process.env.TEST_DATABASE_URL;
  if (given)
    return {
      url: given,
      stop: async (databases, roles = []) => {
        for (const database of databases) await dropDatabase(given, database);
        for (const role of roles)
          await connected(given, (client) => client`drop role if exists ${client(role)}`);
      },
    };
  return startEmbedded({
    directory: mkdtempSync(join(tmpdir(), `lectern-${name}-`)),
    password: randomBytes(16).toString("hex"),
    throwaway: true,
    settings,
  });
}

// The database behind the commands: the one at DATABASE_URL, or an embedded one under .lectern/.
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where an installation without its own Postgres keeps its data and secrets. */
export const stateFolder = ".lectern";

const secretsFile = join(stateFolder, "secrets.json");

/** Secrets made at the first start; only this user may read them. */
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

/** Keeps these secrets in place of what was there. */
export function keepSecrets(values) {
  writeFileSync(secretsFile, `${JSON.stringify(values, null, 2)}\n`, { mode: 0o600 });
  return values;
}

/** Runs the work on a raw connection of its own. */
export async function connected(url, work) {
  const { default: postgres } = await import("postgres");
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(client);
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** True when the server has a database of this name. */
export const exists = (url, name) =>
  connected(url, async (client) => {
    const found = await client`select 1 from pg_database where datname = ${name}`;
    return found.length > 0;
  });

/**
 * A Postgres to work with: `{url, embedded}`. `embedded` is null where DATABASE_URL names one; else `url` is that of the
 * server's own database, and the caller chooses one on it with `databaseUrl` of lib/db/embedded.ts.
 */
export async function openPostgres({ startEmbedded }) {
  const given = process.env.DATABASE_URL;
  if (given) return { url: given, embedded: null };
  const embedded = await startEmbedded({
    directory: join(stateFolder, "postgres"),
    password: secrets().databasePassword,
  });
  return { url: embedded.url, embedded };
}

/** The installation's own migrated database: that of DATABASE_URL, or `name` on the embedded server, made when missing. */
export async function openDatabase({ startEmbedded, databaseUrl, migrate }, name = "lectern") {
  const { url: server, embedded } = await openPostgres({ startEmbedded });
  let url = server;
  if (embedded) {
    url = databaseUrl(server, name);
    if (!(await exists(server, name)))
      await connected(server, (client) => client`create database ${client(name)}`);
  }
  await migrate(url);
  return { url, embedded };
}

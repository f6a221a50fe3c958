import { createHmac } from "node:crypto";
import postgres from "postgres";
import { migrationLock } from "./migrate";
import { queueSchema } from "./work-queue";

/** A Postgres role that can sign in. */
export type Role = { name: string; password: string };

/** The app's role in this database. Every process of an installation derives the same password from its secret. */
export const appRole = (databaseUrl: string, secret: string): Role => ({
  name: `${new URL(databaseUrl).pathname.slice(1)}_app`,
  password: createHmac("sha256", secret).update("database role of the app").digest("base64url"),
});

/** The same database's address for another role. */
export function addressFor(databaseUrl: string, { name, password }: Role): string {
  const address = new URL(databaseUrl);
  address.username = encodeURIComponent(name);
  address.password = encodeURIComponent(password);
  return address.href;
}

/** SQLSTATE of a statement that the user may not run. */
const insufficientPrivilege = "42501";

/**
 * Creates the app's role and returns its connection address; null if the owner cannot create roles. The role reads and writes
 * rows; it owns nothing, so it can neither change a table nor disable the trigger that protects the audit log. Call this
 * after each migration, because new tables need the grants too.
 */
export async function grantAppRole(ownerUrl: string, role: Role): Promise<string | null> {
  try {
    await asOwner(ownerUrl, async (client) => {
      const [found] = await client`select 1 from pg_roles where rolname = ${role.name}`;
      if (!found)
        await client`create role ${client(role.name)} login nosuperuser nocreatedb nocreaterole noinherit`;
      // A statement of this kind takes no parameters; `appRole` writes only letters, digits, - and _.
      await client`alter role ${client(role.name)} password ${client.unsafe(`'${role.password}'`)}`;
      await grantRows(client, role.name);
    });
    return addressFor(ownerUrl, role);
  } catch (error) {
    if ((error as { code?: string }).code === insufficientPrivilege) return null;
    throw error;
  }
}

/** Grants the same rights to a role that a database administrator has created: the user of `appUrl`. */
export const grantExistingRole = (ownerUrl: string, appUrl: string): Promise<void> =>
  asOwner(ownerUrl, (client) => grantRows(client, decodeURIComponent(new URL(appUrl).username)));

async function grantRows(client: postgres.Sql, name: string): Promise<void> {
  const role = client(name);
  const schemas = await client<{ nspname: string }[]>`
    select nspname from pg_namespace where nspname in ('public', ${queueSchema})`;
  for (const { nspname } of schemas) {
    await client`grant usage on schema ${client(nspname)} to ${role}`;
    await client`grant select, insert, update, delete on all tables in schema ${client(nspname)} to ${role}`;
  }
  await client`grant usage on all sequences in schema public to ${role}`;
  await client`revoke update, delete on audit_log, audit_seals from ${role}`;
}

/** Runs the work on the owner's connection, one process at a time. */
async function asOwner(ownerUrl: string, work: (client: postgres.Sql) => Promise<void>): Promise<void> {
  const client = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await client`select pg_advisory_lock(${migrationLock})`;
    await work(client);
  } finally {
    await client.end({ timeout: 5 });
  }
}

// npm run restore -- FILE [--replace NAME] [--with-secrets]: puts a backup into an empty database, or in place of what the
// database NAME has. Everything happens in one transaction, so a restore that fails changes nothing.
import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";
import {
  backupFormat,
  copied,
  mediaFolder,
  newSum,
  quoted,
  summed,
  tablesOf,
  textSettings,
} from "./backup.mjs";
import { createDatabase, keepSecrets, loadTools, openPostgres, secrets } from "./database.mjs";
import { install, root } from "./install.mjs";
import { fail } from "./launch.mjs";
import { bytesOf, readArchive } from "./tar.mjs";

const migrationsFolder = join(root, "drizzle", "migrations");

/** The migrations that the backup's database had. Throws for a backup of a newer or another version. */
function migrationsOf({ format, version, migrations }) {
  const ours = readMigrationFiles({ migrationsFolder });
  if (format > backupFormat || migrations.length > ours.length)
    throw new Error(
      `This backup was made by a newer version of Lectern (${version}): install that one, then restore.`,
    );
  const wanted = ours.slice(0, migrations.length);
  if (wanted.some(({ hash }, index) => hash !== migrations[index]))
    throw new Error("This backup was made by another version of Lectern, whose tables this one cannot make.");
  return wanted;
}

/** Throws unless the database is empty, or its name was given to be replaced; drops what is to be replaced. */
async function clear(sql, replace) {
  const [{ name, installed }] = await sql`
    select current_database() as name, to_regclass('public.schools') is not null as installed`;
  const [{ people }] = installed ? await sql`select count(*)::int as people from users` : [{ people: 0 }];
  const [{ schools }] = installed
    ? await sql`select count(*)::int as schools from schools`
    : [{ schools: 0 }];
  if ((people || schools) && replace !== name)
    throw new Error(
      `The database ${name} has ${schools} schools and ${people} people. To replace all of it by the backup, back it up first, then add: --replace ${name}`,
    );
  const [other] = await sql`
    select 1 from pg_stat_activity where datname = current_database() and application_name like 'lectern%' limit 1`;
  if (other) throw new Error("The server is running: stop it, then restore.");
  for (const schema of ["public", "drizzle", "pgboss"])
    await sql.unsafe(`drop schema if exists ${schema} cascade`);
  await sql.unsafe("create schema public");
}

/** The tables as the backup's version made them. */
async function migrateTo(sql, migrations) {
  await sql.unsafe("create schema drizzle");
  await sql.unsafe(
    "create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)",
  );
  for (const { sql: statements, hash, folderMillis } of migrations) {
    for (const statement of statements) await sql.unsafe(statement);
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`;
  }
}

const reasonOf = ({ message, detail }) => [message, detail].filter(Boolean).join(". ");

/** Drops what would check or change the rows while they are loaded; returns what brings it back, which checks all of them. */
async function withoutChecks(sql, tables) {
  const references = await sql`
    select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0`;
  for (const { table, name } of references) await sql.unsafe(`alter table ${table} drop constraint ${name}`);
  const triggers = (state) => tables.map(({ name }) => `alter table ${quoted(name)} ${state} trigger user`);
  for (const statement of triggers("disable")) await sql.unsafe(statement);
  return async () => {
    for (const statement of triggers("enable")) await sql.unsafe(statement);
    for (const { table, name, definition } of references)
      await sql.unsafe(`alter table ${table} add constraint ${name} ${definition}`).catch((error) => {
        throw new Error(`The database refuses a row of ${table}: ${reasonOf(error)}`);
      });
  };
}

/** Loads one part of a table's rows; an error says which row the database refused. */
async function copyRows(sql, table, content, sum) {
  const before = sum.rows;
  const query = sql.unsafe(`copy ${copied(table)} from stdin`);
  const target = await query.writable();
  // What the database refuses after the last byte, the driver tells only the query, whose promise the stream has already kept.
  query.reject = (error) => target.destroy(error);
  await pipeline(summed(content, sum), target).catch((error) => {
    const line = /^COPY .*, line (\d+)/.exec(error.where ?? "")?.[1];
    if (!line) throw error;
    throw new Error(`The database refuses row ${before + Number(line)} of ${table.name}: ${reasonOf(error)}`);
  });
}

/** Loads the rows and the media files; returns what was read, as the manifest has it, and the manifest. */
async function load(sql, entries, tables, media) {
  const read = { tables: {}, media: {} };
  let manifest = null;
  const sums = Object.fromEntries(tables.map(({ name }) => [name, newSum()]));
  for await (const { path, content } of entries) {
    const [kind, ...rest] = path.split("/");
    const name = kind === "tables" ? rest[0] : rest.join("/");
    if (kind === "tables") {
      const table = tables.find((one) => one.name === name);
      if (!table) throw new Error(`The backup has rows of ${name}, which it does not list.`);
      await copyRows(sql, table, content, sums[name]);
    } else if (kind === "media") {
      const target = resolve(media, name);
      if (!target.startsWith(`${resolve(media)}/`)) throw new Error(`${path} leads out of the media folder.`);
      mkdirSync(dirname(target), { recursive: true });
      const sum = newSum();
      await pipeline(summed(content, sum), createWriteStream(target));
      read.media[name] = { bytes: sum.bytes, sha256: sum.hash.digest("hex") };
    } else if (path === "manifest.json") manifest = JSON.parse(String(await bytesOf(content)));
  }
  for (const { name } of tables) {
    const [{ rows }] = await sql.unsafe(`select count(*)::float8 as rows from ${quoted(name)}`);
    const { bytes, hash } = sums[name];
    read.tables[name] = { rows, bytes, sha256: hash.digest("hex") };
  }
  return { read, manifest };
}

/** Throws unless what was read is what was written. */
function compare(read, manifest) {
  if (!manifest) throw new Error("The file is not a complete backup: its manifest is missing.");
  for (const part of ["tables", "media"]) {
    const names = new Set([...Object.keys(read[part]), ...Object.keys(manifest[part])]);
    for (const name of names)
      for (const value of ["rows", "bytes", "sha256"])
        if (read[part][name]?.[value] !== manifest[part][name]?.[value])
          throw new Error(`${name} is not as it was when the backup was made (${value}).`);
  }
}

/**
 * Restores a backup into the database at `url`; `media` then has its files. Returns its head and its manifest.
 * @param {{ url: string, file: string, media?: string, replace?: string | null }} given
 */
export async function restore({ url, file, media = mediaFolder(), replace = null }) {
  const { default: postgres } = await import("postgres");
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const draft = `${media}.restoring`;
  rmSync(draft, { recursive: true, force: true });
  try {
    const entries = readArchive(file);
    const { value: first } = await entries.next();
    if (first?.path !== "lectern.json") throw new Error("The file is not a backup of Lectern.");
    const head = JSON.parse(String(await bytesOf(first.content)));
    const migrations = migrationsOf(head);
    await sql.unsafe("begin");
    for (const setting of textSettings) await sql.unsafe(setting);
    await clear(sql, replace);
    await migrateTo(sql, migrations);
    const tables = await tablesOf(sql);
    // Migrations can have made rows.
    for (const { name } of tables) await sql.unsafe(`alter table ${quoted(name)} disable trigger user`);
    await sql.unsafe(`truncate ${tables.map(({ name }) => quoted(name)).join(", ")} cascade`);
    const check = await withoutChecks(sql, tables);
    const { read, manifest } = await load(sql, entries, head.tables, draft);
    compare(read, manifest);
    for (const { name, last_value } of head.sequences)
      await sql.unsafe(`select setval(${`'${quoted(name)}'`}::regclass, ${BigInt(last_value)})`);
    await check();
    await sql.unsafe("commit");
    await sql.unsafe("analyze");
    if (existsSync(draft)) {
      if (existsSync(media) && readdirSync(media).length) renameSync(media, `${media}.before-${Date.now()}`);
      else rmSync(media, { recursive: true, force: true });
      renameSync(draft, media);
    }
    return { head, manifest };
  } finally {
    rmSync(draft, { recursive: true, force: true });
    // An open transaction is undone with its connection.
    await sql.end({ timeout: 5 });
  }
}

async function main() {
  install();
  const options = process.argv.slice(2);
  const at = options.indexOf("--replace");
  const replace = at < 0 ? null : (options[at + 1] ?? "");
  const [file] = options.filter((option, index) => !option.startsWith("--") && (at < 0 || index !== at + 1));
  if (!file || !existsSync(file))
    throw new Error("Name a backup: npm run restore -- FILE [--replace NAME] [--with-secrets]");
  const tools = await loadTools("restore");
  const { url: server, embedded } = await openPostgres(tools);
  try {
    if (embedded) await createDatabase(server, "lectern");
    const url = embedded ? tools.databaseUrl(server, "lectern") : server;
    const { head, manifest } = await restore({ url, file: resolve(file), replace });
    await tools.migrate(url);
    if (options.includes("--with-secrets")) {
      if (!head.secret)
        throw new Error("All is restored, but the backup has no secret: it was made without --with-secrets.");
      keepSecrets({ ...secrets(), secret: head.secret });
    }
    const rows = Object.values(manifest.tables).reduce((sum, table) => sum + table.rows, 0);
    console.log(
      `Restored the backup of ${head.made_at}: ${rows} rows of ${head.tables.length} tables, ${Object.keys(manifest.media).length} media files.`,
    );
  } finally {
    await embedded?.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main().catch(fail);

// npm run backup -- FILE [--with-secrets]: everything that an installation keeps, in one file, from a running system.
// The file is a gzipped tar: `lectern.json` (what it is), each table's rows as Postgres copies them, the media files, and
// last `manifest.json` with the counts and checksums.
import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { exists, loadTools, openPostgres, secrets, stateFolder } from "./database.mjs";
import { install, root } from "./install.mjs";
import { fail } from "./launch.mjs";
import { writeArchive } from "./tar.mjs";

/** The form of the file; a reader refuses those that it does not know. */
export const backupFormat = 1;

export const version = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
export const mediaFolder = () => process.env.MEDIA_DIR || join(stateFolder, "media");

/** Bytes of one part of a table in the file: what is held in memory. */
const partBytes = 4 * 1024 * 1024;

/** What texts of dates and numbers depend on, equal for writing and reading. */
export const textSettings = [
  "set local timezone to 'UTC'",
  "set local datestyle to 'ISO, MDY'",
  "set local intervalstyle to 'iso_8601'",
  "set local extra_float_digits to 1",
  "set local bytea_output to 'hex'",
  "set local statement_timeout to 0",
  "set local idle_in_transaction_session_timeout to 0",
];

/** The tables with their columns: what is generated is computed again. */
export const tablesOf = (sql) => sql`
  select c.relname as name, array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  group by c.relname order by c.relname`;

export const quoted = (name) => `"${name.replaceAll('"', '""')}"`;
export const copied = ({ name, columns }) => `${quoted(name)} (${columns.map(quoted).join(", ")})`;

const json = (path, value) => {
  const content = Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  return { path, size: content.length, content };
};

export const newSum = () => ({ rows: 0, bytes: 0, hash: createHash("sha256") });

/** Passes bytes on and notes them in the sum. */
export async function* summed(content, sum) {
  for await (const part of content) {
    sum.hash.update(part);
    sum.bytes += part.length;
    // A row ends in a line break; those in values are written `\n`.
    for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) sum.rows += 1;
    yield part;
  }
}

/** A table's rows in parts, noted in `sums`. */
async function* partsOf(sql, table, sums) {
  const sum = newSum();
  let [part, held, parts] = [0, 0, []];
  const entry = () => {
    const content = Buffer.concat(parts);
    [parts, held] = [[], 0];
    part += 1;
    return { path: `tables/${table.name}/${String(part).padStart(6, "0")}`, size: content.length, content };
  };
  const list = table.columns.map(quoted).join(", ");
  const source = await sql.unsafe(`copy (select ${list} from ${quoted(table.name)}) to stdout`).readable();
  for await (const chunk of summed(source, sum)) {
    parts.push(chunk);
    held += chunk.length;
    if (held >= partBytes) yield entry();
  }
  // The driver pauses its connection when the stream is full, and does not resume it when that was at the table's end.
  source._read();
  if (held) yield entry();
  sums[table.name] = { rows: sum.rows, bytes: sum.bytes, sha256: sum.hash.digest("hex") };
}

async function* mediaEntries(folder, sums) {
  if (!existsSync(folder)) return;
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  for (const path of found) {
    const sum = newSum();
    const { size } = statSync(path);
    async function* content() {
      // What is appended meanwhile belongs to the next backup.
      if (size > 0) yield* summed(createReadStream(path, { end: size - 1 }), sum);
    }
    const name = relative(folder, path).split(sep).join("/");
    yield { path: `media/${name}`, size, content: content() };
    sums[name] = { bytes: size, sha256: sum.hash.digest("hex") };
  }
}

/**
 * Writes a backup of the database at `url` and returns its manifest. The file appears when it is complete.
 * @param {{ url: string, file: string, media?: string, secret?: string | null }} given
 */
export async function backUp({ url, file, media = mediaFolder(), secret = null }) {
  const { default: postgres } = await import("postgres");
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const draft = `${file}.part`;
  try {
    // Everything as it was at one moment, while the system goes on.
    await sql.unsafe("begin isolation level repeatable read read only");
    for (const setting of textSettings) await sql.unsafe(setting);
    const [made] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as made`;
    if (!made.made) throw new Error("There is no installation in this database.");
    const migrations = await sql`select hash from drizzle.__drizzle_migrations order by created_at`;
    const tables = await tablesOf(sql);
    const sequences = await sql`
      select sequencename as name, last_value::text from pg_sequences where schemaname = 'public' and last_value is not null`;
    /** @type {{ tables: Record<string, { rows: number, bytes: number, sha256: string }>, media: Record<string, object> }} */
    const manifest = { tables: {}, media: {} };
    async function* entries() {
      yield json("lectern.json", {
        format: backupFormat,
        version,
        made_at: new Date().toISOString(),
        migrations: migrations.map(({ hash }) => hash),
        tables,
        sequences,
        secret,
      });
      for (const table of tables) yield* partsOf(sql, table, manifest.tables);
      yield* mediaEntries(media, manifest.media);
      yield json("manifest.json", manifest);
    }
    await writeArchive(draft, entries());
    await sql.unsafe("commit");
    renameSync(draft, file);
    return manifest;
  } finally {
    rmSync(draft, { force: true });
    await sql.end({ timeout: 5 });
  }
}

async function main() {
  install();
  const options = process.argv.slice(2);
  const [file] = options.filter((option) => !option.startsWith("--"));
  if (!file) throw new Error("Name the file: npm run backup -- FILE [--with-secrets]");
  const tools = await loadTools("backup");
  const { url: server, embedded } = await openPostgres(tools);
  try {
    const name = process.argv.includes("--demo") ? "lectern_demo" : "lectern";
    const url = embedded ? tools.databaseUrl(server, name) : server;
    if (embedded && !(await exists(server, name))) throw new Error("There is no installation here yet.");
    const secret = options.includes("--with-secrets") ? process.env.LECTERN_SECRET || secrets().secret : null;
    const { tables, media } = await backUp({ url, file: resolve(file), secret });
    const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
    console.log(
      `${file}: ${rows} rows of ${Object.keys(tables).length} tables, ${Object.keys(media).length} media files, ${statSync(file).size} bytes.`,
    );
    console.log(
      secret
        ? "It contains the secret of this installation: keep it where nobody else can read it."
        : "Without the secret of this installation: after a restore elsewhere, people sign in again.",
    );
  } finally {
    await embedded?.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main().catch(fail);

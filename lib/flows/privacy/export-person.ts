import "server-only";
import { eq, type SQL, sql } from "drizzle-orm";
import { getTableConfig, PgDialect } from "drizzle-orm/pg-core";
import { strToU8, Zip, ZipDeflate } from "fflate";
import { db, type Tx } from "@/lib/db/client";
import { courses } from "@/lib/db/tables/courses";
import { dataExportParts, dataExports } from "@/lib/db/tables/privacy";
import { assessments } from "@/lib/db/tables/results";
import { sessions } from "@/lib/db/tables/sessions";
import { videos } from "@/lib/db/tables/videos";
import { queriesOf } from "@/lib/db/tx";
import { exportDays } from "@/lib/domain/privacy/schema";
import { type CsvColumn, csvText } from "@/lib/platform/csv";
import { AppError } from "@/lib/platform/errors";
import { type NamedPerson, namedPerson } from "./person";
import { exportedColumns, exportedTables, type PersonTable } from "./person-tables";

/* A person's data as a ZIP: of each table a JSON and a CSV file, and what they are. */

const rowsAtOnce = 500;
/** Bytes of one part of the file. */
const partBytes = 512 * 1024;
const dayMs = 86_400_000;

type Row = Record<string, unknown>;

/** What an id in a row stands for, so that people can read it. */
const titles = {
  video_id: { title: "video_title", of: videos },
  session_id: { title: "session_title", of: sessions },
  course_id: { title: "course_title", of: courses },
  assessment_id: { title: "assessment_title", of: assessments },
} as const;
const titlesIn = (columns: readonly string[]) =>
  Object.entries(titles).filter(([column]) => columns.includes(column));

const dialect = new PgDialect();
const nameOf = ({ table }: PersonTable) => getTableConfig(table).name;

/** A table's rows of the person, some at a time. The transaction's zone is UTC. */
async function* rowsOf(tx: Tx, one: PersonTable, person: NamedPerson): AsyncGenerator<Row[]> {
  const columns = exportedColumns(one);
  const own = getTableConfig(one.table);
  const name = sql.identifier(own.name);
  const added = titlesIn(columns).map(
    ([column, { title, of }]) =>
      sql`|| jsonb_build_object(${sql.raw(`'${title}'`)}, (select ${of.title} from ${of} where ${of.id} = ${name}.${sql.identifier(column)}))`,
  );
  const keys: SQL[] = [
    ...own.primaryKeys.flatMap((key) => key.columns),
    ...own.columns.filter((c) => c.primary),
  ].map((column) => sql`${name}.${sql.identifier(column.name)}`);
  const order = keys.length ? sql`order by ${sql.join(keys, sql`, `)}` : sql``;
  // The table itself as a row, which has another name than a column of the same statement.
  const query = dialect.sqlToQuery(
    sql`select (to_jsonb(${name}.*) ${sql.join(added, sql` `)})::text as row from ${one.table} where ${one.of(person)} ${order}`,
  );
  const cursor = queriesOf(tx)
    .unsafe<{ row: string }[]>(query.sql, query.params as string[])
    .cursor(rowsAtOnce);
  const shown = [...columns, ...titlesIn(columns).map(([, { title }]) => title)];
  for await (const rows of cursor)
    yield rows.map(({ row }) => {
      const values = JSON.parse(row) as Row;
      return Object.fromEntries(shown.map((column) => [column, values[column]]));
    });
}

async function* jsonText(rows: AsyncIterable<Row[]>): AsyncGenerator<string> {
  let between = "[\n";
  for await (const some of rows) {
    yield between + some.map((row) => JSON.stringify(row)).join(",\n");
    between = ",\n";
  }
  yield between === "[\n" ? "[]\n" : "\n]\n";
}

const csvColumns = (one: PersonTable): CsvColumn<Row>[] =>
  [...exportedColumns(one), ...titlesIn(exportedColumns(one)).map(([, { title }]) => title)].map(
    (header) => ({
      header,
      value: (row) => {
        const value = row[header];
        if (value === null || value === undefined) return null;
        return typeof value === "object" ? JSON.stringify(value) : (value as string | number | boolean);
      },
    }),
  );

/** What is in the file and what is not, for the person who opens it. */
const manifestOf = (person: NamedPerson, at: Date, counts: ReadonlyMap<PersonTable, number>) =>
  JSON.stringify(
    {
      about:
        "What this installation of Lectern stores about you. Of each table there is a JSON and a CSV file with the same rows. Times are in UTC.",
      made_at: at.toISOString(),
      user_id: person.id,
      pseudonyms: person.actors,
      files: exportedTables.map((one) => ({
        table: nameOf(one),
        rows: counts.get(one),
        columns_left_out: one.leftOut ?? {},
      })),
    },
    null,
    2,
  );

/** Packs texts as files of a ZIP; its bytes as they are ready. */
async function* zipped(
  files: AsyncIterable<{ name: string; text: AsyncIterable<string> | Iterable<string> }>,
  at: Date,
): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    ready.push(bytes);
  });
  const taken = () => {
    const bytes = ready;
    ready = [];
    return bytes;
  };
  for await (const { name, text } of files) {
    const file = new ZipDeflate(name, { level: 6 });
    file.mtime = at;
    zip.add(file);
    for await (const part of text) {
      file.push(strToU8(part));
      yield* taken();
    }
    file.push(new Uint8Array(), true);
    yield* taken();
  }
  zip.end();
  yield* taken();
}

/** Makes the file of an export; another run begins anew. Throws `not_found` once the person is erased. */
export async function exportPerson(
  exportId: string,
  now: Date,
  progress: (done: number, of?: number) => void,
): Promise<void> {
  const [wanted] = await db().select().from(dataExports).where(eq(dataExports.id, exportId));
  const person = wanted && (await namedPerson(wanted.user_id));
  if (!person) throw new AppError("not_found", "errors.account.person_unknown");
  if (wanted.ready_at) return;
  await db().delete(dataExportParts).where(eq(dataExportParts.export_id, exportId));
  let [bytes, number, done] = [0, 0, 0];
  let held: Buffer[] = [];
  const store = async () => {
    const body = Buffer.concat(held);
    held = [];
    bytes += body.length;
    number += 1;
    await db().insert(dataExportParts).values({ export_id: exportId, number, body });
  };
  const rows = await db().transaction(
    async (tx) => {
      await tx.execute(sql`set local timezone to 'UTC'`);
      const counts = new Map<PersonTable, number>();
      for (const one of exportedTables) {
        const [row] = await tx.execute<{ rows: number }>(
          sql`select count(*)::int as rows from ${one.table} where ${one.of(person)}`,
        );
        counts.set(one, row!.rows);
      }
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      progress(0, total);
      async function* files() {
        yield { name: "about.json", text: [manifestOf(person!, now, counts)] };
        for (const one of exportedTables) {
          if (!counts.get(one)) continue;
          yield { name: `${nameOf(one)}.json`, text: jsonText(rowsOf(tx, one, person!)) };
          yield { name: `${nameOf(one)}.csv`, text: csvText(csvColumns(one), rowsOf(tx, one, person!)) };
          done += counts.get(one)!;
          progress(done, total);
        }
      }
      for await (const chunk of zipped(files(), now)) {
        held.push(Buffer.from(chunk));
        if (held.reduce((sum, part) => sum + part.length, 0) >= partBytes) await store();
      }
      await store();
      return total;
    },
    // All files are of one moment.
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
  const expires_at = new Date(now.getTime() + exportDays * dayMs);
  await db()
    .update(dataExports)
    .set({ ready_at: now, expires_at, rows, bytes })
    .where(eq(dataExports.id, exportId));
}

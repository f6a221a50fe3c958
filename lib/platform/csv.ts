import { TZDate } from "@date-fns/tz";
import Papa from "papaparse";

/** One column of a CSV: its head and its value in a row. */
export type CsvColumn<Row> = { header: string; value: (row: Row) => CsvValue };
type CsvValue = string | number | boolean | null;

/** An instant as files write it: ISO 8601 with the zone's offset. */
export const csvInstant = (instant: string | null, timeZone: string): string | null =>
  instant === null ? null : new TZDate(instant, timeZone).toISOString();

/** The first characters of a formula, with the full-width, small, superscript and subscript forms that spreadsheets or users convert. */
const sign = "[=+\\-@\u2212\u207a-\u207c\u208a-\u208c\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20]";
/** Invisible characters, and quotes, which disappear when a file is split again: zero-width and direction marks, spaces and controls other than separators. */
const unseen = String.raw`(?:(?![\t\r\n])[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}"])*`;
/**
 * The start of a cell under any separator, with a formula in it: a program that expects `;` ignores quotes inside a cell that
 * another separator produced, so every separator and line break in a text is checked, as is a leading tab or line break.
 */
const formula = new RegExp(String.raw`^(?=[\t\r\n])|(?<=^|[,;|\t\r\n])(?=${unseen}${sign})`, "gu");
/** Text that a separator other than ours would split, or that begins or ends with a space, which only quotes preserve. */
const isQuoted = (text: string) => text !== text.trim() || /[;|\t]/.test(text);
const bom = "\u{feff}";
const newLine = "\r\n";

/** A cell's text. An unknown value is empty; text that a spreadsheet would run as a formula is prefixed with an apostrophe. */
function cellText(value: CsvValue): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return typeof value === "string" ? value.replace(formula, "'") : String(value);
}

function csvRows(rows: readonly (readonly CsvValue[])[]): string {
  if (rows.length === 0) return "";
  const cells = rows.map((row) => row.map(cellText));
  return Papa.unparse(cells, { newline: newLine, quotes: isQuoted }) + newLine;
}

/** The file as text, part by part: a byte order mark, the heads, then each batch of rows. */
export async function* csvText<Row>(
  columns: readonly CsvColumn<Row>[],
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
): AsyncGenerator<string> {
  yield bom + csvRows([columns.map((column) => column.header)]);
  for await (const rows of batches)
    yield csvRows(rows.map((row) => columns.map((column) => column.value(row))));
}

/** Rows as a JSON array, part by part. */
export async function* jsonText<Row>(
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
): AsyncGenerator<string> {
  let before = "[";
  for await (const rows of batches)
    for (const row of rows) {
      yield `${before}\n${JSON.stringify(row)}`;
      before = ",";
    }
  yield before === "[" ? "[]\n" : "\n]\n";
}

/** A download that the client has not read for this long is ended, in milliseconds. */
export const stallMs = 60_000;

/** A CSV as a download. */
export const csvResponse = <Row>(
  fileName: string,
  columns: readonly CsvColumn<Row>[],
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  ended?: () => void,
): Response => downloadResponse(fileName, "text/csv; charset=utf-8", csvText(columns, batches), ended);

/**
 * A download of any size in constant memory: a batch is read once the client has received the previous one. Reading ends with the file,
 * when the client disconnects, or when it reads nothing for a minute; then `ended` is called once.
 */
export function downloadResponse(
  fileName: string,
  type: string,
  parts: AsyncGenerator<string>,
  ended: () => void = () => {},
): Response {
  const encoder = new TextEncoder();
  let stalled: NodeJS.Timeout | undefined;
  let open = true;
  async function end(): Promise<void> {
    clearTimeout(stalled);
    if (!open) return;
    open = false;
    ended();
    await parts.return(undefined);
  }
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      awaitReader(controller);
    },
    async pull(controller) {
      clearTimeout(stalled);
      try {
        // A pull that enqueues nothing is not repeated, so empty batches are skipped.
        for (;;) {
          const part = await parts.next();
          if (part.done) {
            await end();
            return controller.close();
          }
          if (part.value) {
            controller.enqueue(encoder.encode(part.value));
            return awaitReader(controller);
          }
        }
      } catch (error) {
        await end();
        throw error;
      }
    },
    cancel: end,
  });
  function awaitReader(controller: ReadableStreamDefaultController): void {
    stalled = setTimeout(() => {
      controller.error(new Error("the client read nothing of the file for a minute"));
      void end();
    }, stallMs).unref();
  }
  return new Response(body, {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="${fileName.replaceAll(/[^\w.-]+/g, "-")}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

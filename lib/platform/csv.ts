import { TZDate } from "@date-fns/tz";
import Papa from "papaparse";

/** One column of a CSV: its head and what a row has there. */
export type CsvColumn<Row> = { header: string; value: (row: Row) => CsvValue };
type CsvValue = string | number | boolean | null;

/** An instant as a file has it: ISO 8601 with the zone's offset. */
export const csvInstant = (instant: string | null, timeZone: string): string | null =>
  instant === null ? null : new TZDate(instant, timeZone).toISOString();

/** Spreadsheets read a cell that begins so as a formula; the full-width forms are read as the plain ones. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;
const bom = "\u{feff}";
const newLine = "\r\n";

/** A cell's text. Unknown is empty; text that a spreadsheet would run as a formula gets an apostrophe before it. */
function cellText(value: CsvValue): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return typeof value === "string" && formula.test(value) ? `'${value}` : String(value);
}

function csvRows(rows: readonly (readonly CsvValue[])[]): string {
  if (rows.length === 0) return "";
  const cells = rows.map((row) => row.map(cellText));
  // Space at a cell's edge is kept only in quotes.
  const quotes = (text: string) => text !== text.trim();
  return Papa.unparse(cells, { newline: newLine, quotes }) + newLine;
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

/**
 * A download of any size in constant memory: a batch is read when the client has taken the one before, and the reading ends
 * when the client goes.
 */
export function csvResponse<Row>(
  fileName: string,
  columns: readonly CsvColumn<Row>[],
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
): Response {
  const parts = csvText(columns, batches);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      // A pull that hands over nothing is not asked again: an empty batch is passed over.
      for (;;) {
        const part = await parts.next();
        if (part.done) return controller.close();
        if (part.value) return controller.enqueue(encoder.encode(part.value));
      }
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${fileName.replaceAll(/[^\w.-]+/g, "-")}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

/** One column of a CSV: its head and what a row has there. */
export type CsvColumn<Row> = { header: string; value: (row: Row) => CsvValue };
export type CsvValue = string | number | boolean | null;

/** Spreadsheets read a cell that begins so as a formula; the full-width forms are read as the plain ones. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;
const needsQuotes = /[",\r\n]/;
const bom = "\u{feff}";
const newLine = "\r\n";

/**
 * One cell by RFC 4180. Unknown is empty; numbers keep all their digits; text that a spreadsheet would run as a formula gets
 * an apostrophe before it.
 */
export function csvCell(value: CsvValue): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "Yes" : "No";
  const text = formula.test(value) ? `'${value}` : value;
  return needsQuotes.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

function csvRow(cells: readonly CsvValue[]): string {
  return cells.map(csvCell).join(",") + newLine;
}

/** The file as text, part by part: a byte order mark, the heads, then each batch of rows. */
export async function* csvText<Row>(
  columns: readonly CsvColumn<Row>[],
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
): AsyncGenerator<string> {
  yield bom + csvRow(columns.map((column) => column.header));
  for await (const rows of batches)
    yield rows.map((row) => csvRow(columns.map((column) => column.value(row)))).join("");
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

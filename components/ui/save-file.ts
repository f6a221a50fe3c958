import type { CsvColumn } from "@/lib/platform/csv";

/** Downloads a file made in the browser. */
export function saveFile(blob: Blob, name: string) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // By the next task the download has its own reference to the data.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}

/** Downloads these rows as CSV. Its writer is loaded when somebody wants one. */
export async function saveCsv<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[], name: string) {
  const { csvText } = await import("@/lib/platform/csv");
  const parts: string[] = [];
  for await (const part of csvText(columns, [rows])) parts.push(part);
  saveFile(new Blob(parts, { type: "text/csv;charset=utf-8" }), `${name}.csv`);
}

import Papa from "papaparse";
import type { Message } from "@/lib/language/language";

/*
 * Reads a table from another program, in any encoding and with any delimiter: bytes to characters, characters to rows with
 * their line numbers, columns by their headers, cells, names and addresses.
 */

/** The encoding of the bytes: from the byte order mark, else from the position of NULs. */
function unicodeOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const head = bytes.subarray(0, 1024);
  const nuls = [0, 0];
  head.forEach((byte, at) => {
    if (byte === 0) nuls[at % 2]!++;
  });
  // In UTF-16 the Latin letters, digits and separators of a report have a NUL each, always on the same side.
  const enough = head.length / 8;
  if (nuls[1]! > enough && nuls[0]! < nuls[1]! / 4) return "utf-16le";
  if (nuls[0]! > enough && nuls[1]! < nuls[0]! / 4) return "utf-16be";
  return "utf-8";
}

/** The characters of windows-1252 from 80 to 9F, where Latin-1 has control characters; the five unassigned ones are spaces. */
const between80And9f = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/** Some releases of Node read this encoding as Latin-1; this corrects the difference. */
const windows1252 = (bytes: Uint8Array): string =>
  new TextDecoder("windows-1252")
    .decode(bytes)
    .replace(/[\u0080-\u009f]/g, (control) => between80And9f[control.charCodeAt(0) - 0x80] ?? " ");

export type Encoding = "UTF-8" | "UTF-16" | "Windows-1252";

/** A file's text, without a byte order mark and without NULs, which no database stores. Bytes that are not UTF-8 are read as windows-1252. */
export function decode(bytes: Uint8Array): { text: string; encoding: Encoding } {
  const unicode = unicodeOf(bytes);
  const decoded = (text: string, encoding: Encoding) => ({ text: text.replaceAll("\u0000", ""), encoding });
  try {
    const text = new TextDecoder(unicode, { fatal: unicode === "utf-8" }).decode(bytes);
    return decoded(text, unicode === "utf-8" ? "UTF-8" : "UTF-16");
  } catch {
    // An error means that the bytes are not UTF-8.
    return decoded(windows1252(bytes), "Windows-1252");
  }
}

export const decodeText = (bytes: Uint8Array): string => decode(bytes).text;

/** A row and the line of the file on which it begins, from 1. */
export type Row = { line: number; cells: string[] };
export type Delimiter = "," | ";" | "\t";
/** Why a line could not be read. */
type TableProblem = { line: number; message: Message; level: "error" };
export type Table = { rows: Row[]; delimiter: Delimiter; problems: TableProblem[] };

const delimiters: readonly Delimiter[] = [",", ";", "\t"];
/** Every supported report has its header within this many rows. */
const headRows = 60;

/** A report of 20,000 people has about three lines for each. The limit also bounds a file of blank lines. */
const linesMax = 250_000;

function tableOf(text: string, delimiter: Delimiter, preview = 0): Table {
  const parse = (quoteChar: string) =>
    Papa.parse<string[]>(text, { delimiter, newline: "\n", preview, quoteChar });
  let parsed = parse('"');
  const broken = () => parsed.errors.filter(({ type }) => type === "Quotes");
  // Cells between tabs are rarely quoted, so an unmatched quote there is part of a nickname.
  if (delimiter === "\t" && broken().length > 0) parsed = parse("\u0000");
  let line = 1;
  const rows = parsed.data.map((cells) => {
    const row = { line, cells: cells.map((cell) => cell.trim()) };
    for (const cell of cells) line += cell.split("\n").length - 1;
    line++;
    return row;
  });
  const lines = new Set(broken().map(({ row = 0 }) => rows[row]?.line ?? 1));
  const problems = [...lines].map(
    (at): TableProblem => ({ line: at, message: { key: "imports.problems.quotes" }, level: "error" }),
  );
  return { rows, delimiter, problems };
}

/**
 * A text as rows, split at the delimiter (comma, semicolon, tab) under which its first rows are what `isTheirs` looks for;
 * null if there is no such delimiter. Guessing from the text alone fails where dates contain more commas than the rows.
 */
export function readTable(
  text: string,
  isTheirs: (head: Row[], delimiter: Delimiter) => boolean,
): Table | null {
  const lines = text.replace(/\r\n?/g, "\n");
  for (const delimiter of delimiters) {
    const head = tableOf(lines, delimiter, headRows);
    if (!isTheirs(head.rows, delimiter)) continue;
    if (!hasMoreLines(lines, linesMax)) return tableOf(lines, delimiter);
    const message: Message = { key: "imports.problems.lines_max", values: { max: linesMax } };
    return { ...head, problems: [{ line: linesMax + 1, message, level: "error" }] };
  }
  return null;
}

function hasMoreLines(text: string, most: number): boolean {
  let at = -1;
  for (let count = 0; count < most; count++) {
    at = text.indexOf("\n", at + 1);
    if (at < 0) return false;
  }
  return at < text.length - 1;
}

export const isEmptyRow = ({ cells }: Row): boolean => cells.every((cell) => cell === "");

/** A header as its letters and digits only: `"Name (Original Name)"` is `nameoriginalname`. */
export const headKey = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");

/** The positions of the wanted columns in a header row, each by any of its `headKey`s; -1 for a missing one. */
export function columnsOf<Name extends string>(
  row: Row,
  wanted: Record<Name, readonly string[]>,
): Record<Name, number> {
  const keys = row.cells.map(headKey);
  const found = Object.entries<readonly string[]>(wanted).map(([name, accepted]) => [
    name,
    keys.findIndex((key) => accepted.includes(key)),
  ]);
  return Object.fromEntries(found) as Record<Name, number>;
}

/** A row's cell; empty if the row is too short, the column is missing (-1), or the cell is a dash. */
export function cellOf(row: Row, column: number): string {
  const text = row.cells[column] ?? "";
  return /^[-–—]+$/.test(text) || /^n\/a$/i.test(text) ? "" : text;
}

/** An address in lower case; null if the cell has none. */
export function addressOf(text: string): string | null {
  const address = text.trim().toLowerCase();
  return /^[^\s@]+@[^\s@]+$/.test(address) ? address : null;
}

/** A name on one line, without cut characters. */
export const tidyName = (text: string): string =>
  text.toWellFormed().replaceAll("\u0000", "").replace(/\s+/gu, " ").trim();

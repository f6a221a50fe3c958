import type { ReactNode } from "react";
import type { GlossaryKey, Words } from "@/lib/glossary/glossary";

/** The glossary entries that a table shows: sent to the browser in place of the whole glossary. */
export type TableWords = Partial<Record<GlossaryKey, Words>>;

/** A column of a data table, declared once. A column of numbers names its glossary key, which gives its label and explanation. */
export type Column<Row> = {
  id: string;
  cell: (row: Row) => ReactNode;
  /** A second line, smaller, under the first. */
  detail?: (row: Row) => ReactNode;
  /** The server can sort by it, under this id. */
  sortable?: boolean;
  /** The direction when first chosen; numbers best begin with the largest. */
  first?: "up" | "down";
  align?: "start" | "end";
  /** Not shown until the reader asks for it. */
  hidden?: boolean;
  /** Cannot be hidden. */
  fixed?: boolean;
  /**
   * What a phone shows of it: the strip, or in the line under it what this says of the row, null for nothing. A table that says so for any of
   * its columns has rows on a phone in place of columns: the first column, the strip, and the line.
   */
  phone?: "strip" | ((row: Row) => ReactNode);
  className?: string;
} & (
  | { term?: never; label: string }
  | {
      term: GlossaryKey;
      /** A shorter head than the glossary's. */
      label?: string;
    }
);

/** The glossary keys that columns name: the server picks their words. */
export const termsOf = <Row>(columns: readonly Column<Row>[]): GlossaryKey[] =>
  columns.flatMap(({ term }) => term ?? []);

"use client";

import { count } from "@/lib/platform/format";
import { Button } from "../ui/button";
import type { Table } from "./use-data-table";

/** "1 to 12 of 131 viewers" and buttons to the previous and next page. */
export function Pager<Row extends object>({
  table,
  noun,
  note,
}: {
  table: Table<Row>;
  /** What is counted, in the plural: "viewers". */
  noun: string;
  /** More to say about the total: "12 of them anonymous". */
  note?: string | undefined;
}) {
  const { pageIndex, pageSize } = table.state.pagination;
  const total = table.getRowCount();
  if (total === 0) return null;
  const offset = Math.round(pageIndex * pageSize);
  const last = Math.min(offset + pageSize, total);
  return (
    <nav aria-label={`Pages of ${noun}`} className="flex items-center gap-2 pt-3 text-small text-ink-2">
      <p aria-live="polite" className="tabular-nums">
        {count(Math.min(offset + 1, total))} to {count(last)} of {count(total)} {noun}
        {note ? `, ${note}` : ""}
      </p>
      {total > pageSize || offset > 0 ? (
        <div className="ml-auto flex flex-none gap-1 print:hidden">
          <Button disabled={!table.getCanPreviousPage()} onClick={() => table.previousPage()}>
            Previous
          </Button>
          <Button disabled={last >= total} onClick={() => table.nextPage()}>
            Next
          </Button>
        </div>
      ) : null}
    </nav>
  );
}

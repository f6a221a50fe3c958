"use client";

import { Button } from "../ui/button";
import { useLanguage } from "../ui/use-language";
import type { Table } from "./use-data-table";

/** "1 to 12 of 131 viewers" and buttons to the previous and next page. */
export function Pager<Row extends object>({
  table,
  noun = "any",
  note,
}: {
  table: Table<Row>;
  /** What is counted, where the page says more than numbers. */
  noun?: "courses" | "imports" | "messages" | "people" | "sessions" | "tokens" | "videos" | "viewers" | "any";
  /** More to say about the total: "12 of them anonymous". */
  note?: string | undefined;
}) {
  const { t } = useLanguage();
  const { pageIndex, pageSize } = table.state.pagination;
  const total = table.getRowCount();
  if (total === 0) return null;
  const offset = Math.round(pageIndex * pageSize);
  const last = Math.min(offset + pageSize, total);
  const rows = t(`tables.rows.${noun}`, { from: Math.min(offset + 1, total), to: last, total });
  return (
    <nav
      aria-label={t(`tables.pages.${noun}`)}
      className="flex items-center gap-2 pt-3 text-small text-ink-2"
    >
      <p aria-live="polite" className="tabular-nums">
        {note ? t("tables.rows_with_note", { rows, note }) : rows}
      </p>
      {total > pageSize || offset > 0 ? (
        <div className="ml-auto flex flex-none gap-1 print:hidden">
          <Button disabled={!table.getCanPreviousPage()} onClick={() => table.previousPage()}>
            {t("ui.previous")}
          </Button>
          <Button disabled={last >= total} onClick={() => table.nextPage()}>
            {t("ui.next")}
          </Button>
        </div>
      ) : null}
    </nav>
  );
}

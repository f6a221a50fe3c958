"use client";

import {
  columnVisibilityFeature,
  type RowData,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import Link from "next/link";
import { type ReactNode, useMemo } from "react";
import { Ask, type Why } from "../ui/ask";
import { Checkbox } from "../ui/checkbox";
import { classNames } from "../ui/class-names";
import { SortButton } from "./sort-button";
import { type Sort, type SortValue, sortRows } from "./sort-rows";
import { useSelected, useSort, useTurnedColumns, type Where } from "./table-state";

export type Column<Row> = {
  id: string;
  label: string;
  /** Makes the head a question: why this number. */
  why?: Why;
  cell: (row: Row) => ReactNode;
  /** A second line, smaller, under the first. */
  detail?: (row: Row) => ReactNode;
  /** What it sorts by; without it the column does not sort here. */
  value?: (row: Row) => SortValue;
  /** For tables that the server sorts: this column may be asked for. */
  sortable?: boolean;
  /** The way it runs when first chosen; numbers best run down. */
  first?: "up" | "down";
  align?: "start" | "end";
  /** Not shown until asked for. */
  hidden?: boolean;
  /** Cannot be hidden. */
  fixed?: boolean;
  className?: string;
};

const features = tableFeatures({ rowSortingFeature, columnVisibilityFeature, rowSelectionFeature });

/**
 * Rows and columns: sorts, hides columns, selects, and opens a row as a link (its first column's link covers the row, so
 * that a middle click works anywhere). Sort, columns and selection live in the URL.
 */
export function DataTable<Row extends RowData>({
  name,
  label,
  columns,
  rows,
  rowId,
  rowHref,
  rowName,
  sorting = "client",
  defaultSort = null,
  selectable = false,
  tall = false,
  empty,
}: {
  /** Sets this table's URL keys apart from another's on the page. */
  name?: string;
  /** What the table holds, for those who cannot see it. */
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowId: (row: Row) => string;
  rowHref?: (row: Row) => string;
  /** Names a row for its checkbox; needed when selectable. */
  rowName?: (row: Row) => string;
  sorting?: Where;
  defaultSort?: Sort | null;
  selectable?: boolean;
  /** Rows of 52 px, for two lines or a picture; else 36. */
  tall?: boolean;
  /** In place of the rows when there are none. */
  empty?: ReactNode;
}) {
  const [sort, setSort] = useSort(name, sorting, defaultSort);
  const [turned] = useTurnedColumns(name);
  const [selected, setSelected] = useSelected(name);

  const sortedBy = columns.find((column) => column.id === sort?.id);
  const data = useMemo(
    () =>
      sorting === "client" && sort && sortedBy?.value
        ? sortRows(rows, sortedBy.value, sort.descending)
        : rows,
    [rows, sort, sortedBy, sorting],
  );
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        header: column.label,
        // TanStack sorts only columns that have a value.
        accessorFn: column.value ?? (() => null),
        enableSorting: sorting === "client" ? !!column.value : !!column.sortable,
        sortDescFirst: column.first === "down",
        enableHiding: !column.fixed,
      })),
    [columns, sorting],
  );

  const table = useTable({
    features,
    data,
    columns: definitions,
    getRowId: rowId,
    // The rows come sorted, from the server or from sortRows: what is unknown must stay last both ways.
    manualSorting: true,
    enableMultiSort: false,
    enableSortingRemoval: false,
    state: {
      sorting: sort ? [{ id: sort.id, desc: sort.descending }] : [],
      columnVisibility: Object.fromEntries(
        columns.map((column) => [column.id, !column.hidden !== turned.includes(column.id)]),
      ),
      rowSelection: Object.fromEntries(selected.map((id) => [id, true as const])),
    },
    onSortingChange: (update) => {
      const before = sort ? [{ id: sort.id, desc: sort.descending }] : [];
      const next = (typeof update === "function" ? update(before) : update)[0];
      if (next) setSort({ id: next.id, descending: next.desc });
    },
    onRowSelectionChange: (update) => {
      const before = Object.fromEntries(selected.map((id) => [id, true as const]));
      const next = typeof update === "function" ? update(before) : update;
      setSelected(Object.keys(next).filter((id) => next[id]));
    },
  });

  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const firstId = headers[0]?.column.id;
  if (rows.length === 0 && empty) return <div className="mt-4">{empty}</div>;

  return (
    <div className="mt-4 max-[1200px]:-mx-2 max-[1200px]:overflow-x-auto max-[1200px]:px-2">
      <table className="w-full border-collapse text-small">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr>
            {selectable ? (
              <th scope="col" className={classNames(head, "w-8 pr-4 pl-0 print:hidden")}>
                <Checkbox
                  className="-my-1 align-bottom"
                  aria-label="Select all"
                  checked={table.getIsAllRowsSelected()}
                  some={table.getIsSomeRowsSelected()}
                  onChange={table.getToggleAllRowsSelectedHandler()}
                />
              </th>
            ) : null}
            {headers.map((header) => {
              const column = byId.get(header.column.id);
              if (!column) return null;
              const way = header.column.getIsSorted();
              return (
                <th
                  key={header.id}
                  scope="col"
                  aria-sort={way ? (way === "desc" ? "descending" : "ascending") : undefined}
                  className={classNames(
                    head,
                    column.align === "end" ? "text-right" : "text-left",
                    !selectable && "first:pl-0",
                    "last:pr-0",
                    column.id === firstId && classNames(firstColumn, "max-desk:z-3"),
                  )}
                >
                  <span
                    className={classNames(
                      "inline-flex items-center gap-1",
                      // The arrow stands left of a number's head, so that the head ends where its numbers end.
                      column.align === "end" && "flex-row-reverse",
                    )}
                  >
                    {column.why ? <Ask why={column.why}>{column.label}</Ask> : null}
                    {header.column.getCanSort() ? (
                      <SortButton
                        way={way}
                        align={column.align ?? "start"}
                        onClick={header.column.getToggleSortingHandler()}
                        {...(column.why ? { label: `Sort by ${column.label}` } : { children: column.label })}
                      />
                    ) : column.why ? null : (
                      column.label
                    )}
                  </span>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => {
            const chosen = row.getIsSelected();
            const href = rowHref?.(row.original);
            return (
              <tr
                key={row.id}
                aria-selected={selectable ? chosen : undefined}
                className={classNames(
                  "group/row relative",
                  chosen
                    ? // It reaches 8 px past the table at either side.
                      "isolate [&>td:first-child]:before:absolute [&>td:first-child]:before:-inset-x-2 [&>td:first-child]:before:top-0 [&>td:first-child]:before:bottom-px [&>td:first-child]:before:-z-1 [&>td:first-child]:before:bg-accent-wash [&>td:first-child]:before:content-['']"
                    : "hover:bg-hover",
                )}
              >
                {selectable ? (
                  <td className={classNames(cell, tall ? "h-13" : "h-9", "w-8 pr-4 pl-0 print:hidden")}>
                    <Checkbox
                      className="relative z-1"
                      aria-label={`Select ${rowName?.(row.original) ?? row.id}`}
                      checked={chosen}
                      onChange={row.getToggleSelectedHandler()}
                    />
                  </td>
                ) : null}
                {row.getVisibleCells().map((item) => {
                  const column = byId.get(item.column.id);
                  if (!column) return null;
                  const content = column.cell(row.original);
                  return (
                    <td
                      key={item.id}
                      className={classNames(
                        cell,
                        tall ? "h-13 py-1.5" : "h-9 py-[7px]",
                        column.align === "end" && "text-right whitespace-nowrap",
                        !selectable && "first:pl-0",
                        "last:pr-0",
                        column.id === firstId && classNames(firstColumn, "max-desk:z-1"),
                        column.id === firstId &&
                          (chosen ? "max-desk:bg-accent-wash" : "max-desk:group-hover/row:bg-hover"),
                        column.className,
                      )}
                    >
                      {href && column.id === firstId ? (
                        <Link
                          href={href}
                          // A page of rows would ask the server for as many pages that nobody opens.
                          prefetch={false}
                          className="font-medium text-ink after:absolute after:inset-0 hover:text-accent hover:no-underline focus-visible:shadow-none focus-visible:after:rounded-md focus-visible:after:shadow-focus"
                        >
                          {content}
                        </Link>
                      ) : (
                        content
                      )}
                      {column.detail ? (
                        <small className="block text-axis text-ink-3">{column.detail(row.original)}</small>
                      ) : null}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const head =
  "sticky top-0 z-2 border-b border-line-strong bg-bg px-2 py-2 align-bottom text-axis font-medium whitespace-nowrap text-ink-2 [font-stretch:95%]";
const cell = "border-b border-line px-2 align-middle";
/** On a phone the table runs sideways under its first column. */
const firstColumn = "max-desk:sticky max-desk:left-0 max-desk:min-w-44 max-desk:bg-bg";

"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { Sort } from "@/lib/http/list-url";
import { Checkbox } from "../ui/checkbox";
import { classNames } from "../ui/class-names";
import { Explain, type Explanation } from "../ui/explain";
import { SortButton } from "./sort-button";
import { isShown, useSelected, useSort, useTurnedColumns } from "./table-state";

/** Only tables whose rows can be selected load it. */

export type Column<Row> = {
  id: string;
  label: string;
  /** Puts an explanation behind the head. */
  explanation?: Explanation;
  cell: (row: Row) => ReactNode;
  /** A second line, smaller, under the first. */
  detail?: (row: Row) => ReactNode;
  /** The server can sort by it, under this id. */
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

/**
 * Rows and columns: sorts, hides columns, selects, and opens a row as a link (its first column's link covers the row, so
 * that a middle click works anywhere). Sort, columns and selection live in the URL.
 */
export function DataTable<Row>({
  name,
  label,
  columns,
  rows,
  rowId,
  rowHref,
  rowName,
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
  defaultSort?: Sort | null;
  selectable?: boolean;
  /** Rows of 52 px, for two lines or a picture; else 36. */
  tall?: boolean;
  /** In place of the rows when there are none. */
  empty?: ReactNode;
}) {
  const [sort, setSort] = useSort(name, defaultSort);
  const [turned] = useTurnedColumns(name);
  const [selected, setSelected] = useSelected(name);

  const shown = columns.filter((column) => isShown(column, turned));
  const ids = rows.map(rowId);
  const chosenIds = new Set(selected);
  const allChosen = ids.length > 0 && ids.every((id) => chosenIds.has(id));
  /** Selects rows or lets them go; what is selected on other pages stays. */
  const select = (changed: string[], chosen: boolean) => {
    const others = selected.filter((id) => !changed.includes(id));
    setSelected(chosen ? [...others, ...changed] : others);
  };

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
                  checked={allChosen}
                  some={!allChosen && ids.some((id) => chosenIds.has(id))}
                  onChange={(event) => select(ids, event.target.checked)}
                />
              </th>
            ) : null}
            {shown.map((column, index) => {
              const sorted = sort?.id === column.id;
              const way = sorted && (sort.descending ? "desc" : "asc");
              return (
                <th
                  key={column.id}
                  scope="col"
                  aria-sort={way ? (way === "desc" ? "descending" : "ascending") : undefined}
                  className={classNames(
                    head,
                    column.align === "end" ? "text-right" : "text-left",
                    !selectable && "first:pl-0",
                    "last:pr-0",
                    index === 0 && classNames(firstColumn, "max-desk:z-3"),
                  )}
                >
                  <span
                    className={classNames(
                      "inline-flex items-center gap-1",
                      // The arrow stands left of a number's head, so that the head ends where its numbers end.
                      column.align === "end" && "flex-row-reverse",
                    )}
                  >
                    {column.explanation ? (
                      <Explain explanation={column.explanation}>{column.label}</Explain>
                    ) : null}
                    {column.sortable ? (
                      <SortButton
                        way={way}
                        align={column.align ?? "start"}
                        onClick={() =>
                          setSort({
                            id: column.id,
                            descending: sorted ? !sort.descending : column.first === "down",
                          })
                        }
                        {...(column.explanation
                          ? { label: `Sort by ${column.label}` }
                          : { children: column.label })}
                      />
                    ) : column.explanation ? null : (
                      column.label
                    )}
                  </span>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const id = rowId(row);
            const chosen = chosenIds.has(id);
            const href = rowHref?.(row);
            return (
              <tr
                key={id}
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
                      aria-label={`Select ${rowName?.(row) ?? id}`}
                      checked={chosen}
                      onChange={(event) => select([id], event.target.checked)}
                    />
                  </td>
                ) : null}
                {shown.map((column, index) => {
                  const content = column.cell(row);
                  return (
                    <td
                      key={column.id}
                      className={classNames(
                        cell,
                        tall ? "h-13 py-1.5" : "h-9 py-[7px]",
                        column.align === "end" && "text-right whitespace-nowrap",
                        !selectable && "first:pl-0",
                        "last:pr-0",
                        index === 0 && classNames(firstColumn, "max-desk:z-1"),
                        index === 0 &&
                          (chosen ? "max-desk:bg-accent-wash" : "max-desk:group-hover/row:bg-hover"),
                        column.className,
                      )}
                    >
                      {href && index === 0 ? (
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
                        <small className="block text-axis text-ink-3">{column.detail(row)}</small>
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

"use client";

import { lazy, type ReactNode, Suspense } from "react";
import { Checkbox } from "../ui/checkbox";
import { classNames } from "../ui/class-names";
import { useLanguage } from "../ui/use-language";
import { HeadCell } from "./head-cell";
import { PhoneRows } from "./phone-rows";
import { RowLink } from "./row-link";
import { SelectRow } from "./select-row";
import { Sideways } from "./sideways";
import { contentOf, type RowOf, type Table } from "./use-data-table";

const VirtualRows = lazy(() => import("./virtual-rows"));

/** From here on only the rows in the window are drawn. */
const virtualFrom = 200;

/** One line, one line with a picture, or two lines. */
const rowHeights = {
  low: { px: 28, className: "h-7" },
  normal: { px: 36, className: "h-9 py-[7px]" },
  tall: { px: 52, className: "h-13 py-1.5" },
} as const;

type Props<Row extends object> = {
  table: Table<Row>;
  /** The table's accessible name. */
  label: string;
  rowHref?: (row: Row) => string | null;
  /** Names a row for its checkbox; needed when rows can be selected. */
  rowName?: (row: Row) => string;
  height?: keyof typeof rowHeights;
  /** The columns are as wide as their classes say, whatever they hold. */
  fixedWidths?: boolean;
  /** A row on a phone, in place of the table. */
  phoneRow?: (row: Row) => ReactNode;
  /** In place of the rows when there are none. */
  empty?: ReactNode;
};

/**
 * Rows and columns: sorts, selects, and opens a row as a link (its first column's link covers the row, so that a middle
 * click works anywhere).
 */
export function DataTable<Row extends object>(props: Props<Row>) {
  const { table, label, fixedWidths = false, height = "normal", phoneRow, empty } = props;
  const { t } = useLanguage();
  const selectable = table.options.enableRowSelection === true;
  const { rows } = table.getRowModel();
  const virtual = rows.length > virtualFrom;
  const row = (index: number) => {
    const one = rows[index];
    return one ? (
      <DataRow key={one.id} {...props} row={one} {...(virtual ? { position: index + 2 } : {})} />
    ) : null;
  };
  if (rows.length === 0 && empty) return <div className="mt-4">{empty}</div>;
  const asRows = table.getAllColumns().some(({ columnDef }) => columnDef.meta?.phone);
  return (
    <>
      <Sideways long={virtual} className={classNames("mt-4", (phoneRow || asRows) && "max-columns:hidden")}>
        <table
          className={classNames("w-full border-collapse text-small", fixedWidths && "table-fixed")}
          aria-rowcount={virtual ? rows.length + 1 : undefined}
        >
          <caption className="sr-only">{label}</caption>
          <thead>
            <tr>
              {selectable ? (
                <th scope="col" className={classNames(head, "w-8 pr-4 pl-0 print:hidden")}>
                  <Checkbox
                    className="-my-1 align-bottom"
                    aria-label={t("tables.select_all")}
                    checked={table.getIsAllPageRowsSelected()}
                    some={table.getIsSomePageRowsSelected()}
                    onChange={(event) => table.toggleAllPageRowsSelected(event.target.checked)}
                  />
                </th>
              ) : null}
              {table.getHeaderGroups()[0]?.headers.map((header, index) => (
                <HeadCell
                  key={header.id}
                  head={header}
                  className={classNames(
                    head,
                    !selectable && "first:pl-0",
                    "last:pr-0",
                    index === 0 && "first-column",
                    header.column.columnDef.meta?.className,
                  )}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {virtual ? (
              <Suspense>
                <VirtualRows count={rows.length} rowHeight={rowHeights[height].px}>
                  {row}
                </VirtualRows>
              </Suspense>
            ) : (
              rows.map((_, index) => row(index))
            )}
          </tbody>
        </table>
      </Sideways>
      {asRows ? <PhoneRows {...props} /> : null}
      {phoneRow ? (
        <ul className="mt-4 border-t border-line columns:hidden">
          {rows.map(({ id, original }) => (
            <li key={id} className="border-b border-line py-2.5 text-small">
              {phoneRow(original)}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function DataRow<Row extends object>({
  row,
  rowHref,
  rowName,
  height = "normal",
  position,
}: Props<Row> & {
  row: RowOf<Row>;
  /** Its number among all rows, counting the head as the first, when only some are drawn. */
  position?: number;
}) {
  const selectable = row.getCanSelect();
  const selected = row.getIsSelected();
  const href = rowHref?.(row.original);
  return (
    <tr
      aria-rowindex={position}
      aria-selected={selectable ? selected : undefined}
      className={classNames(
        "group/row relative",
        selected
          ? // It extends 8 px beyond the table at either side.
            "isolate [&>td:first-child]:before:absolute [&>td:first-child]:before:-inset-x-2 [&>td:first-child]:before:top-0 [&>td:first-child]:before:bottom-px [&>td:first-child]:before:-z-1 [&>td:first-child]:before:bg-accent-wash [&>td:first-child]:before:content-['']"
          : "hover:bg-hover",
      )}
    >
      {selectable ? (
        <td className={classNames(cell, rowHeights[height].className, "w-8 pr-4 pl-0 print:hidden")}>
          <SelectRow row={row} rowName={rowName} />
        </td>
      ) : null}
      {row.getVisibleCells().map((one, index) => {
        const { align, className, detail } = one.column.columnDef.meta ?? {};
        const content = contentOf(one);
        return (
          <td
            key={one.id}
            className={classNames(
              cell,
              rowHeights[height].className,
              align === "end" && "text-right whitespace-nowrap",
              !selectable && "first:pl-0",
              "last:pr-0",
              index === 0 && "first-column",
              className,
            )}
          >
            {href && index === 0 ? <RowLink href={href}>{content}</RowLink> : content}
            {detail ? (
              <small className="block text-axis text-ink-3">{detail(row.original as never)}</small>
            ) : null}
          </td>
        );
      })}
    </tr>
  );
}

const head =
  "sticky top-0 z-2 border-b border-line-strong bg-bg px-2 py-2 align-bottom text-axis font-medium whitespace-nowrap text-ink-2 [font-stretch:95%]";
const cell = "border-b border-line px-2 align-middle";

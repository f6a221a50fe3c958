"use client";

import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { Icon } from "../ui/icon";
import { Options, Select } from "../ui/input";
import { useLanguage } from "../ui/use-language";
import { RowLink } from "./row-link";
import { SelectRow } from "./select-row";
import { contentOf, type RowOf, type Table } from "./use-data-table";

type Props<Row extends object> = {
  table: Table<Row>;
  /** The list's accessible name. */
  label: string;
  rowHref?: (row: Row) => string | null;
  rowName?: (row: Row) => string;
};

/** A data table's rows on a phone: what the first column says, the strip, and one line of what the other columns say there. */
export function PhoneRows<Row extends object>({ table, label, rowHref, rowName }: Props<Row>) {
  return (
    <div className="mt-4 columns:hidden print:hidden">
      <Order table={table} />
      <ul aria-label={label} className="mt-3 border-t border-line">
        {table.getRowModel().rows.map((row) => (
          <li
            key={row.id}
            className={classNames(
              "relative flex gap-3 border-b border-line py-2.5 text-small",
              row.getIsSelected() && "bg-accent-wash",
            )}
          >
            {row.getCanSelect() ? <SelectRow row={row} rowName={rowName} /> : null}
            <PhoneRow row={row} href={rowHref?.(row.original)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function PhoneRow<Row extends object>({ row, href }: { row: RowOf<Row>; href: string | null | undefined }) {
  const [first, ...others] = row.getVisibleCells();
  if (!first) return null;
  const { detail } = first.column.columnDef.meta ?? {};
  const name = contentOf(first);
  const ofPhone = others.map((cell) => ({ cell, phone: cell.column.columnDef.meta?.phone }));
  const line = ofPhone.flatMap(({ cell, phone }) => {
    const said = typeof phone === "function" ? phone(row.original as never) : null;
    return said === null ? [] : { id: cell.id, said };
  });
  return (
    <div className="min-w-0 flex-1">
      {href ? <RowLink href={href}>{name}</RowLink> : name}
      {detail ? <small className="block text-axis text-ink-3">{detail(row.original as never)}</small> : null}
      {ofPhone.map(({ cell, phone }) =>
        phone === "strip" ? (
          <div key={cell.id} className="my-1.5">
            {contentOf(cell)}
          </div>
        ) : null,
      )}
      <p className="mt-1 flex flex-wrap items-baseline gap-x-3 text-axis text-ink-2 tabular-nums">
        {line.map(({ id, said }) => (
          <span key={id}>{said}</span>
        ))}
      </p>
    </div>
  );
}

/** By which column the rows are sorted, and in which direction: the heads of a table say it where there are columns. */
function Order<Row extends object>({ table }: { table: Table<Row> }) {
  const { t } = useLanguage();
  const sortable = table.getVisibleLeafColumns().filter((column) => column.getCanSort());
  const sorted = sortable.find((column) => column.getIsSorted());
  if (sortable.length === 0) return null;
  return (
    <div className="flex gap-2">
      <Select
        aria-label={t("tables.order")}
        value={sorted?.id ?? ""}
        onChange={(event) => table.getColumn(event.target.value)?.toggleSorting()}
      >
        <Options of={sortable.map(({ id, columnDef }) => [id, columnDef.meta?.label ?? id])} />
      </Select>
      {sorted ? (
        <Button aria-label={t("tables.reverse_order")} onClick={() => sorted.toggleSorting()}>
          <Icon name={sorted.getIsSorted() === "asc" ? "up" : "down"} />
        </Button>
      ) : null}
    </div>
  );
}

"use client";

import type { ReactNode } from "react";
import { Menu } from "../ui/menu";
import { isShown, useFilter, useTurnedColumns, type Where } from "./table-state";

/** The line above a table: search and filters at the left, the count and the columns at the right. */
export function Toolbar({ children, end }: { children?: ReactNode; end?: ReactNode }) {
  return (
    <div role="toolbar" aria-label="Table" className="mt-6 flex flex-wrap items-center gap-2 print:hidden">
      {children}
      {end ? <div className="ml-auto flex items-center gap-2 text-ink-2 tabular-nums">{end}</div> : null}
    </div>
  );
}

/** One choice among a few, kept in the URL: "Course any", or the choice in the accent's colour. */
export function FilterMenu({
  name,
  filter,
  where = "server",
  label,
  any = "any",
  options,
}: {
  name?: string;
  /** The URL's key. */
  filter: string;
  where?: Where;
  label: string;
  /** How no choice reads. */
  any?: string;
  options: { value: string; label: string }[];
}) {
  const [chosen, choose] = useFilter(name, filter, where);
  const option = options.find((candidate) => candidate.value === chosen);
  return (
    <Menu
      label={label}
      value={option?.label ?? any}
      look={option ? "active" : "plain"}
      entries={[
        { type: "radio", label: any, checked: !option, onSelect: () => choose(null) },
        ...options.map((candidate) => ({
          type: "radio" as const,
          label: candidate.label,
          checked: candidate.value === chosen,
          onSelect: () => choose(candidate.value),
        })),
      ]}
    />
  );
}

/** Which columns are shown. */
export function ColumnsMenu({
  name,
  columns,
}: {
  name?: string;
  columns: { id: string; label: string; hidden?: boolean; fixed?: boolean }[];
}) {
  const [turned, turn] = useTurnedColumns(name);
  const shown = columns.filter((column) => isShown(column, turned)).length;
  return (
    <Menu
      label="Columns"
      value={`${shown} of ${columns.length}`}
      align="end"
      entries={columns.map((column) => ({
        type: "check",
        label: column.label,
        checked: isShown(column, turned),
        disabled: column.fixed ?? false,
        onSelect: () =>
          turn(turned.includes(column.id) ? turned.filter((id) => id !== column.id) : [...turned, column.id]),
      }))}
    />
  );
}

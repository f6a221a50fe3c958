"use client";

import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { SearchInput } from "../ui/input";
import { Menu } from "../ui/menu";
import { isShown, useFilter, useSearch, useTurnedColumns, type Where } from "./table-state";

/** The line above a table: search and filters at the left, the count and the columns at the right. */
export function Toolbar({ children, end }: { children?: ReactNode; end?: ReactNode }) {
  return (
    <div role="toolbar" aria-label="Table" className="mt-6 flex flex-wrap items-center gap-2 print:hidden">
      {children}
      {end ? <div className="ml-auto flex items-center gap-2 text-ink-2 tabular-nums">{end}</div> : null}
    </div>
  );
}

/** A search kept in the URL. */
export function SearchField({
  name,
  where = "server",
  label,
}: {
  name?: string;
  where?: Where;
  label: string;
}) {
  const [text, search] = useSearch(name, where);
  return (
    <SearchInput
      label={label}
      className="w-58 max-desk:w-full"
      value={text}
      onChange={(event) => search(event.target.value)}
    />
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

/** Several choices among a few, kept in the URL as a list: "Course 2 of 5". None is all. */
export function ChoicesMenu({
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
  any?: string;
  options: { value: string; label: string }[];
}) {
  const [text, choose] = useFilter(name, filter, where);
  const chosen = (text?.split(",") ?? []).filter((value) => options.some((option) => option.value === value));
  const only = chosen.length === 1 ? options.find(({ value }) => value === chosen[0])?.label : undefined;
  return (
    <Menu
      label={label}
      value={only ?? (chosen.length === 0 ? any : `${chosen.length} of ${options.length}`)}
      look={chosen.length ? "active" : "plain"}
      entries={options.map((option) => {
        const checked = chosen.includes(option.value);
        return {
          type: "check" as const,
          label: option.label,
          checked,
          onSelect: () =>
            choose(
              (checked ? chosen.filter((value) => value !== option.value) : [...chosen, option.value]).join(
                ",",
              ) || null,
            ),
        };
      })}
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

/** What can be done with the selected rows, at the foot of the window while there are any. */
export function SelectionBar({
  count,
  noun,
  note,
  onClear,
  children,
}: {
  count: number;
  /** "video", with its plural when that is not an s. */
  noun: [one: string, many: string];
  note?: ReactNode;
  onClear: () => void;
  children?: ReactNode;
}) {
  if (count === 0) return null;
  return (
    <section
      aria-label="Selection"
      className="sticky bottom-4 z-10 -mx-4 mt-6 flex min-h-14 flex-wrap items-center gap-3 rounded-md bg-raised py-2 pr-3 pl-4 text-small shadow-float print:hidden max-desk:mx-0"
    >
      <b className="text-ink" aria-live="polite">
        {count} {count === 1 ? noun[0] : noun[1]} selected
      </b>
      {note ? <span className="text-ink-2">{note}</span> : null}
      <span className="ml-auto flex gap-2">
        <Button look="quiet" onClick={onClear}>
          Clear
        </Button>
        {children}
      </span>
    </section>
  );
}

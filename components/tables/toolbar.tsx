"use client";

import { type ReactNode, startTransition, useState } from "react";
import { useDebouncedCallback } from "use-debounce";
import { urlKey } from "@/lib/http/list-url";
import { SearchInput } from "../ui/input";
import { LinkButton } from "../ui/link-button";
import { choiceOf, Menu } from "../ui/menu";
import { useUrlChange, useUrlValue } from "../ui/url-state";
import { useLanguage } from "../ui/use-language";
import type { Table } from "./use-data-table";

/* What is above a table. Search and filters are in the URL, where the server reads them; a change returns to the first page. */

/** The line above a table: search and filters at the left, the count and the columns at the right. */
export function Toolbar({ children, end }: { children?: ReactNode; end?: ReactNode }) {
  const { t } = useLanguage();
  return (
    <div
      role="toolbar"
      aria-label={t("tables.toolbar")}
      className="mt-6 flex flex-wrap items-center gap-2 print:hidden"
    >
      {children}
      {end ? <div className="ml-auto flex items-center gap-2 text-ink-2 tabular-nums">{end}</div> : null}
    </div>
  );
}

/** Milliseconds without typing before a search starts. */
const debounceMs = 250;

/** A search; the URL changes in place once the typing pauses. */
export function SearchField({
  name,
  param = "q",
  label,
}: {
  name?: string;
  /** The URL's key. */
  param?: string;
  label: string;
}) {
  const key = urlKey(name, param);
  const [searched, change] = useUrlValue(key, { push: false, server: true });
  // The typed text until the URL has it; null otherwise, so that back and forward update the field.
  const [typed, setTyped] = useState<string | null>(null);
  const search = useDebouncedCallback(
    (text: string) =>
      startTransition(() => {
        change({ [key]: text || null, [urlKey(name, "offset")]: null });
        setTyped(null);
      }),
    debounceMs,
  );
  return (
    <SearchInput
      label={label}
      className="w-58 max-desk:w-full"
      value={typed ?? searched ?? ""}
      onChange={(event) => {
        setTyped(event.target.value);
        search(event.target.value);
      }}
    />
  );
}

/** One filter's value; null is "any". */
export function useFilter(name: string | undefined, filter: string) {
  const key = urlKey(name, filter);
  const [value, change] = useUrlValue(key, { push: true, server: true });
  return [value, (next: string | null) => change({ [key]: next, [urlKey(name, "offset")]: null })] as const;
}

type FilterProps = {
  name?: string;
  /** The URL's key. */
  filter: string;
  label: string;
  /** The text without a choice. */
  any?: string;
  options: { value: string; label: string }[];
};

/** One choice among a few: "Course any", or the choice in the accent's colour. */
export function FilterMenu({ name, filter, label, any: given, options }: FilterProps) {
  const { t } = useLanguage();
  const any = given ?? t("ui.any");
  const [chosen, choose] = useFilter(name, filter);
  const option = options.find((candidate) => candidate.value === chosen);
  return (
    <Menu
      label={label}
      value={option?.label ?? any}
      look={option ? "active" : "plain"}
      entries={choiceOf([{ value: null, label: any }, ...options], option?.value ?? null, choose)}
    />
  );
}

/** Several choices among a few, a list in the URL: "Course 2 of 5". None is all. */
export function ChoicesMenu({ name, filter, label, any, options }: FilterProps) {
  const { t } = useLanguage();
  const [text, choose] = useFilter(name, filter);
  const chosen = (text?.split(",") ?? []).filter((value) => options.some((option) => option.value === value));
  const only = chosen.length === 1 ? options.find(({ value }) => value === chosen[0])?.label : undefined;
  return (
    <Menu
      label={label}
      value={
        only ??
        (chosen.length === 0
          ? (any ?? t("ui.any"))
          : t("tables.of_all", { part: chosen.length, all: options.length }))
      }
      look={chosen.length ? "active" : "plain"}
      entries={options.map((option) => {
        const checked = chosen.includes(option.value);
        const next = checked ? chosen.filter((value) => value !== option.value) : [...chosen, option.value];
        return {
          type: "check" as const,
          label: option.label,
          checked,
          onSelect: () => choose(next.join(",") || null),
        };
      })}
    />
  );
}

/** Keys that are not filters: they stay when the filters are cleared. */
const kept = ["sort", "columns", "selected"];

/** The list without filters. The address changes at once, so that what is typed before the answer adds to it. */
export function ClearFilters({ href }: { href: string }) {
  const { t } = useLanguage();
  const change = useUrlChange({ push: true, server: true });
  return (
    <LinkButton
      look="quiet"
      href={href}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        const keys = [...new URLSearchParams(window.location.search).keys()];
        change(Object.fromEntries(keys.filter((key) => !kept.includes(key)).map((key) => [key, null])));
      }}
    >
      {t("tables.clear_filters")}
    </LinkButton>
  );
}

/** Which columns are shown. */
export function ColumnsMenu<Row extends object>({ table }: { table: Table<Row> }) {
  const { t } = useLanguage();
  const columns = table.getAllLeafColumns();
  return (
    <Menu
      label={t("ui.columns")}
      value={t("tables.of_all", { part: table.getVisibleLeafColumns().length, all: columns.length })}
      align="end"
      entries={columns.map((column) => ({
        type: "check",
        label: column.columnDef.meta?.label ?? column.id,
        checked: column.getIsVisible(),
        disabled: !column.getCanHide(),
        onSelect: () => column.toggleVisibility(),
      }))}
    />
  );
}

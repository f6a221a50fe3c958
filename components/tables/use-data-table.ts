"use client";

import {
  type ColumnDef,
  columnVisibilityFeature,
  functionalUpdate,
  type ReactTable,
  rowPaginationFeature,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type ReactNode, useMemo } from "react";
import { formatSort, parseSort, type Sort, urlKey } from "@/lib/http/list-url";
import type { Explanation } from "../ui/explain";
import { type UrlOptions, useUrlValue } from "../ui/url-state";
import type { Column, TableWords } from "./column";

/*
 * The state of a table lives in the URL, so that a link shows what was seen: the server reads sort and page,
 * the browser alone columns and selection. Several tables on one page take a `name` each; their keys then begin with
 * it: `viewers.sort`.
 */

type ColumnMeta = Pick<Column<never>, "align" | "className"> & {
  label: string;
  explanation: Explanation | undefined;
  cell: (row: never) => ReactNode;
  detail: ((row: never) => ReactNode) | undefined;
  phone: "strip" | ((row: never) => ReactNode) | undefined;
};

const features = tableFeatures({
  columnVisibilityFeature,
  rowPaginationFeature,
  rowSelectionFeature,
  rowSortingFeature,
  columnMeta: {} as ColumnMeta,
});
type Features = typeof features;

export type Table<Row extends object> = ReactTable<Features, Row>;
export type HeadOf<Row extends object> = ReturnType<Table<Row>["getLeafHeaders"]>[number];
export type RowOf<Row extends object> = ReturnType<Table<Row>["getRowModel"]>["rows"][number];

/**
 * What a column says of a row. A call, and not TanStack's `FlexRender`, which takes a column's `cell` for a component: each new list of
 * columns would then throw away what the cells hold, and close a dialog that was opened from one.
 */
export const contentOf = <Row extends object>({ column, row }: CellOf<Row>): ReactNode =>
  column.columnDef.meta?.cell(row.original as never);
type CellOf<Row extends object> = ReturnType<RowOf<Row>["getVisibleCells"]>[number];

const fromServer: UrlOptions = { push: true, server: true };
const inBrowser: UrlOptions = { push: false, server: false };

const listed = (text: string | null) => (text ? text.split(",") : []);

/**
 * A list of ids in the URL, which hold no commas. A change starts from the URL, which is newer than the rendered state, so two
 * quick clicks add up.
 */
function useIds(key: string) {
  const [text, change] = useUrlValue(key, inBrowser);
  const ids = useMemo(() => listed(text), [text]);
  const update = (next: (ids: string[]) => string[]) => {
    const current = new URLSearchParams(window.location.search).get(key);
    change({ [key]: next(listed(current)).join(",") || null });
  };
  return [ids, update] as const;
}

/** A column is shown unless it is hidden by default; the reader toggles the others. */
const visibility = <Row>(columns: Column<Row>[], toggled: string[]) =>
  Object.fromEntries(columns.map(({ id, hidden, fixed }) => [id, fixed || !hidden !== toggled.includes(id)]));
const selection = (ids: string[]) => Object.fromEntries(ids.map((id) => [id, true as const]));

function definition<Row extends object>(column: Column<Row>, words: TableWords): ColumnDef<Features, Row> {
  const term = column.term && words[column.term];
  return {
    id: column.id,
    accessorFn: (row) => row,
    enableHiding: !column.fixed,
    enableSorting: column.sortable ?? false,
    sortDescFirst: column.first === "down",
    meta: {
      label: column.label ?? term?.label ?? column.id,
      explanation: term && { title: term.label, definition: term.definition, formula: term.formula },
      cell: column.cell,
      detail: column.detail,
      align: column.align,
      className: column.className,
      phone: column.phone,
    } as ColumnMeta,
  };
}

/** One page of the rows that the server has. */
export type PageOf<Row> = {
  rows: Row[];
  /** Rows of a page, and of all pages. */
  limit: number;
  total: number;
};

/** A table of rows that the server sorted and paged; the table's components take it as `table`. */
export function useDataTable<Row extends object>({
  name,
  columns,
  words = {},
  rows,
  rowId,
  limit,
  total,
  defaultSort,
  selectable = false,
}: PageOf<Row> & {
  /** Sets this table's URL keys apart from another's on the page. */
  name?: string;
  columns: Column<Row>[];
  /** The glossary's words for the keys that the columns name. */
  words?: TableWords;
  rowId: (row: Row) => string;
  defaultSort?: Sort;
  selectable?: boolean;
}): Table<Row> {
  const keys = { sort: urlKey(name, "sort"), offset: urlKey(name, "offset") };
  const [sortText, changeSort] = useUrlValue(keys.sort, fromServer);
  const [offsetText, changeOffset] = useUrlValue(keys.offset, fromServer);
  const [toggled, toggle] = useIds(urlKey(name, "columns"));
  const [selected, select] = useIds(urlKey(name, "selected"));

  const state = useMemo(() => {
    const sort = (sortText ? parseSort(sortText) : null) ?? defaultSort;
    const offset = Math.max(0, Number.parseInt(offsetText ?? "", 10) || 0);
    return {
      sorting: sort ? [sort] : [],
      pagination: { pageIndex: offset / limit, pageSize: limit },
      columnVisibility: visibility(columns, toggled),
      rowSelection: selection(selected),
    };
  }, [sortText, offsetText, toggled, selected, defaultSort, limit, columns]);

  return useTable<Features, Row>({
    features,
    columns: useMemo(() => columns.map((column) => definition(column, words)), [columns, words]),
    data: rows,
    getRowId: rowId,
    state,
    rowCount: total,
    manualSorting: true,
    manualPagination: true,
    autoResetPageIndex: false,
    enableMultiSort: false,
    enableSortingRemoval: false,
    enableRowSelection: selectable,
    onSortingChange: (update) => {
      const [next] = functionalUpdate(update, state.sorting);
      if (next) changeSort({ [keys.sort]: formatSort(next), [keys.offset]: null });
    },
    onPaginationChange: (update) => {
      const { pageIndex, pageSize } = functionalUpdate(update, state.pagination);
      changeOffset({ [keys.offset]: pageIndex > 0 ? String(Math.round(pageIndex * pageSize)) : null });
    },
    onColumnVisibilityChange: (update) =>
      toggle((ids) => {
        const shown = functionalUpdate(update, visibility(columns, ids));
        return columns.filter(({ id, hidden }) => shown[id] === Boolean(hidden)).map(({ id }) => id);
      }),
    onRowSelectionChange: (update) =>
      select((ids) =>
        Object.entries(functionalUpdate(update, selection(ids))).flatMap(([id, chosen]) =>
          chosen ? id : [],
        ),
      ),
  });
}

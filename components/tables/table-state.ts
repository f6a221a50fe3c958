"use client";

import { parseAsArrayOf, parseAsInteger, parseAsString, useQueryState, useQueryStates } from "nuqs";
import { formatSort, parseSort, type Sort } from "./sort-rows";

/*
 * What a table remembers lives in the URL, so that a link shows what was seen. Several tables on one page take a `name`
 * each; their keys then begin with it: `viewers.sort`.
 */

const keyOf = (name: string | undefined, key: string) => (name ? `${name}.${key}` : key);

/** Where the rows are sorted, searched and paged: by the server (a new read) or here. */
export type Where = "server" | "client";

const reads = (where: Where) => ({ shallow: where === "client" });

/** The sort in force and how to change it; a new sort begins at the first page. */
export function useSort(name: string | undefined, where: Where, fallback: Sort | null) {
  const sortKey = keyOf(name, "sort");
  const offsetKey = keyOf(name, "offset");
  const [values, set] = useQueryStates(
    { [sortKey]: parseAsString, [offsetKey]: parseAsInteger },
    { history: "push", ...reads(where) },
  );
  const text = values[sortKey];
  const sort = (typeof text === "string" ? parseSort(text) : null) ?? fallback;
  return [sort, (next: Sort) => void set({ [sortKey]: formatSort(next), [offsetKey]: null })] as const;
}

/** The ids of the columns that the reader has turned (hidden ones shown, shown ones hidden). */
export function useTurnedColumns(name: string | undefined) {
  const [turned, set] = useQueryState(
    keyOf(name, "columns"),
    parseAsArrayOf(parseAsString).withDefault([]).withOptions({ history: "replace" }),
  );
  return [turned, (ids: string[]) => void set(ids.length ? ids : null)] as const;
}

/** The ids of the selected rows. */
export function useSelected(name: string | undefined) {
  const [selected, set] = useQueryState(
    keyOf(name, "selected"),
    parseAsArrayOf(parseAsString).withDefault([]).withOptions({ history: "replace" }),
  );
  return [selected, (ids: string[]) => void set(ids.length ? ids : null)] as const;
}

/** What is searched for; typing replaces the URL, and a new search begins at the first page. */
export function useSearch(name: string | undefined, where: Where) {
  const key = keyOf(name, "q");
  const offsetKey = keyOf(name, "offset");
  const [values, set] = useQueryStates(
    { [key]: parseAsString, [offsetKey]: parseAsInteger },
    { history: "replace", throttleMs: 250, ...reads(where) },
  );
  const text = values[key];
  return [
    typeof text === "string" ? text : "",
    (next: string) => void set({ [key]: next || null, [offsetKey]: null }),
  ] as const;
}

/** One filter's value; null is "any". */
export function useFilter(name: string | undefined, filter: string, where: Where) {
  const key = keyOf(name, filter);
  const offsetKey = keyOf(name, "offset");
  const [values, set] = useQueryStates(
    { [key]: parseAsString, [offsetKey]: parseAsInteger },
    { history: "push", ...reads(where) },
  );
  const text = values[key];
  return [
    typeof text === "string" ? text : null,
    (next: string | null) => void set({ [key]: next, [offsetKey]: null }),
  ] as const;
}

/** How many rows are passed over: 0 on the first page. */
export function useOffset(name: string | undefined, where: Where) {
  const [offset, set] = useQueryState(
    keyOf(name, "offset"),
    parseAsInteger.withDefault(0).withOptions({ history: "push", ...reads(where) }),
  );
  return [Math.max(0, offset), (next: number) => void set(next > 0 ? next : null)] as const;
}

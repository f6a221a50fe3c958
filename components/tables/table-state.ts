"use client";

import { startTransition, useState } from "react";
import { useDebouncedCallback } from "use-debounce";
import { formatSort, parseSort, type Sort, urlKey } from "@/lib/http/list-url";
import { type UrlOptions, useUrlValue } from "../ui/url-state";

/*
 * What a table remembers lives in the URL, so that a link shows what was seen. Several tables on one page take a `name`
 * each; their keys then begin with it: `viewers.sort`.
 */

/** Where the rows are sorted, searched and paged: by the server (a new read) or here. */
export type Where = "server" | "client";

const step = (where: Where): UrlOptions => ({ push: true, server: where === "server" });
const inPlace = (where: Where): UrlOptions => ({ push: false, server: where === "server" });

/** The sort in force and how to change it; a new sort begins at the first page. */
export function useSort(name: string | undefined, fallback: Sort | null) {
  const key = urlKey(name, "sort");
  const [text, change] = useUrlValue(key, step("server"));
  const sort = (text ? parseSort(text) : null) ?? fallback;
  return [sort, (next: Sort) => change({ [key]: formatSort(next), [urlKey(name, "offset")]: null })] as const;
}

/** A list of ids, which hold no commas. */
function useList(key: string) {
  const [text, change] = useUrlValue(key, inPlace("client"));
  return [text ? text.split(",") : [], (ids: string[]) => change({ [key]: ids.join(",") || null })] as const;
}

/** The ids of the columns that the reader has turned (hidden ones shown, shown ones hidden). */
export const useTurnedColumns = (name: string | undefined) => useList(urlKey(name, "columns"));

/** A column is shown unless it is hidden by nature or turned; one that is fixed always is. */
export const isShown = (column: { id: string; hidden?: boolean; fixed?: boolean }, turned: string[]) =>
  column.fixed || !column.hidden !== turned.includes(column.id);

/** The ids of the selected rows. */
export const useSelected = (name: string | undefined) => useList(urlKey(name, "selected"));

/** A search waits this long for the next letter. */
const debounceMs = 250;

/** What is searched for; typing changes the URL in place once it pauses, and a new search begins at the first page. */
export function useSearch(name: string | undefined, where: Where) {
  const key = urlKey(name, "q");
  const [searched, change] = useUrlValue(key, inPlace(where));
  // What the field holds until the URL says the same; null while nobody types, so that back and forward show through.
  const [typed, setTyped] = useState<string | null>(null);
  const send = useDebouncedCallback(
    (text: string) =>
      startTransition(() => {
        change({ [key]: text || null, [urlKey(name, "offset")]: null });
        setTyped(null);
      }),
    debounceMs,
  );
  const type = (text: string) => {
    setTyped(text);
    send(text);
  };
  return [typed ?? searched ?? "", type] as const;
}

/** One filter's value; null is "any". */
export function useFilter(name: string | undefined, filter: string, where: Where) {
  const key = urlKey(name, filter);
  const [value, change] = useUrlValue(key, step(where));
  return [value, (next: string | null) => change({ [key]: next, [urlKey(name, "offset")]: null })] as const;
}

/** How many rows are passed over: 0 on the first page. */
export function useOffset(name: string | undefined, where: Where) {
  const key = urlKey(name, "offset");
  const [text, change] = useUrlValue(key, step(where));
  const offset = Number.parseInt(text ?? "", 10);
  return [
    offset > 0 ? offset : 0,
    (next: number) => change({ [key]: next > 0 ? String(next) : null }),
  ] as const;
}

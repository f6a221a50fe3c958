"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { startTransition, useOptimistic } from "react";

/** New values by key; null removes the key. */
type UrlChanges = Record<string, string | null>;

/** A URL's search (`?a=1`, or nothing) with some keys changed; the others keep their values and places. */
export function searchWith(search: string, changes: UrlChanges): string {
  const values = new URLSearchParams(search);
  for (const [key, value] of Object.entries(changes))
    if (value === null) values.delete(key);
    else values.set(key, value);
  // A comma needs no escape in a search, and a list reads better without.
  const text = values.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}

export type UrlOptions = {
  /** Adds an entry to the history, which the back button leaves; otherwise changes the current one. */
  push: boolean;
  /** Loads the page again; otherwise only the address changes. */
  server: boolean;
};

/**
 * Changes keys of the URL's search. The address changes at once, so that changes made while the server still answers an
 * earlier one add up; the page follows with the answer.
 */
export function useUrlChange({ push, server }: UrlOptions): (changes: UrlChanges) => void {
  const router = useRouter();
  return (changes) => {
    const { pathname, search, hash } = window.location;
    const next = searchWith(search, changes);
    if (next === search) return;
    const url = pathname + next + hash;
    startTransition(() => {
      if (push) window.history.pushState(null, "", url);
      else window.history.replaceState(null, "", url);
      if (server) router.replace(url, { scroll: false });
    });
  };
}

/** The value of one key (null without it), already the new one while the server answers, and a function to change it and others. */
export function useUrlValue(key: string, options: UrlOptions) {
  const [value, show] = useOptimistic(useSearchParams().get(key));
  const change = useUrlChange(options);
  return [
    value,
    (changes: UrlChanges) =>
      startTransition(() => {
        const next = changes[key];
        if (next !== undefined) show(next);
        change(changes);
      }),
  ] as const;
}

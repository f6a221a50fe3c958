"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { startTransition, useOptimistic } from "react";
import { searchWith, type UrlChanges } from "./url-search";

export type UrlOptions = {
  /** A step that the back button takes back; else the entry is changed in place. */
  push: boolean;
  /** The page is asked for anew; else only the browser knows, and nothing is loaded. */
  server: boolean;
};

/**
 * Changes keys of the URL's search. The address changes at once, so that changes made while the server still answers an
 * earlier one add up; what the page shows of it comes with the answer.
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

/** The value of one key (null: it is not there), already as asked for while the server answers, and the way to change it and others with it. */
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

"use client";

import { useSyncExternalStore } from "react";

// The same break as `--breakpoint-desk` in globals.css.
const query = "(max-width: 760px)";

function subscribe(changed: () => void): () => void {
  const list = window.matchMedia(query);
  list.addEventListener("change", changed);
  return () => list.removeEventListener("change", changed);
}

/** Whether the window is as narrow as a phone. On the server: no; use it only for what appears after a tap. */
export function usePhone(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  );
}

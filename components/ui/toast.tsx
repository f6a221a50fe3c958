"use client";

import { lazy, Suspense, useEffect, useState } from "react";

/** `undo` is offered for ten seconds. */
export type Notice = { text: string; tone?: "plain" | "bad"; undo?: () => void };

const eventName = "lectern:notice";
const Toaster = lazy(() => import("./toaster"));

/** Shows a short notice at the bottom of the window. What needs an answer belongs in a dialog. */
export function notify(text: string, options: Omit<Notice, "text"> = {}): void {
  window.dispatchEvent(new CustomEvent<Notice>(eventName, { detail: { text, ...options } }));
}

/** Rendered once, in the root layout; the toasts are loaded with the first notice. */
export function Notices() {
  const [notices, setNotices] = useState<Notice[]>([]);
  useEffect(() => {
    const take = (event: Event) => {
      const notice = (event as CustomEvent<Notice>).detail;
      setNotices((before) => [...before, notice]);
    };
    window.addEventListener(eventName, take);
    return () => window.removeEventListener(eventName, take);
  }, []);
  return notices.length ? (
    <Suspense>
      <Toaster notices={notices} />
    </Suspense>
  ) : null;
}

"use client";

import { useEffect, useState } from "react";
import { useLanguage } from "../ui/use-language";

/** How often the number is read while the page is visible, in milliseconds: the rules are evaluated once a minute. */
const everyMs = 30_000;

/** How many alerts are open for the reader: `given` with the page, then as it changes. */
export function useOpenAlerts(given: number): number {
  const [open, show] = useState(given);
  useEffect(() => show(given), [given]);
  useEffect(() => {
    const look = async () => {
      if (document.visibilityState !== "visible") return;
      const response = await fetch("/api/alerts?state=open&limit=1").catch(() => null);
      // A number that cannot be read stays as it was.
      if (response?.ok) show(((await response.json()) as { total: number }).total);
    };
    const timer = setInterval(look, everyMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return open;
}

/** The number beside the sidebar's entry. */
export function AlertCount({ open: given }: { open: number }) {
  const { t } = useLanguage();
  const open = useOpenAlerts(given);
  if (open === 0) return null;
  return (
    <span className="ml-auto text-small font-normal text-ink-2 tabular-nums">
      <span aria-hidden="true">{open > 99 ? "99+" : open}</span>
      <span className="sr-only">{t("shell.frame.open_alerts", { count: open })}</span>
    </span>
  );
}

"use client";

import { useEffect, useRef } from "react";
import { Toaster as Sonner, toast } from "sonner";
import type { Notice } from "./toast";
import { useLanguage } from "./use-language";

const undoMs = 10_000;

/** Shows each notice once. Loaded by `Notices`. */
export default function Toaster({ notices }: { notices: Notice[] }) {
  const { t } = useLanguage();
  const shown = useRef(0);
  useEffect(() => {
    for (const { text, tone, undo } of notices.slice(shown.current)) {
      const action = undo && { label: t("ui.undo"), onClick: undo };
      if (tone === "bad") toast.error(text);
      else toast(text, action && { action, duration: undoMs });
    }
    shown.current = notices.length;
  }, [notices, t]);
  return (
    <Sonner
      position="bottom-right"
      // Above the selection bar, which is at the bottom too.
      offset={{ bottom: 88, right: 24 }}
      mobileOffset={{ bottom: 88 }}
      theme="system"
      toastOptions={{
        style: {
          background: "var(--raised)",
          color: "var(--ink)",
          border: "0",
          borderRadius: "var(--radius)",
          boxShadow: "var(--float)",
          font: "400 13px/20px var(--font)",
        },
      }}
    />
  );
}

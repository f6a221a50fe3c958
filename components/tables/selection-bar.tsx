"use client";

import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { useLanguage } from "../ui/use-language";

/** What can be done with the selected rows, at the bottom of the window while any are selected. */
export function SelectionBar({
  count,
  text,
  note,
  onClear,
  children,
}: {
  count: number;
  /** What is selected, where it is no sessions. */
  text?: string;
  note?: ReactNode;
  onClear: () => void;
  children?: ReactNode;
}) {
  const { t } = useLanguage();
  if (count === 0) return null;
  return (
    <section
      data-selection
      aria-label={t("tables.selection")}
      className="sticky bottom-4 z-10 -mx-4 mt-6 flex min-h-14 flex-wrap items-center gap-3 rounded-md bg-raised py-2 pr-3 pl-4 text-small shadow-float print:hidden max-columns:mx-0"
    >
      <b className="text-ink" aria-live="polite">
        {text ?? t("tables.selected_sessions", { count })}
      </b>
      {note ? <span className="text-ink-2">{note}</span> : null}
      <span className="ml-auto flex flex-wrap justify-end gap-2">
        <Button look="quiet" onClick={onClear}>
          {t("tables.clear_selection")}
        </Button>
        {children}
      </span>
    </section>
  );
}

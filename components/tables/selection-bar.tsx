"use client";

import type { ReactNode } from "react";
import { Button } from "../ui/button";

/** What can be done with the selected rows, at the bottom of the window while any are selected. */
export function SelectionBar({
  count,
  noun,
  note,
  onClear,
  children,
}: {
  count: number;
  /** "video", with its plural when that is not an s. */
  noun: [one: string, many: string];
  note?: ReactNode;
  onClear: () => void;
  children?: ReactNode;
}) {
  if (count === 0) return null;
  return (
    <section
      aria-label="Selection"
      className="sticky bottom-4 z-10 -mx-4 mt-6 flex min-h-14 flex-wrap items-center gap-3 rounded-md bg-raised py-2 pr-3 pl-4 text-small shadow-float print:hidden max-columns:mx-0"
    >
      <b className="text-ink" aria-live="polite">
        {count} {count === 1 ? noun[0] : noun[1]} selected
      </b>
      {note ? <span className="text-ink-2">{note}</span> : null}
      <span className="ml-auto flex gap-2">
        <Button look="quiet" onClick={onClear}>
          Clear
        </Button>
        {children}
      </span>
    </section>
  );
}

"use client";

import type { ReactNode } from "react";
import { count } from "@/lib/platform/format";
import { Button } from "../ui/button";
import { useOffset, type Where } from "./table-state";

/** "1 to 12 of 131 viewers" and the ways to the pages beside. The place is kept in the URL. */
export function Pager({
  name,
  where = "server",
  limit,
  total,
  noun,
  note,
  children,
}: {
  name?: string;
  where?: Where;
  limit: number;
  total: number;
  /** What is counted, in the plural: "viewers". */
  noun?: string;
  /** More to say about the total: "12 of them anonymous". */
  note?: string;
  children?: ReactNode;
}) {
  const [offset, setOffset] = useOffset(name, where);
  if (total === 0) return null;
  const last = Math.min(offset + limit, total);
  return (
    <nav
      aria-label={noun ? `Pages of ${noun}` : "Pages"}
      className="flex items-center gap-2 pt-3 text-small text-ink-2"
    >
      <p aria-live="polite" className="tabular-nums">
        {count(Math.min(offset + 1, total))} to {count(last)} of {count(total)}
        {noun ? ` ${noun}` : ""}
        {note ? `, ${note}` : ""}
      </p>
      {children}
      {total > limit || offset > 0 ? (
        <div className="ml-auto flex flex-none gap-1 print:hidden">
          <Button disabled={offset <= 0} onClick={() => setOffset(Math.max(0, offset - limit))}>
            Previous
          </Button>
          <Button disabled={last >= total} onClick={() => setOffset(offset + limit)}>
            Next
          </Button>
        </div>
      ) : null}
    </nav>
  );
}

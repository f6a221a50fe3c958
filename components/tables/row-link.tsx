import Link from "next/link";
import type { ReactNode } from "react";

/** A link that covers its whole row, so that a middle click works anywhere in it; the row is `relative`. */
export function RowLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      // Prefetching would request a page for every row.
      prefetch={false}
      className="font-medium text-ink after:absolute after:inset-0 hover:text-accent hover:no-underline focus-visible:shadow-none focus-visible:after:rounded-md focus-visible:after:shadow-focus"
    >
      {children}
    </Link>
  );
}

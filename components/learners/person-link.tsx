import Link from "next/link";
import type { ReactNode } from "react";

/** A person's name, which leads staff to their page. Who has no account (a guest, a visitor) has none, and is no link. */
export function PersonLink({
  userId,
  children,
  ...shown
}: {
  userId: string | null;
  className?: string;
  title?: string | undefined;
  children: ReactNode;
}) {
  if (userId === null) return <span {...shown}>{children}</span>;
  return (
    // Prefetching would request a page for every row.
    <Link href={`/people/${userId}`} prefetch={false} {...shown}>
      {children}
    </Link>
  );
}

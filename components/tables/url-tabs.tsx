"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { searchWith, useUrlValue } from "../ui/url-state";

type Props = {
  label: string;
  /** The URL's key. */
  filter: string;
  /** Which one the page shows. */
  value: string | null;
  /** `value` null removes the key. */
  tabs: readonly { value: string | null; text: ReactNode }[];
};

/** A filter of the page as links side by side. A change keeps the other filters, also one that was chosen while the server still answers, and begins at the first page. */
export function UrlTabs({ label, filter, value, tabs }: Props) {
  const [path, search] = [usePathname(), useSearchParams().toString()];
  const [chosen, change] = useUrlValue(filter, { push: true, server: true });
  const current = tabs.some((tab) => tab.value === chosen && chosen !== null) ? chosen : value;
  const changes = (to: string | null) => ({ [filter]: to, offset: null });
  return (
    <nav aria-label={label} className="mt-6 flex flex-wrap gap-x-5 border-b border-line print:hidden">
      {tabs.map((tab) => (
        <Link
          key={tab.value}
          href={path + searchWith(search, changes(tab.value))}
          scroll={false}
          onNavigate={(event) => {
            event.preventDefault();
            change(changes(tab.value));
          }}
          aria-current={tab.value === current ? "page" : undefined}
          className="-mb-px inline-flex h-9 items-center border-b-2 border-transparent text-small font-medium text-ink-2 hover:text-ink hover:no-underline aria-[current]:border-accent aria-[current]:text-ink"
        >
          {tab.text}
        </Link>
      ))}
    </nav>
  );
}

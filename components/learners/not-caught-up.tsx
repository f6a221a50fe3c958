import Link from "next/link";
import type { ReactNode } from "react";
import { RowStrip } from "../charts/row-strip";
import { SimpleTable } from "../tables/simple-table";
import { useLanguage } from "../ui/use-language";

export type NotCaughtUpRow = {
  key: string;
  title: string;
  sub: string;
  href: string;
  /** Over the recording's length: what was seen live or in it. */
  seen: readonly (readonly [number, number])[];
  seconds: number;
  text: ReactNode;
  notSeen: string;
  /** What was not seen: each opens the recording there. */
  unseen: readonly { from: number; text: string; href: string; name: string }[];
};

/** Sessions that somebody missed in part or whole and has not caught up on. */
export function NotCaughtUp({ rows }: { rows: readonly NotCaughtUpRow[] }) {
  const { t } = useLanguage();
  return (
    <SimpleTable
      label={t("learners.missed.seen")}
      wide
      rows={rows}
      rowKey={(row) => row.key}
      columns={[
        {
          label: t("ui.session"),
          className: "min-w-40",
          cell: (row) => (
            <>
              <Link href={row.href} prefetch={false} className="block font-medium text-ink">
                {row.title}
              </Link>
              <span className="text-axis text-ink-3">{row.sub}</span>
            </>
          ),
        },
        {
          label: t("learners.missed.seen"),
          className: "min-w-56 w-2/5",
          cell: (row) => (
            <>
              <RowStrip
                kind="stretches"
                stretches={row.seen.map(([from, to]) => ({ from, to }))}
                length={row.seconds}
                className="block h-3 w-full"
              />
              <span className="text-axis text-ink-3">{row.text}</span>
            </>
          ),
        },
        { label: t("learners.missed.not_seen"), align: "end", cell: (row) => row.notSeen },
        {
          label: t("learners.missed.watch"),
          cell: (row) => (
            <ul>
              {row.unseen.map(({ from, text, href, name }) => (
                <li key={from}>
                  <a href={href} aria-label={name} className="inline-block py-1 whitespace-nowrap">
                    {text}
                  </a>
                </li>
              ))}
            </ul>
          ),
        },
      ]}
    />
  );
}

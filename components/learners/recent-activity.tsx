import Link from "next/link";
import type { ReactNode } from "react";
import { FirstRows } from "../learning/rows";
import { useLanguage } from "../ui/use-language";

export type RecentRow = {
  key: string;
  when: string;
  kind: "attended" | "watched" | "handed_in" | "xp" | "achievement";
  title: string;
  href: string | null;
  /** "64 min", "18 of 20 points", "25 XP". */
  detail: string | null;
};

/** So many are shown at first; the others open in place. */
const first = 10;

/** What a learner did last, the latest first; each opens its item. */
export function RecentActivity({ rows }: { rows: readonly RecentRow[] }) {
  const { t } = useLanguage();
  return (
    <FirstRows
      rows={rows}
      first={first}
      all={t("learners.recent.all", { count: rows.length })}
      list={(some) => <List rows={some} />}
    />
  );
}

function List({ rows }: { rows: readonly RecentRow[] }) {
  const { t } = useLanguage();
  return (
    <ul className="max-w-[780px] border-t border-line">
      {rows.map(({ key, when, kind, title, href, detail }) => (
        <li
          key={key}
          className="grid grid-cols-[9rem_minmax(0,1fr)] gap-x-6 border-b border-line py-2 text-small max-columns:grid-cols-1"
        >
          <span className="text-ink-2 tabular-nums">{when}</span>
          <span className="min-w-0">
            <span className="block wrap-anywhere">
              {t.rich(`learners.recent.${kind}`, {
                title,
                a: (text: ReactNode) =>
                  href ? (
                    <Link href={href} prefetch={false} className="font-medium text-ink">
                      {text}
                    </Link>
                  ) : (
                    <b className="font-medium">{text}</b>
                  ),
              })}
            </span>
            {detail ? <span className="block text-axis text-ink-3 tabular-nums">{detail}</span> : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

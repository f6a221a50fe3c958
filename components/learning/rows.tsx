import type { ReactNode } from "react";
import { ViewerStrip } from "@/components/videos/viewer-strip";
import { Icon } from "../ui/icon";
import { LinkButton } from "../ui/link-button";
import { useLanguage } from "../ui/use-language";

/** Where a link leads, and what it is called; `name` tells it from the others of the list. */
export type RowAction = { href: string; label: string; name: string; primary?: boolean; file?: boolean };

export type LearningRow = {
  key: string;
  /** When, or whether: before the title. */
  lead?: ReactNode;
  title: string;
  sub: string;
  /** What the learner watched over the video's length, and where they stopped. */
  strip?: { watched: readonly (readonly [number, number])[]; seconds: number; stopped: number | null } | null;
  /** In words, under the strip. */
  text: ReactNode;
  actions: readonly RowAction[];
};

/** Things of a learner with what to do next; those past the first few open in place. */
export function Rows({
  rows,
  first,
  noun,
}: {
  rows: readonly LearningRow[];
  first: number;
  noun: "sessions" | "missed_sessions" | "videos";
}) {
  const { t } = useLanguage();
  return (
    <FirstRows
      rows={rows}
      first={first}
      all={t(`learning.rows.${noun}`, { count: rows.length })}
      list={(some) => <List rows={some} />}
    />
  );
}

/** A list of which those past the first few open in place; `all` names what opens them. */
export function FirstRows<Row>({
  rows,
  first,
  all,
  list,
}: {
  rows: readonly Row[];
  first: number;
  all: string;
  list: (rows: readonly Row[]) => ReactNode;
}) {
  const { t } = useLanguage();
  const more = rows.slice(first);
  return (
    <>
      {list(rows.slice(0, first))}
      {more.length > 0 ? (
        <details className="group">
          <summary className="mt-2 inline-flex cursor-pointer items-center gap-1.5 rounded-md py-1 text-small font-medium text-accent marker:content-none group-open:mb-2 max-desk:py-2.5">
            <span className="group-open:hidden">{all}</span>
            <span className="hidden group-open:inline">{t("learning.rows.fewer")}</span>
            <Icon name="chevron" />
          </summary>
          {list(more)}
        </details>
      ) : null}
    </>
  );
}

function List({ rows }: { rows: readonly LearningRow[] }) {
  const { t } = useLanguage();
  return (
    <ul className="@container border-t border-line">
      {rows.map((row) => (
        <li
          key={row.key}
          className="grid gap-x-6 gap-y-1.5 border-b border-line py-3 text-small @min-[720px]:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_15rem] @min-[720px]:items-center"
        >
          <div className="min-w-0">
            {row.lead ? <p className="mb-0.5 text-ink-2 tabular-nums">{row.lead}</p> : null}
            <p className="font-medium wrap-anywhere">{row.title}</p>
            <p className="text-axis text-ink-3">{row.sub}</p>
          </div>
          <div className="min-w-0">
            {row.strip ? (
              <ViewerStrip
                strip={row.strip.watched.map(([from, to]) => [from, to, 1] as const)}
                durationSeconds={row.strip.seconds}
                tick={row.strip.stopped}
              />
            ) : null}
            <div className="mt-0.5 text-ink-2 tabular-nums">{row.text}</div>
          </div>
          <div className="flex flex-wrap gap-1 empty:hidden @min-[720px]:justify-end">
            {row.actions.map(({ href, label, name, primary, file }) => (
              <LinkButton
                key={label}
                href={href}
                look={primary ? "primary" : file ? "quiet" : "plain"}
                aria-label={t("learning.row.action_for", { action: label, name })}
                {...(file ? { download: "" } : {})}
              >
                {label}
              </LinkButton>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}

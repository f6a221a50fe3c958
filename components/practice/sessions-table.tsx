import { SimpleTable } from "@/components/tables/simple-table";
import { UrlTabs } from "@/components/tables/url-tabs";
import { LinkButton } from "@/components/ui/link-button";
import { useLanguage } from "@/components/ui/use-language";
import type { PracticeType } from "@/lib/domain/practice/practice";
import type { PracticeRow } from "@/lib/domain/practice/schema";

export type PracticeTableRow = PracticeRow & { when: string };

/** The sessions of one page, with the types to choose from. */
export function SessionsTable({
  rows,
  total,
  types,
  chosen,
  offset,
  pageSize,
  pageHref,
}: {
  rows: readonly PracticeTableRow[];
  total: number;
  /** How many of each type there are; the first is all. */
  types: readonly { type: PracticeType | null; count: number }[];
  chosen: PracticeType | null;
  offset: number;
  pageSize: number;
  /** The address of another page of the same. */
  pageHref: (offset: number) => string;
}) {
  const { t, count } = useLanguage();
  const score = (value: number | null) => (value === null ? "—" : count(Math.round(value * 10) / 10));
  return (
    <>
      <UrlTabs
        label={t("practice.sessions.type")}
        filter="session_type"
        value={chosen}
        tabs={types.map(({ type, count: sessions }) => ({
          value: type,
          text: (
            <>
              {type ? t(`practice.types.${type}`) : t("practice.sessions.all")}
              <span className="ml-1 text-ink-3 tabular-nums">{count(sessions)}</span>
            </>
          ),
        }))}
      />
      <SimpleTable
        label={t("practice.sessions.title", { count: total })}
        wide
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          {
            label: t("practice.sessions.topic"),
            className: "min-w-36",
            cell: ({ topics }) => <span className="font-medium">{topics[0] ?? "—"}</span>,
          },
          { label: t("practice.sessions.when"), className: "whitespace-nowrap", cell: ({ when }) => when },
          {
            label: t("practice.sessions.type"),
            className: "whitespace-nowrap",
            cell: ({ session_type }) => t(`practice.types.${session_type}`),
          },
          {
            label: t("practice.sessions.minutes"),
            align: "end",
            cell: ({ duration_seconds }) => count(Math.round(duration_seconds / 60)),
          },
          {
            label: t("practice.sessions.words"),
            align: "end",
            cell: ({ words_spoken }) => count(words_spoken),
          },
          {
            label: t("practice.score.pronunciation_score"),
            align: "end",
            cell: ({ pronunciation_score }) => score(pronunciation_score),
          },
          {
            label: t("practice.score.fluency_score"),
            align: "end",
            cell: ({ fluency_score }) => score(fluency_score),
          },
          {
            label: t("practice.score.grammar_score"),
            align: "end",
            cell: ({ grammar_score }) => score(grammar_score),
          },
          {
            label: t("practice.sessions.new_words"),
            align: "end",
            className: "whitespace-nowrap",
            cell: ({ vocabulary_learned }) => count(vocabulary_learned.length),
          },
          {
            label: t("practice.sessions.to_improve"),
            className: "min-w-56 pl-6",
            cell: ({ areas_to_improve }) => areas_to_improve.join(", ") || "—",
          },
        ]}
      />
      <nav
        aria-label={t("practice.sessions.pages")}
        className="flex items-center gap-2 pt-3 text-small text-ink-2"
      >
        <p className="tabular-nums">
          {t("practice.sessions.shown", {
            from: Math.min(offset + 1, total),
            to: offset + rows.length,
            total,
          })}
        </p>
        <span className="ml-auto flex gap-1 print:hidden">
          {offset > 0 ? (
            <LinkButton href={pageHref(Math.max(0, offset - pageSize))}>{t("ui.previous")}</LinkButton>
          ) : null}
          {offset + pageSize < total ? (
            <LinkButton href={pageHref(offset + pageSize)}>{t("ui.next")}</LinkButton>
          ) : null}
        </span>
      </nav>
    </>
  );
}

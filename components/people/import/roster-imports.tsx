"use client";

import Link from "next/link";
import { useMemo } from "react";
import { orDash, type Shown, time } from "@/components/tables/cells";
import type { Column } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Empty } from "@/components/ui/empty";
import { Tag } from "@/components/ui/tag";
import { requestRoute } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import { useLatestWork, WorkProgress, WorkState } from "@/components/work/progress";
import type { RosterImportRow, RosterUndone } from "@/lib/domain/people/imports/schema";
import type { Work } from "@/lib/domain/work/schema";
import type { Language } from "@/lib/language/language";
import { isOpen } from "@/lib/platform/work";

/** An import with its instants as texts, and its work while that runs. */
type ShownImport = RosterImportRow & {
  when: Shown;
  undone: Shown | null;
  /** Imported within the last 30 days, and not undone. */
  undoable: boolean;
  work?: Work | undefined;
};

/** What the imports are of, the route of each, and the page that shows the wrong rows of one. */
type Of = { of: keyof typeof texts; route: string; page: string };

const texts = {
  people: {
    label: "people.import.imports",
    none: "people.import.none_about",
    undo: "people.import.undo_about",
  },
  results: {
    label: "people.import.results_imports",
    none: "people.import.results_none",
    undo: "people.import.results_undo",
  },
} as const;

const columnsIn = ({ t, count }: Language, of: Of): Column<ShownImport>[] => [
  {
    id: "file",
    label: t("imports.table.file"),
    fixed: true,
    cell: (row) => <span className="font-medium [overflow-wrap:anywhere]">{row.file_name}</span>,
    detail: (row) => row.work?.error ?? t(`people.import.formats.${row.format}`),
  },
  {
    id: "state",
    label: t("ui.status"),
    phone: (row) => <State row={row} />,
    cell: (row) => <State row={row} />,
  },
  { id: "added", label: t("people.import.outcomes.new"), align: "end", cell: (row) => count(row.added) },
  {
    id: "changed",
    label: t("people.import.outcomes.changed"),
    align: "end",
    cell: (row) => count(row.changed),
  },
  {
    id: "wrong",
    label: t("people.import.outcomes.wrong"),
    align: "end",
    phone: (row) => (row.wrong_total ? <Wrong {...of} row={row} isShort /> : null),
    cell: (row) => <Wrong {...of} row={row} />,
  },
  {
    id: "by",
    label: t("imports.table.imported_by"),
    cell: (row) => orDash(row.imported_by, (text) => text),
  },
  { id: "when", label: t("ui.when"), phone: (row) => time(row.when), cell: (row) => time(row.when) },
  {
    id: "undo",
    label: t("ui.action"),
    align: "end",
    phone: (row) => <Undo {...of} row={row} />,
    cell: (row) => <Undo {...of} row={row} />,
  },
];

function Undo({ row, of, route }: Of & { row: ShownImport }) {
  const { t } = useLanguage();
  if (row.undone)
    return (
      <span title={`${row.undone.full}, ${row.undone_by}`}>
        <Tag>{t("imports.table.undone", { when: row.undone.text })}</Tag>
      </span>
    );
  if (!row.undoable) return null;
  const title = t("imports.table.undo_file", { file: row.file_name });
  return (
    <ConfirmButton
      button={{ look: "quiet", className: "-mr-3", "aria-label": title, children: t("ui.undo") }}
      title={title}
      description={t(texts[of].undo)}
      confirm={t("imports.table.undo")}
      confirming={t("imports.table.undoing")}
      cancel={t("imports.table.keep")}
      done={(value) => t("people.import.undone", (value as RosterUndone).stay)}
      action={() =>
        requestRoute<RosterUndone>(`${route}/${row.id}`, {
          method: "DELETE",
        })
      }
    />
  );
}

function State({ row: { work, state, imported_at } }: { row: ShownImport }) {
  const now = work?.state ?? state ?? (imported_at ? "done" : "failed");
  return work && isOpen(work) && work.total ? <WorkProgress work={work} /> : <WorkState state={now} />;
}

/** How many rows were left out, which leads to them; `isShort`: where no heading says what the number is. */
function Wrong({ row, page, isShort = false }: Of & { row: ShownImport; isShort?: boolean }) {
  const { t, count } = useLanguage();
  if (!row.imported_at) return orDash(null, String);
  if (row.wrong_total === 0) return count(0);
  return (
    <Link
      href={`${page}?import=${row.id}`}
      aria-label={t("people.import.wrong_of", { count: row.wrong_total, file: row.file_name })}
    >
      {isShort ? t("people.import.wrong_short", { count: row.wrong_total }) : count(row.wrong_total)}
    </Link>
  );
}

/** The imported files; what runs is live. */
export function RosterImports({
  rows,
  total,
  limit,
  of,
  route,
  page,
}: PageOf<Omit<ShownImport, "work">> & Of) {
  const language = useLanguage();
  const { t } = language;
  const columns = useMemo(() => columnsIn(language, { of, route, page }), [language, of, route, page]);
  const works = rows.flatMap(({ work_id: id, state }) => (id && state ? [{ id, state }] : []));
  const latest = useLatestWork(works);
  const table = useDataTable({
    columns,
    rows: rows.map((row): ShownImport => ({ ...row, work: latest.get(row.work_id ?? "") })),
    rowId: (row) => row.id,
    limit,
    total,
  });
  return (
    <>
      <DataTable
        table={table}
        label={t(texts[of].label)}
        height="tall"
        empty={<Empty title={t("imports.table.none")}>{t(texts[of].none)}</Empty>}
      />
      {total > limit ? <Pager table={table} noun="imports" /> : null}
    </>
  );
}

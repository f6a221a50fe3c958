"use client";

import Link from "next/link";
import { useMemo } from "react";
import { PersonLink } from "@/components/learners/person-link";
import { type Shown, time } from "@/components/tables/cells";
import type { Column } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Empty } from "@/components/ui/empty";
import { Tag } from "@/components/ui/tag";
import { requestRoute } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import type { ImportRow } from "@/lib/domain/sessions/imports/schema";
import type { Language } from "@/lib/language/language";
import { unknown } from "@/lib/language/numbers";

/** An import with its format and instants as texts. */
type ShownImport = ImportRow & {
  format_name: string;
  when: Shown;
  undone: Shown | null;
};

const columnsIn = ({ t, count }: Language): Column<ShownImport>[] => [
  {
    id: "file",
    label: t("imports.table.file"),
    fixed: true,
    cell: (row) => <span className="font-medium [overflow-wrap:anywhere]">{row.file_name}</span>,
    detail: (row) => row.format_name,
  },
  {
    id: "session",
    label: t("ui.session"),
    cell: (row) =>
      row.session_title === null ? (
        t("imports.table.session_removed")
      ) : (
        <Link href={`/sessions/${row.session_id}`}>{row.session_title}</Link>
      ),
  },
  { id: "people", label: t("ui.people"), align: "end", cell: (row) => count(row.people) },
  {
    id: "by",
    label: t("imports.table.imported_by"),
    cell: (row) => <PersonLink userId={row.user_id}>{row.imported_by ?? unknown}</PersonLink>,
  },
  {
    id: "when",
    label: t("ui.when"),
    cell: (row) => time(row.when),
  },
  {
    id: "undo",
    label: t("ui.action"),
    align: "end",
    cell: (row) =>
      row.undone ? (
        <span title={`${row.undone.full}, ${row.undone_by}`}>
          <Tag>{t("imports.table.undone", { when: row.undone.text })}</Tag>
        </span>
      ) : (
        <UndoImport row={row} />
      ),
  },
];

/** The imported reports, each with its Undo. */
export function ImportsTable({ rows, total, limit }: PageOf<ShownImport>) {
  const language = useLanguage();
  const { t } = language;
  const columns = useMemo(() => columnsIn(language), [language]);
  const table = useDataTable({ columns, rows, rowId: (row) => row.id, limit, total });
  return (
    <>
      <DataTable
        table={table}
        label={t("imports.table.name")}
        height="tall"
        empty={<Empty title={t("imports.table.none")}>{t("imports.table.none_about")}</Empty>}
      />
      {total > limit ? <Pager table={table} noun="imports" /> : null}
    </>
  );
}

function UndoImport({ row }: { row: ShownImport }) {
  const { t } = useLanguage();
  const title = t("imports.table.undo_file", { file: row.file_name });
  return (
    <ConfirmButton
      button={{
        look: "quiet",
        className: "-mr-3",
        "aria-label": title,
        children: t("ui.undo"),
      }}
      title={title}
      description={t(row.made_session ? "imports.table.undo_about_made" : "imports.table.undo_about")}
      confirm={t("imports.table.undo")}
      confirming={t("imports.table.undoing")}
      cancel={t("imports.table.keep")}
      done={t("imports.table.done")}
      action={() => requestRoute(`/api/admin/training/imports/${row.id}`, { method: "DELETE" })}
    />
  );
}

"use client";

import { useMemo } from "react";
import type { SchoolRow } from "@/lib/domain/schools/schema";
import type { Language } from "@/lib/language/language";
import { type Shown, time } from "../tables/cells";
import type { Column } from "../tables/column";
import { DataTable } from "../tables/data-table";
import { Pager } from "../tables/pager";
import { SearchField, Toolbar } from "../tables/toolbar";
import { type PageOf, useDataTable } from "../tables/use-data-table";
import { useLanguage } from "../ui/use-language";

type Row = SchoolRow & { made: Shown };

const number = { align: "end", sortable: true, first: "down" } as const;

const columnsIn = ({ t, count }: Language): Column<Row>[] => [
  {
    id: "name",
    label: t("ui.school"),
    fixed: true,
    sortable: true,
    cell: (row) => row.name,
    detail: (row) => (row.demo ? t("school.list.demo") : (row.slug ?? "")),
    className: "min-w-48",
  },
  { id: "people", label: t("ui.people"), ...number, cell: (row) => count(row.people) },
  { id: "courses", label: t("school.list.courses"), align: "end", cell: (row) => count(row.courses) },
  { id: "videos", label: t("ui.videos"), ...number, cell: (row) => count(row.videos) },
  { id: "sessions", label: t("ui.sessions"), ...number, cell: (row) => count(row.sessions) },
  { id: "created", label: t("school.list.created"), ...number, cell: (row) => time(row.made) },
];

const byName = { id: "name", desc: false };

/** The installation's schools with their counts; each leads to its settings. */
export function SchoolsTable({ rows, total, limit }: PageOf<Row>) {
  const language = useLanguage();
  const { t } = language;
  const table = useDataTable({
    columns: useMemo(() => columnsIn(language), [language]),
    rows,
    rowId: (row) => row.id,
    limit,
    total,
    defaultSort: byName,
  });
  return (
    <>
      <Toolbar end={t("school.list.count", { count: total })}>
        <SearchField label={t("school.list.search")} />
      </Toolbar>
      <DataTable
        table={table}
        label={t("school.list.title")}
        rowHref={(row) => `/settings/school?school=${row.id}`}
        height="tall"
        empty={<p className="py-6 text-ink-2">{t("school.list.none")}</p>}
      />
      {total > limit ? <Pager table={table} /> : null}
    </>
  );
}

"use client";

import { Fragment, useMemo } from "react";
import { PersonLink } from "@/components/learners/person-link";
import type { Column } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { ColumnsMenu, FilterMenu, SearchField, Toolbar } from "@/components/tables/toolbar";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { useLanguage } from "@/components/ui/use-language";
import type { CourseRow } from "@/lib/domain/courses/schema";
import type { Language } from "@/lib/language/language";

const number = { align: "end", sortable: true, first: "down" } as const;

const columnsIn = ({ t, count }: Language): Column<CourseRow>[] => [
  {
    id: "title",
    label: t("ui.course"),
    fixed: true,
    sortable: true,
    cell: (row) => row.title,
    detail: (row) =>
      row.instructors.map(({ id, name }, index) => (
        <Fragment key={id}>
          {index > 0 ? ", " : null}
          <PersonLink userId={id} className="relative z-1 text-ink-2">
            {name}
          </PersonLink>
        </Fragment>
      )),
    className: "min-w-48",
  },
  {
    id: "lessons",
    label: t("courses.table.lessons"),
    ...number,
    phone: ({ lessons, videos, learners }) => t("courses.table.on_phone", { lessons, videos, learners }),
    cell: (row) => count(row.lessons),
  },
  { id: "videos", label: t("ui.videos"), ...number, cell: (row) => count(row.videos) },
  { id: "sessions", label: t("ui.sessions"), ...number, cell: (row) => count(row.sessions) },
  { id: "classes", label: t("courses.table.classes"), align: "end", cell: (row) => count(row.classes) },
  { id: "learners", label: t("courses.table.learners"), ...number, cell: (row) => count(row.learners) },
];

const byTitle = { id: "title", desc: false };

/** The courses in somebody's scope: search, term, archived or not, sorted and paged by the server, all in the URL. */
export function CoursesTable({
  rows,
  total,
  limit,
  terms,
}: PageOf<CourseRow> & { terms: { value: string; label: string }[] }) {
  const language = useLanguage();
  const { t } = language;
  const table = useDataTable({
    columns: useMemo(() => columnsIn(language), [language]),
    rows,
    rowId: (row) => row.id,
    limit,
    total,
    defaultSort: byTitle,
  });
  return (
    <>
      <Toolbar
        end={
          <>
            {t("courses.table.count", { count: total })}
            <ColumnsMenu table={table} />
          </>
        }
      >
        <SearchField label={t("courses.table.search")} />
        {terms.length ? (
          <FilterMenu filter="term_id" label={t("courses.table.term")} options={terms} />
        ) : null}
        <FilterMenu
          filter="archived"
          label={t("courses.table.shown")}
          any={t("courses.table.active")}
          options={[{ value: "true", label: t("courses.table.archived") }]}
        />
      </Toolbar>
      <DataTable
        table={table}
        label={t("courses.table.label")}
        rowHref={(row) => `/courses/${row.id}`}
        height="tall"
        empty={<p className="py-6 text-ink-2">{t("courses.table.no_match")}</p>}
      />
      <Pager table={table} noun="courses" />
    </>
  );
}

"use client";

import { useMemo } from "react";
import { orDash, type Shown, time } from "@/components/tables/cells";
import type { Column } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { FilterMenu, SearchField, Toolbar } from "@/components/tables/toolbar";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { useLanguage } from "@/components/ui/use-language";
import type { RosterRow } from "@/lib/domain/learners/schema";
import type { Language } from "@/lib/language/language";

type Row = Omit<RosterRow, "last_seen_at"> & { seen: Shown | null };
const number = { align: "end", sortable: true, first: "down" } as const;

/** Ids of those that sort are the orders that the query knows. */
const columnsIn = ({ t, count }: Language): Column<Row>[] => [
  {
    id: "name",
    label: t("learners.roster.learner"),
    fixed: true,
    sortable: true,
    className: "min-w-48",
    cell: (row) => row.name,
    detail: (row) => row.email,
  },
  {
    id: "class",
    label: t("learners.roster.class"),
    phone: (row) => row.class_name,
    cell: (row) => orDash(row.class_name, (name) => name),
  },
  {
    id: "state",
    label: t("learners.roster.state"),
    phone: (row) => t(`learners.states.${row.state}`),
    cell: (row) => t(`learners.states.${row.state}`),
  },
  {
    id: "last_seen",
    label: t("learners.roster.last_seen"),
    sortable: true,
    cell: (row) => (row.seen ? time(row.seen) : t("learners.roster.never")),
  },
  {
    id: "came",
    label: t("learners.roster.came"),
    ...number,
    cell: (row) => t("learners.page.of", { part: row.came, all: row.sessions }),
  },
  { id: "missed", label: t("learners.roster.missed"), ...number, cell: (row) => count(row.missed) },
  { id: "watched", label: t("learners.roster.watched"), ...number, cell: (row) => count(row.watched) },
  { id: "neither", label: t("learners.roster.neither"), ...number, cell: (row) => count(row.neither) },
];

const byName = { id: "name", desc: false };

/** A course's learners, searched, filtered, sorted and paged by the server, all in the URL. */
export function RosterTable({
  rows,
  total,
  limit,
  classes,
  since,
}: PageOf<Row> & {
  classes: { value: string; label: string }[];
  /** Days before which somebody was last seen, the latest first. */
  since: { value: string; label: string }[];
}) {
  const language = useLanguage();
  const { t } = language;
  const table = useDataTable({
    columns: useMemo(() => columnsIn(language), [language]),
    rows,
    rowId: (row) => row.user_id,
    limit,
    total,
    defaultSort: byName,
  });
  return (
    <>
      <Toolbar>
        <SearchField label={t("learners.roster.search")} />
        {classes.length ? (
          <FilterMenu filter="class_id" label={t("learners.roster.class")} options={classes} />
        ) : null}
        <FilterMenu filter="not_seen_since" label={t("learners.roster.not_seen")} options={since} />
      </Toolbar>
      <DataTable
        table={table}
        label={t("learners.roster.label")}
        rowHref={(row) => `/people/${row.user_id}`}
        height="tall"
        empty={<p className="py-6 text-ink-2">{t("learners.roster.no_match")}</p>}
      />
      <Pager table={table} noun="people" />
    </>
  );
}

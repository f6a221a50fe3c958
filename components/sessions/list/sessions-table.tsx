"use client";

import { useMemo } from "react";
import type { TableWords } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import type { RangeChoices } from "@/components/tables/range-choices";
import { RangeMenu } from "@/components/tables/range-menu";
import { SelectionBar } from "@/components/tables/selection-bar";
import {
  ChoicesMenu,
  ClearFilters,
  ColumnsMenu,
  FilterMenu,
  SearchField,
  Toolbar,
} from "@/components/tables/toolbar";
import { type PageOf, type Table, useDataTable } from "@/components/tables/use-data-table";
import { LinkButton } from "@/components/ui/link-button";
import { useLanguage } from "@/components/ui/use-language";
import type { SessionStatus } from "@/lib/domain/sessions/session";
import { compareMax, compareMin } from "@/lib/domain/sessions/words";
import { type SessionRow, sessionTableColumns } from "./columns";

type Option = { value: string; label: string };
type Props = PageOf<SessionRow> & {
  /** How many there are without filters. */
  all: number;
  courses: Option[];
  /** For an admin; an instructor's are all their own. */
  instructors: Option[] | null;
  /** The one person whose sessions are listed; somebody chooses them by the search of everything. */
  person: Option | null;
  range: RangeChoices;
  words: TableWords;
  narrowed: boolean;
};

const statuses: readonly SessionStatus[] = ["live", "scheduled", "ended", "cancelled"];
const latestFirst = { id: "when", desc: true };

/** The sessions in the reader's scope: search, status, course, days, sorted and paged by the server, all in the URL; two to ten compared. */
export function SessionsTable(props: Props) {
  const { rows, total, all, limit, courses, instructors, person, range, words, narrowed } = props;
  const language = useLanguage();
  const { t, count } = language;
  const withInstructor = instructors !== null;
  const table = useDataTable({
    columns: useMemo(() => sessionTableColumns(withInstructor, language), [withInstructor, language]),
    words,
    rows,
    rowId: (row) => row.session_id,
    limit,
    total,
    defaultSort: latestFirst,
    selectable: true,
  });
  return (
    <>
      <Toolbar
        end={
          <>
            {total === all ? count(all) : t("tables.of_all", { part: total, all })}
            <ColumnsMenu table={table} />
          </>
        }
      >
        <SearchField label={t("sessions.list.search")} />
        <ChoicesMenu
          filter="status"
          label={t("ui.status")}
          options={statuses.map((value) => ({ value, label: t(`sessions.status.${value}`) }))}
        />
        {courses.length > 1 ? (
          <ChoicesMenu filter="course_id" label={t("ui.course")} options={courses} />
        ) : null}
        {instructors && instructors.length > 1 ? (
          <FilterMenu filter="instructor_id" label={t("ui.instructor")} options={instructors} />
        ) : null}
        {person ? (
          <FilterMenu
            filter="person_id"
            label={t("ui.person")}
            any={t("sessions.list.anybody")}
            options={[person]}
          />
        ) : null}
        <RangeMenu range={range} />
        {narrowed ? <ClearFilters href="/sessions" /> : null}
      </Toolbar>
      <DataTable
        table={table}
        label={t("ui.sessions")}
        rowName={(row) => `${row.title}, ${row.when.text}`}
        rowHref={(row) => `/sessions/${row.session_id}`}
        height="tall"
        empty={<p className="py-6 text-ink-2">{t("sessions.list.change_filters")}</p>}
      />
      <Pager table={table} noun="sessions" />
      <Selection table={table} />
    </>
  );
}

function Selection({ table }: { table: Table<SessionRow> }) {
  const { t } = useLanguage();
  // Those on other pages too.
  const selected = Object.keys(table.state.rowSelection);
  const unheld = table
    .getSelectedRowModel()
    .rows.some(
      ({ original: { session_status } }) => session_status === "scheduled" || session_status === "cancelled",
    );
  const comparable = selected.length >= compareMin && selected.length <= compareMax && !unheld;
  const note = unheld
    ? t("sessions.list.only_held")
    : selected.length > compareMax
      ? t("sessions.list.at_most", { count: compareMax })
      : selected.length < compareMin
        ? t("sessions.list.choose_another")
        : undefined;
  return (
    <SelectionBar count={selected.length} note={note} onClear={() => table.setRowSelection({})}>
      <LinkButton href={`/api/admin/training/sessions/export?ids=${selected.join(",")}`} download="">
        {t("sessions.list.csv_of", { count: selected.length })}
      </LinkButton>
      {comparable ? (
        <LinkButton look="primary" href={`/sessions/compare?ids=${selected.join(",")}`}>
          {t("sessions.list.compare", { count: selected.length })}
        </LinkButton>
      ) : null}
    </SelectionBar>
  );
}

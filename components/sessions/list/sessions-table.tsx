"use client";

import { useMemo } from "react";
import { ChoicesMenu } from "@/components/tables/choices-menu";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pagination";
import type { RangeChoices } from "@/components/tables/range-choices";
import { RangeMenu } from "@/components/tables/range-menu";
import { SearchField } from "@/components/tables/search-field";
import { SelectionBar } from "@/components/tables/selection-bar";
import { useSelected } from "@/components/tables/table-state";
import { ColumnsMenu, FilterMenu, Toolbar } from "@/components/tables/toolbar";
import { LinkButton } from "@/components/ui/link-button";
import { type SessionRow, type SessionTerms, sessionColumns } from "./session-columns";

type Option = { value: string; label: string };
type Props = {
  rows: SessionRow[];
  total: number;
  /** All that the scope reaches, whatever is filtered. */
  all: number;
  limit: number;
  courses: Option[];
  /** For an admin; an instructor's are all their own. */
  instructors: Option[] | null;
  range: RangeChoices;
  terms: SessionTerms;
  narrowed: boolean;
};

const statuses: Option[] = [
  { value: "live", label: "Live" },
  { value: "scheduled", label: "Planned" },
  { value: "ended", label: "Ended" },
  { value: "cancelled", label: "Cancelled" },
];
const compareMin = 2;
const compareMax = 10;

/** The sessions somebody reaches: search, status, course, days, sorted and paged by the server, all in the URL; two to ten compared. */
export function SessionsTable(props: Props) {
  const { rows, total, all, limit, courses, instructors, range, terms, narrowed } = props;
  const columns = useMemo(() => sessionColumns(terms, instructors !== null), [terms, instructors]);
  return (
    <>
      <Toolbar
        end={
          <>
            {total === all ? all : `${total} of ${all}`}
            <ColumnsMenu columns={columns} />
          </>
        }
      >
        <SearchField label="Title or course" />
        <ChoicesMenu filter="status" label="Status" options={statuses} />
        {courses.length > 1 ? <ChoicesMenu filter="course_id" label="Course" options={courses} /> : null}
        {instructors && instructors.length > 1 ? (
          <FilterMenu filter="instructor_id" label="Instructor" options={instructors} />
        ) : null}
        <RangeMenu range={range} />
        {narrowed ? (
          <LinkButton look="quiet" href="/sessions">
            Clear filters
          </LinkButton>
        ) : null}
      </Toolbar>
      <DataTable
        label="Sessions"
        columns={columns}
        rows={rows}
        rowId={(row) => row.session_id}
        rowName={(row) => `${row.title}, ${row.when}`}
        rowHref={(row) => `/sessions/${row.session_id}`}
        defaultSort={{ id: "when", descending: true }}
        selectable
        tall
        empty={<p className="py-6 text-ink-2">No session matches.</p>}
      />
      <Pager limit={limit} total={total} noun="sessions" />
      <Selection rows={rows} />
    </>
  );
}

function Selection({ rows }: { rows: SessionRow[] }) {
  const [selected, select] = useSelected(undefined);
  const here = rows.filter((row) => selected.includes(row.session_id));
  const unheld = here.some((row) => row.session_status === "scheduled" || row.session_status === "cancelled");
  const comparable = selected.length >= compareMin && selected.length <= compareMax && !unheld;
  const note = unheld
    ? "Only sessions that were held can be compared"
    : selected.length > compareMax
      ? `Up to ${compareMax} can be compared`
      : selected.length < compareMin
        ? "Choose another to compare"
        : undefined;
  return (
    <SelectionBar
      count={selected.length}
      noun={["session", "sessions"]}
      note={note}
      onClear={() => select([])}
    >
      <LinkButton href={`/api/admin/training/sessions/export?ids=${selected.join(",")}`} download="">
        CSV of {selected.length}
      </LinkButton>
      {comparable ? (
        <LinkButton look="primary" href={`/sessions/compare?ids=${selected.join(",")}`}>
          Compare {selected.length}
        </LinkButton>
      ) : null}
    </SelectionBar>
  );
}

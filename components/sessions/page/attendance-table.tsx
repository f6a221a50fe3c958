"use client";

import { useMemo } from "react";
import type { TableWords } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { ColumnsMenu, FilterMenu, SearchField } from "@/components/tables/toolbar";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { Section } from "@/components/ui/section";
import { decimal, unknown } from "@/lib/platform/format";
import { type AttendanceAxis, attendanceTableColumns, Presence } from "./attendance-columns";
import { type AttendeeLine, lineWords } from "./attendee-line";

const name = "people";
const statuses = [
  { value: "came", label: "Attended" },
  { value: "on_time", label: "On time" },
  { value: "late", label: "Late" },
  { value: "walk_in", label: "Walked in" },
  { value: "did_not_come", label: "Did not attend" },
  { value: "registered_attended", label: "Registered and attended" },
  { value: "no_show", label: "Registered, did not attend" },
  { value: "engaged", label: "Took part" },
  { value: "listened", label: "Only listened" },
  { value: "rated", label: "Rated" },
];

const byName = { id: "name", desc: false };

type Props = AttendanceAxis &
  PageOf<AttendeeLine> & {
    title: string;
    words: TableWords;
    /** A search or a filter is set. */
    narrowed: boolean;
  };

/** Who attended, when and how long: one row per person, the bar on the timeline's axis. On a phone: name, strip and one line. */
export function AttendanceTable(props: Props) {
  const { title, rows, total, limit, seconds, window, words, placed, narrowed } = props;
  const table = useDataTable({
    name,
    columns: useMemo(() => attendanceTableColumns({ seconds, window, placed }), [seconds, window, placed]),
    words,
    rows,
    rowId: (line) => line.id,
    limit,
    total,
    defaultSort: byName,
  });
  return (
    <Section
      id="attendance"
      line
      title={title}
      sub={
        placed
          ? "One row per person. The bar shows when they were present, on the time axis of the chart above."
          : "One row per person. The report says how long they were present, not when."
      }
      tools={
        <div className="mr-2 flex flex-wrap items-center gap-2 max-columns:w-[100cqi]">
          <SearchField name={name} label="Name or e-mail" />
          <FilterMenu name={name} filter="status" label="Status" options={statuses} />
          <span className="max-rail:hidden">
            <ColumnsMenu table={table} />
          </span>
        </div>
      }
    >
      <div className="rail:-mt-4">
        <DataTable
          table={table}
          label="People of this session"
          phoneRow={(line) => <PhoneRow line={line} seconds={seconds} placed={placed} />}
          empty={
            <p className="text-ink-2">
              {narrowed ? "No people match." : "There are no people on this page."}
            </p>
          }
        />
      </div>
      <Pager table={table} noun="people" />
    </Section>
  );
}

function PhoneRow({ line, seconds, placed }: { line: AttendeeLine; seconds: number; placed: boolean }) {
  const { when, did } = lineWords(line);
  return (
    <>
      <div className="flex justify-between gap-3">
        <b className="min-w-0 truncate font-medium">{line.name}</b>
        <span className="flex-none tabular-nums">
          {line.status.late ? <span className="text-warn">late </span> : null}
          {line.minutes === null ? unknown : `${decimal(line.minutes, 0)}\u00a0min`}
        </span>
      </div>
      {placed ? (
        <div className="my-1">
          <Presence line={line} seconds={seconds} height={8} />
        </div>
      ) : null}
      <div className="flex justify-between gap-3 text-axis text-ink-3 tabular-nums">
        <span>{when}</span>
        <span>{did}</span>
      </div>
    </>
  );
}

"use client";

import { useMemo } from "react";
import { PersonLink } from "@/components/learners/person-link";
import type { TableWords } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { ColumnsMenu, FilterMenu, SearchField } from "@/components/tables/toolbar";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import { attendanceGroups } from "@/lib/domain/sessions/words";
import { unknown } from "@/lib/language/numbers";
import { type AttendanceAxis, attendanceTableColumns, Presence } from "./attendance-columns";
import type { AttendeeLine } from "./attendee-line";

const name = "people";
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
  const language = useLanguage();
  const { t } = language;
  const table = useDataTable({
    name,
    columns: useMemo(
      () => attendanceTableColumns({ seconds, window, placed }, language),
      [seconds, window, placed, language],
    ),
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
      sub={t(placed ? "session.attendance.about" : "session.attendance.about_durations")}
      tools={
        <div className="mr-2 flex flex-wrap items-center gap-2 max-columns:w-[100cqi]">
          <SearchField name={name} label={t("session.attendance.search")} />
          <FilterMenu
            name={name}
            filter="status"
            label={t("ui.status")}
            options={attendanceGroups.map((value) => ({
              value,
              label: t(`session.attendance.filter.${value}`),
            }))}
          />
          <span className="max-rail:hidden">
            <ColumnsMenu table={table} />
          </span>
        </div>
      }
    >
      <div className="rail:-mt-4">
        <DataTable
          table={table}
          label={t("session.attendance.table")}
          phoneRow={(line) => <PhoneRow line={line} seconds={seconds} placed={placed} />}
          empty={
            <p className="text-ink-2">
              {t(narrowed ? "session.attendance.no_match" : "session.attendance.none_here")}
            </p>
          }
        />
      </div>
      <Pager table={table} noun="people" />
    </Section>
  );
}

function PhoneRow({ line, seconds, placed }: { line: AttendeeLine; seconds: number; placed: boolean }) {
  const { t, decimal } = useLanguage();
  return (
    <>
      <div className="flex justify-between gap-3">
        <PersonLink userId={line.user_id} className="min-w-0 truncate font-medium">
          {line.name}
        </PersonLink>
        <span className="flex-none tabular-nums">
          {line.status.late ? <span className="text-warn">{t("session.attendance.late")} </span> : null}
          {line.minutes === null ? unknown : `${decimal(line.minutes, 0)}\u00a0min`}
        </span>
      </div>
      {placed ? (
        <div className="my-1">
          <Presence line={line} seconds={seconds} height={8} />
        </div>
      ) : null}
      <div className="flex justify-between gap-3 text-axis text-ink-3 tabular-nums">
        <span>{line.when}</span>
        <span>{line.did}</span>
      </div>
    </>
  );
}

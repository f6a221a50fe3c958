"use client";

import { type ReactNode, useMemo } from "react";
import type { Language } from "@/lib/language/language";
import { RowStrip } from "../charts/row-strip";
import { dash, type Shown, time } from "../tables/cells";
import type { Column } from "../tables/column";
import { DataTable } from "../tables/data-table";
import { Pager } from "../tables/pager";
import { ClearFilters, ColumnsMenu, FilterMenu, SearchField, Toolbar } from "../tables/toolbar";
import { type PageOf, useDataTable } from "../tables/use-data-table";
import { Icon } from "../ui/icon";
import { useLanguage } from "../ui/use-language";
import { LearnersSelection } from "./learners-selection";

/** A learner as the list shows them: texts that the server wrote. */
export type LearnerTableRow = {
  user_id: string;
  name: string;
  courses: string;
  /** In which courses they are at risk, and for each what shows it; null in none. */
  risk: { text: string; evidence: string[] } | null;
  /** Why they are not, where it matters. */
  reason: string | null;
  seen: Shown | null;
  /** "3 of 5" and what is below it; null where there was none. */
  came: { text: string; detail: string | null } | null;
  videos: { shares: number[]; text: string } | null;
  progress: { text: string; detail: string } | null;
  quizzes: { text: string; detail: string } | null;
  /** The minutes of the last weeks, and those of the last one in words; null where there were none. */
  minutes: { weeks: number[]; text: string; label: string } | null;
};

const figure = (of: { text: string } | null): ReactNode => (of ? of.text : dash);

/** Ids of those that sort are the orders that the query knows. */
const columnsIn = ({ t }: Language): Column<LearnerTableRow>[] => [
  {
    id: "name",
    label: t("learners.roster.learner"),
    fixed: true,
    sortable: true,
    className: "min-w-36",
    cell: (row) => row.name,
    detail: (row) => row.courses,
  },
  {
    id: "risk",
    label: t("learners.list.at_risk"),
    sortable: true,
    first: "down",
    phone: "strip",
    className: "min-w-60 py-2!",
    cell: (row) =>
      row.risk ? (
        <>
          <span className="flex items-center gap-1.5 font-medium text-warn">
            <Icon name="warning" />
            {row.risk.text}
          </span>
          {row.risk.evidence.map((text) => (
            <small key={text} className="block text-axis text-ink-3">
              {text}
            </small>
          ))}
        </>
      ) : (
        <>
          <span className="text-ink-2">{t("learners.list.no")}</span>
          {row.reason ? <small className="block text-axis text-ink-3">{row.reason}</small> : null}
        </>
      ),
  },
  {
    id: "last_seen",
    label: t("learners.roster.last_seen"),
    sortable: true,
    first: "down",
    phone: (row) => (row.seen ? t("learners.list.seen", { when: row.seen.text }) : null),
    cell: (row) => (row.seen ? time(row.seen) : t("learners.roster.never")),
  },
  {
    id: "came",
    sortable: true,
    first: "down",
    label: t("learners.roster.came"),
    align: "end",
    phone: (row) => row.came && t("learners.list.came", { part: row.came.text }),
    cell: (row) => figure(row.came),
    detail: (row) => row.came?.detail,
  },
  {
    id: "videos",
    sortable: true,
    first: "down",
    label: t("learners.timeline.videos"),
    phone: "strip",
    className: "min-w-36",
    cell: (row) =>
      row.videos ? (
        <span className="flex items-center gap-2">
          <RowStrip
            kind="stretches"
            stretches={row.videos.shares.flatMap((share, at) =>
              share > 0 ? { from: at, to: at + share * 0.94 } : [],
            )}
            length={row.videos.shares.length}
            className="block h-3 w-20 flex-none"
          />
          <span className="ml-auto tabular-nums">{row.videos.text}</span>
        </span>
      ) : (
        dash
      ),
  },
  {
    id: "progress",
    sortable: true,
    first: "down",
    label: t("learners.list.progress"),
    align: "end",
    phone: (row) => row.progress?.detail ?? null,
    cell: (row) => figure(row.progress),
    detail: (row) => row.progress?.detail,
  },
  {
    id: "quizzes",
    sortable: true,
    first: "down",
    label: t("learners.page.quizzes"),
    align: "end",
    phone: (row) => row.quizzes && t("learners.list.quizzes", { score: row.quizzes.text }),
    cell: (row) => figure(row.quizzes),
    detail: (row) => row.quizzes?.detail,
  },
  {
    id: "minutes",
    label: t("learners.list.minutes"),
    sortable: true,
    first: "down",
    align: "end",
    phone: (row) => row.minutes && t("learners.list.minutes_of", { minutes: row.minutes.text }),
    cell: (row) =>
      row.minutes ? (
        <span className="inline-flex items-center gap-2">
          <RowStrip
            kind="band"
            values={row.minutes.weeks}
            band={null}
            width={72}
            height={22}
            label={row.minutes.label}
          />
          <span className="min-w-9 whitespace-nowrap tabular-nums">{row.minutes.text}</span>
        </span>
      ) : (
        dash
      ),
  },
];

type Options = { value: string; label: string }[];

const riskFirst = { id: "risk", desc: true };

/** Learners of several courses, searched, filtered, sorted and paged by the server, all in the URL. */
export function LearnersTable({
  rows,
  total,
  limit,
  courses,
  classes,
  since,
  narrowed,
  canExport,
}: PageOf<LearnerTableRow> & {
  courses: Options;
  /** Of the chosen course. */
  classes: Options;
  /** Days before which somebody was last seen, the latest first. */
  since: Options;
  /** Whether anything is filtered. */
  narrowed: boolean;
  /** An assistant has no files. */
  canExport: boolean;
}) {
  const language = useLanguage();
  const { t } = language;
  const table = useDataTable({
    columns: useMemo(() => columnsIn(language), [language]),
    rows,
    rowId: (row) => row.user_id,
    limit,
    total,
    defaultSort: riskFirst,
    selectable: true,
  });
  return (
    <>
      <Toolbar end={<ColumnsMenu table={table} />}>
        <SearchField label={t("learners.roster.search")} />
        <FilterMenu filter="course_id" label={t("learners.timeline.course")} options={courses} />
        {classes.length ? (
          <FilterMenu filter="class_id" label={t("learners.roster.class")} options={classes} />
        ) : null}
        <FilterMenu
          filter="at_risk"
          label={t("learners.list.at_risk")}
          options={[
            { value: "yes", label: t("learners.list.yes") },
            { value: "no", label: t("learners.list.no") },
          ]}
        />
        <FilterMenu filter="not_seen_since" label={t("learners.roster.not_seen")} options={since} />
        {narrowed ? <ClearFilters href="/learners" /> : null}
      </Toolbar>
      <DataTable
        table={table}
        label={t("learners.list.title")}
        rowHref={(row) => `/people/${row.user_id}`}
        rowName={(row) => row.name}
        height="tall"
        empty={<p className="py-6 text-ink-2">{t("learners.roster.no_match")}</p>}
      />
      <Pager table={table} noun="people" />
      <LearnersSelection table={table} canExport={canExport} />
    </>
  );
}

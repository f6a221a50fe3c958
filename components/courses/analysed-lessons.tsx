"use client";

import Link from "next/link";
import { useMemo } from "react";
import { orDash } from "@/components/tables/cells";
import type { Column } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { ColumnsMenu, Toolbar } from "@/components/tables/toolbar";
import { useDataTable } from "@/components/tables/use-data-table";
import { useLanguage } from "@/components/ui/use-language";
import type { Language } from "@/lib/language/language";
import { mediaTime } from "@/lib/language/numbers";
import { attendanceText, type LessonShown, lessonHref } from "./lesson-row";

/** Over the link that covers the row. */
const inRow = "relative z-1 text-ink hover:text-accent";
const number = { align: "end", sortable: true, first: "down" } as const;

const columnsIn = (enrolled: number, language: Language): Column<LessonShown>[] => {
  const { t, count, percent, shareOfPeople } = language;
  return [
    {
      id: "lesson",
      label: t("courses.lesson_table.lesson"),
      fixed: true,
      sortable: true,
      cell: (row) => `${row.number} ${row.title}`,
      className: "min-w-40",
    },
    {
      id: "video",
      label: t("ui.video"),
      cell: ({ videos }) =>
        videos.length === 0
          ? t("courses.lesson_table.none")
          : videos.map(({ video_id, title }) => (
              <Link key={video_id} href={`/videos/${video_id}`} prefetch={false} className={`block ${inRow}`}>
                {title}
              </Link>
            )),
      className: "min-w-40",
    },
    {
      id: "session",
      label: t("ui.session"),
      cell: ({ sessions }) =>
        sessions.length === 0
          ? t("courses.lesson_table.none")
          : sessions.map((session) => (
              <span key={session.session_id} className="block">
                <Link
                  href={`/sessions/${session.session_id}`}
                  prefetch={false}
                  title={session.when.full}
                  className={`whitespace-nowrap ${inRow}`}
                >
                  {session.when.text}
                </Link>
                <small className="block text-axis whitespace-nowrap text-ink-3">
                  {attendanceText(session, language)}
                </small>
              </span>
            )),
    },
    {
      id: "length",
      label: t("courses.lesson_table.length"),
      align: "end",
      cell: ({ videos }) =>
        videos.map(({ video_id, duration_seconds }) => (
          <span key={video_id} className="block">
            {mediaTime(duration_seconds)}
          </span>
        )),
    },
    {
      id: "started",
      label: t("courses.lesson_table.started"),
      ...number,
      phone: ({ started, completed }) => t("courses.lesson_table.on_phone", { started, completed }),
      cell: (row) => count(row.started),
    },
    {
      id: "completed",
      label: t("courses.lesson_table.completed"),
      ...number,
      cell: (row) => count(row.completed),
    },
    {
      id: "of_enrolled",
      label: t("courses.lesson_table.of_enrolled"),
      align: "end",
      cell: (row) => shareOfPeople(row.completed, enrolled, row.completed_percentage),
    },
    {
      id: "progress",
      label: t("courses.lesson_table.progress"),
      align: "end",
      hidden: true,
      cell: (row) => orDash(row.average_progress_percentage, (value) => percent(value)),
    },
    {
      id: "watched",
      label: t("courses.lesson_table.watched"),
      ...number,
      cell: ({ videos }) =>
        videos.map(({ video_id, median_watched_percentage }) => (
          <span key={video_id} className="block">
            {orDash(median_watched_percentage, (value) => percent(value, 0))}
          </span>
        )),
    },
    {
      id: "quiz",
      label: t("courses.lesson_table.quiz"),
      ...number,
      cell: (row) => (
        <>
          {orDash(row.average_quiz_score_percentage, (value) => percent(value, 0))}
          {row.quiz_results > 0 ? (
            <small className="block text-axis whitespace-nowrap text-ink-3">
              {t("courses.lesson_table.results", { results: row.quiz_results })}
            </small>
          ) : null}
        </>
      ),
    },
    {
      id: "hardest",
      label: t("courses.lesson_table.hardest"),
      cell: ({ videos }) =>
        videos.map(({ video_id, hardest_moment: hardest, replayed_moment: replayed }) => (
          <span key={video_id} className="block whitespace-nowrap">
            {hardest ? (
              <>
                <Link
                  href={`/videos/${video_id}?t=${hardest.from_second}`}
                  prefetch={false}
                  className={inRow}
                >
                  {mediaTime(hardest.from_second)}
                </Link>{" "}
                <span className="text-loss-line">
                  {t("courses.lesson_table.stop", { share: percent(hardest.lost_percentage, 0) })}
                </span>
                <small className="block text-axis text-ink-3">
                  {t("courses.lesson_table.of_views", { lost: hardest.lost, present: hardest.present })}
                </small>
              </>
            ) : (
              <span className="block text-ink-3">{t("courses.lesson_table.no_drop_off")}</span>
            )}
            {replayed ? (
              <small className="block text-axis text-ink-3">
                <Link href={`/videos/${video_id}?t=${replayed.at_second}`} prefetch={false} className={inRow}>
                  {mediaTime(replayed.at_second)}
                </Link>{" "}
                {t("courses.lesson_table.most_replayed", { replays: replayed.replays })}
              </small>
            ) : null}
          </span>
        )),
    },
  ];
};

/** The lessons of a course, sorted by the server. A row opens the lesson's people. */
export function AnalysedLessons({
  rows,
  enrolled,
  search,
}: {
  rows: LessonShown[];
  enrolled: number;
  search: string;
}) {
  const language = useLanguage();
  const table = useDataTable({
    name: "lessons",
    columns: useMemo(() => columnsIn(enrolled, language), [enrolled, language]),
    rows,
    rowId: (row) => row.lesson_id,
    limit: Math.max(1, rows.length),
    total: rows.length,
    defaultSort: { id: "lesson", desc: false },
  });
  return (
    <>
      <Toolbar end={<ColumnsMenu table={table} />} />
      <DataTable
        table={table}
        label={language.t("courses.lesson_table.label")}
        rowHref={(row) => lessonHref(search, row.lesson_id)}
        height="tall"
      />
    </>
  );
}

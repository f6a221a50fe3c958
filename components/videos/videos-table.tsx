"use client";

import { lazy, Suspense, useMemo } from "react";
import type { TableWords } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import type { RangeChoices } from "@/components/tables/range-choices";
import { RangeMenu } from "@/components/tables/range-menu";
import { ColumnsMenu, FilterMenu, SearchField, Toolbar } from "@/components/tables/toolbar";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { useLanguage } from "@/components/ui/use-language";
import { type VideoRow, videoTableColumns } from "./columns";

const RestoreVideos = lazy(() => import("./restore-videos"));

type Props = PageOf<VideoRow> & {
  courses: { value: string; label: string }[];
  range: RangeChoices;
  words: TableWords;
  completionTarget: number | null;
  /** Whether anything is searched, filtered or bounded: then an empty table says so. */
  narrowed: boolean;
  /** Shows the archived videos, which can be restored. */
  archived: boolean;
  canEdit: boolean;
};

const mostViewedFirst = { id: "views", desc: true };

/** The videos in somebody's scope: search, course, archived or not, days, sorted and paged by the server, all in the URL. */
export function VideosTable(props: Props) {
  const { rows, total, limit, courses, range, words, completionTarget, narrowed, archived, canEdit } = props;
  const language = useLanguage();
  const { t } = language;
  const table = useDataTable({
    columns: useMemo(() => videoTableColumns(completionTarget, language), [completionTarget, language]),
    words,
    rows,
    rowId: (row) => row.video_id,
    limit,
    total,
    defaultSort: mostViewedFirst,
    selectable: archived && canEdit,
  });
  return (
    <>
      <Toolbar
        end={
          <>
            {t("videos.table.count", { count: total })}
            <ColumnsMenu table={table} />
          </>
        }
      >
        <SearchField label={t("videos.table.search")} />
        {courses.length > 1 ? (
          <FilterMenu filter="course_id" label={t("ui.course")} options={courses} />
        ) : null}
        <FilterMenu
          filter="archived"
          label={t("videos.table.shown")}
          any={t("videos.table.active")}
          options={[{ value: "true", label: t("videos.table.archived") }]}
        />
        <RangeMenu range={range} />
      </Toolbar>
      <DataTable
        table={table}
        label={t("ui.videos")}
        rowHref={(row) => `/videos/${row.video_id}`}
        height="tall"
        rowName={(row) => row.title}
        empty={
          narrowed || archived ? (
            <p className="py-6 text-ink-2">
              {t(narrowed ? "videos.table.no_match" : "videos.table.none_archived")}
            </p>
          ) : null
        }
      />
      <Pager table={table} noun="videos" />
      {archived && canEdit ? (
        <Suspense>
          <RestoreVideos table={table} />
        </Suspense>
      ) : null}
    </>
  );
}

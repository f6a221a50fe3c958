"use client";

import { useMemo } from "react";
import type { TableWords } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import type { RangeChoices } from "@/components/tables/range-choices";
import { RangeMenu } from "@/components/tables/range-menu";
import { ColumnsMenu, FilterMenu, SearchField, Toolbar } from "@/components/tables/toolbar";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { useLanguage } from "@/components/ui/use-language";
import { type VideoRow, videoTableColumns } from "./columns";

type Props = PageOf<VideoRow> & {
  courses: { value: string; label: string }[];
  range: RangeChoices;
  words: TableWords;
  completionTarget: number | null;
  /** Whether anything is searched, filtered or bounded: then an empty table says so. */
  narrowed: boolean;
};

const mostViewedFirst = { id: "views", desc: true };

/** The videos in somebody's scope: search, course, days, sorted and paged by the server, all in the URL. */
export function VideosTable(props: Props) {
  const { rows, total, limit, courses, range, words, completionTarget, narrowed } = props;
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
        <RangeMenu range={range} />
      </Toolbar>
      <DataTable
        table={table}
        label={t("ui.videos")}
        rowHref={(row) => `/videos/${row.video_id}`}
        height="tall"
        empty={narrowed ? <p className="py-6 text-ink-2">{t("videos.table.no_match")}</p> : null}
      />
      <Pager table={table} noun="videos" />
    </>
  );
}

"use client";

import { useRouter } from "next/navigation";
import { useMemo } from "react";
import type { TableWords } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import type { RangeChoices } from "@/components/tables/range-choices";
import { RangeMenu } from "@/components/tables/range-menu";
import { SelectionBar } from "@/components/tables/selection-bar";
import { ColumnsMenu, FilterMenu, SearchField, Toolbar } from "@/components/tables/toolbar";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { Button } from "@/components/ui/button";
import { sendJson } from "@/components/ui/send-json";
import { useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import { type VideoRow, videoTableColumns } from "./columns";

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

/** Archives each of these videos, or restores it; ends with the first that fails. */
async function archiveAll(ids: readonly string[], archived: boolean) {
  for (const id of ids) {
    const answer = await sendJson<unknown>("PATCH", `/api/admin/analytics/videos/${id}`, { archived });
    if (!answer.ok) return answer;
  }
  return { ok: true as const, value: ids };
}

/** The videos in somebody's scope: search, course, archived or not, days, sorted and paged by the server, all in the URL. */
export function VideosTable(props: Props) {
  const { rows, total, limit, courses, range, words, completionTarget, narrowed, archived, canEdit } = props;
  const language = useLanguage();
  const { t } = language;
  const router = useRouter();
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
  // Those on other pages too.
  const selected = Object.keys(table.state.rowSelection);
  const { run, busy } = useAction(archiveAll, {
    toast: true,
    done: (ids, _, archive) => {
      table.setRowSelection({});
      router.refresh();
      const count = ids.length;
      return archive
        ? t("videos.table.archived_again", { count })
        : { text: t("videos.table.restored", { count }), undo: () => run(ids, true) };
    },
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
      <SelectionBar
        count={selected.length}
        text={t("videos.table.selected", { count: selected.length })}
        onClear={() => table.setRowSelection({})}
      >
        <Button look="primary" disabled={busy} onClick={() => run(selected, false)}>
          {t("videos.table.restore", { count: selected.length })}
        </Button>
      </SelectionBar>
    </>
  );
}

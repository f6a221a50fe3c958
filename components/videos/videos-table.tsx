"use client";

import { useMemo } from "react";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pagination";
import type { RangeChoices } from "@/components/tables/range-choices";
import { RangeMenu } from "@/components/tables/range-menu";
import { SearchField } from "@/components/tables/search-field";
import { ColumnsMenu, FilterMenu, Toolbar } from "@/components/tables/toolbar";
import { plural } from "@/lib/platform/format";
import { type ColumnTerms, type VideoRow, videoColumns } from "./columns";

type Props = {
  rows: VideoRow[];
  total: number;
  limit: number;
  courses: { value: string; label: string }[];
  range: RangeChoices;
  /** Labels and definitions of the columns, out of the glossary. */
  terms: ColumnTerms;
  completionTarget: number | null;
  /** Whether anything is searched, filtered or bounded: then an empty table says so. */
  narrowed: boolean;
};

/** The videos somebody reaches: search, course, days, sorted and paged by the server, all in the URL. */
export function VideosTable({
  rows,
  total,
  limit,
  courses,
  range,
  terms,
  completionTarget,
  narrowed,
}: Props) {
  const columns = useMemo(() => videoColumns(terms, completionTarget), [terms, completionTarget]);
  return (
    <>
      <Toolbar
        end={
          <>
            {plural(total, "video")}
            <ColumnsMenu columns={columns} />
          </>
        }
      >
        <SearchField label="Title or course" />
        {courses.length > 1 ? <FilterMenu filter="course_id" label="Course" options={courses} /> : null}
        <RangeMenu range={range} />
      </Toolbar>
      <DataTable
        label="Videos"
        columns={columns}
        rows={rows}
        rowId={(row) => row.video_id}
        rowHref={(row) => `/videos/${row.video_id}`}
        defaultSort={{ id: "views", descending: true }}
        tall
        empty={narrowed ? <p className="py-6 text-ink-2">No video matches.</p> : null}
      />
      <Pager limit={limit} total={total} noun="videos" />
    </>
  );
}

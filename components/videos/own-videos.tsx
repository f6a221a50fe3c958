"use client";

import { type Shown, time } from "@/components/tables/cells";
import type { Column } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import type { OwnVideo } from "@/lib/domain/videos/queries/progress";
import { mediaTime, percent, unknown } from "@/lib/platform/format";
import { ViewerStrip } from "./viewer-strip";

/** A video of the reader's courses, with its texts made on the server. */
type OwnVideoRow = Pick<
  OwnVideo,
  "video_id" | "title" | "href" | "watched" | "completed" | "duration_seconds"
> &
  Pick<OwnVideo, "progress_percentage" | "current_position_seconds"> & {
    /** Course and lesson. */
    place: string;
    /** When it was watched last; null: not started. */
    last: Shown | null;
  };

const seen = (row: OwnVideoRow) =>
  row.duration_seconds === null ? null : (
    <ViewerStrip
      strip={row.watched.map(([from, to]) => [from, to, 1] as const)}
      durationSeconds={row.duration_seconds}
      tick={null}
    />
  );
const progress = (row: OwnVideoRow) => (row.last ? percent(row.progress_percentage) : unknown);

const columns: Column<OwnVideoRow>[] = [
  {
    id: "title",
    label: "Video",
    fixed: true,
    cell: (row) => <span className="font-medium">{row.title}</span>,
    detail: (row) => row.place,
  },
  { id: "seen", label: "Watched over its length", className: "w-84", cell: seen },
  { id: "progress", label: "Seen", align: "end", className: "w-20 tabular-nums", cell: progress },
  {
    id: "where",
    label: "Progress",
    className: "w-60 [td&]:text-ink-2",
    cell: (row) => <Where row={row} />,
  },
];

/** The videos of the reader's courses: what they watched of each, and where they stopped. */
export function OwnVideos({ rows, total, limit }: PageOf<OwnVideoRow>) {
  const table = useDataTable({ columns, rows, rowId: (row) => row.video_id, limit, total });
  return (
    <>
      <DataTable
        table={table}
        label="Your videos"
        rowHref={(row) => row.href}
        height="tall"
        fixedWidths
        phoneRow={(row) => (
          <>
            <div className="mb-1 flex justify-between gap-3">
              {row.href ? (
                <a href={row.href} className="min-w-0 truncate font-medium">
                  {row.title}
                </a>
              ) : (
                <b className="min-w-0 truncate font-medium">{row.title}</b>
              )}
              <span className="flex-none tabular-nums">{progress(row)}</span>
            </div>
            <small className="block text-axis text-ink-3">{row.place}</small>
            <div className="my-1">{seen(row)}</div>
            <span className="text-ink-2">
              <Where row={row} />
            </span>
          </>
        )}
      />
      <Pager table={table} noun="videos" />
    </>
  );
}

/** The reader's progress: completed, stopped at a second, or not started. */
function Where({ row }: { row: OwnVideoRow }) {
  if (!row.last) return "not started";
  const when = time(row.last);
  if (row.completed) return <>completed, {when}</>;
  return (
    <>
      {row.current_position_seconds === null
        ? "started"
        : `stopped at ${mediaTime(row.current_position_seconds)}`}
      , {when}
    </>
  );
}

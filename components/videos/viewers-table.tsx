"use client";

import { useMemo } from "react";
import { HoverLine } from "@/components/charts/hover-line";
import { ChartSurface } from "@/components/charts/surface";
import type { Column } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { SearchField, useFilter } from "@/components/tables/toolbar";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { choiceOf, Menu } from "@/components/ui/menu";
import type { ViewerRow } from "@/lib/domain/videos/schema";
import { percent } from "@/lib/platform/format";
import { ViewerStrip, viewerStop } from "./viewer-strip";

/** A viewer as the table shows them: an anonymous playback has no id of its own. */
type Line = ViewerRow & { id: string; durationSeconds: number };

const strip = (line: Line) => (
  <ViewerStrip
    strip={line.strip}
    durationSeconds={line.durationSeconds}
    tick={viewerStop(line.position_seconds, line.durationSeconds).tick}
  />
);
const name = (line: Line) => (
  <span className="block truncate font-medium" title={line.email ?? line.name}>
    {line.name}
  </span>
);
const seen = (line: Line) => percent(line.watched_percentage, 0);
const stopped = (line: Line) => viewerStop(line.position_seconds, line.durationSeconds).text;

/** The plot, the gap and the rail (name, seen 48, stopped 72), as in the chart above. */
const columns: Column<Line>[] = [
  { id: "strip", label: "Watched", fixed: true, className: "pr-(--gap)!", cell: strip },
  { id: "name", label: "Viewer", fixed: true, className: "w-[calc(var(--rail)-120px)] px-0!", cell: name },
  { id: "watched", label: "Seen", align: "end", className: "w-12 px-0! tabular-nums", cell: seen },
  {
    id: "stopped",
    label: "Stopped",
    align: "end",
    className: "w-18 px-0! tabular-nums [td&]:text-ink-3",
    cell: stopped,
  },
];

/** One row per viewer: their strip on the player's axis, then name, share seen and where they stopped. */
export function ViewersTable({
  rows,
  durationSeconds,
  limit,
  total,
  note,
  empty,
}: PageOf<ViewerRow> & {
  durationSeconds: number;
  note?: string | undefined;
  /** In place of the rows when there are none. */
  empty: string;
}) {
  const lines = useMemo(
    () => rows.map((row, index) => ({ ...row, id: row.user_id ?? `${row.name}-${index}`, durationSeconds })),
    [rows, durationSeconds],
  );
  const table = useDataTable({
    name: "viewers",
    columns,
    rows: lines,
    rowId: (line) => line.id,
    limit,
    total,
  });
  return (
    <>
      <div className="relative rail:-mt-4">
        <DataTable
          table={table}
          label="Viewers"
          height="low"
          empty={<p className="text-ink-2">{empty}</p>}
          fixedWidths
          phoneRow={(line) => (
            <>
              {strip(line)}
              <div className="mt-1 flex justify-between gap-3">
                {name(line)}
                <span className="flex-none text-ink-3 tabular-nums">
                  <span className="text-ink">{seen(line)} seen</span>, stopped {stopped(line)}
                </span>
              </div>
            </>
          )}
        />
        {lines.length > 0 ? (
          <ChartSurface
            length={durationSeconds}
            className="absolute inset-y-0 left-0 right-[calc(var(--gap)+var(--rail))] cursor-pointer touch-pan-y max-rail:hidden"
          >
            <HoverLine length={durationSeconds} top={36} />
          </ChartSurface>
        ) : null}
      </div>
      <Pager table={table} noun="viewers" note={note} />
    </>
  );
}

/** The orders that the viewers' query knows, as they read on the button. */
const orders = [
  { value: "-watched", label: "Most watched first" },
  { value: "-recent", label: "Latest first" },
  { value: "-replays", label: "Most replayed first" },
  { value: "stopped", label: "Stopped earliest first" },
  { value: "name", label: "By name" },
] as const;

/** Search and order of the viewers, kept in the URL. */
export function ViewersTools() {
  const [order, setOrder] = useFilter("viewers", "sort");
  const chosen = orders.find(({ value }) => value === order) ?? orders[0];
  return (
    <div className="mr-2 flex flex-wrap items-center gap-2 max-columns:w-[100cqi]">
      <SearchField name="viewers" label="Find a viewer" />
      <Menu
        label={chosen.label}
        align="end"
        entries={choiceOf(orders, chosen.value, (value) =>
          setOrder(value === orders[0].value ? null : value),
        )}
      />
    </div>
  );
}

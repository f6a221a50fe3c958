"use client";

import type { ReactNode } from "react";
import { ChartFrame, RowsTable } from "./chart-frame";
import { lazyChart } from "./lazy-chart";

/** A named amount; the share is already rounded to what is shown. */
export type BarRow = { key: string; label: string; value: number; valueText: string; shareText: string };

type Props = {
  title: string;
  /** The column heads: the name, the count, the share's base. */
  head: readonly [string, string, string];
  rows: readonly BarRow[];
  tools?: ReactNode;
  /** Pixels for the names, if all are short or long; a narrow plot has less. */
  namesWidth?: number;
  /** A line below. */
  note?: string | null;
  empty?: string;
};

export const barRowHeight = 26;

const BarsPlot = lazyChart(() => import("./bars-plot"));

/** Named amounts as bars beside their numbers, the longest as long as the column. */
export function Bars({ title, head, rows, tools, namesWidth, note, empty }: Props) {
  const written = {
    head,
    rows: rows.map(({ label, valueText, shareText }) => [label, valueText, shareText]),
  };
  return (
    <ChartFrame
      level="part"
      title={title}
      tools={tools}
      fileName={title}
      rows={written}
      empty={rows.length === 0 && empty ? <p className="text-small text-ink-2">{empty}</p> : undefined}
    >
      <div style={{ minHeight: rows.length * barRowHeight }}>
        <BarsPlot rows={rows} {...(namesWidth === undefined ? {} : { namesWidth })} />
      </div>
      {/* The same for screen readers: a row each, in the order on screen. */}
      <div className="sr-only">
        <RowsTable label={head[0]} rows={written} />
      </div>
      {note ? <p className="mt-2 text-small text-ink-2">{note}</p> : null}
    </ChartFrame>
  );
}

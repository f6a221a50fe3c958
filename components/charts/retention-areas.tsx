"use client";

import { series } from "./plot";
import type { RetentionPoint } from "./retention-points";
import { stillCurve } from "./theme";

const { Area } = series;

/** Points of another series have none of these. */
type Point = Partial<Pick<RetentionPoint, "first" | "replays">>;

function replays(point: Point): [number, number] | null {
  return point.first === undefined || point.replays === undefined
    ? null
    : [point.first, point.first + point.replays];
}

const plain = { ...stillCurve, type: "linear", fillOpacity: 1, connectNulls: true } as const;

/** First plays, replays above them, and the typical band drawn over both; inside a chart of retention points. */
export function RetentionAreas({ typical, yAxisId }: { typical: boolean; yAxisId: string }) {
  return (
    <>
      <Area {...plain} yAxisId={yAxisId} dataKey="first" stroke="none" fill="var(--seen-1)" />
      <Area {...plain} yAxisId={yAxisId} dataKey={replays} stroke="none" fill="var(--seen-3)" />
      {typical ? (
        <Area
          {...plain}
          yAxisId={yAxisId}
          dataKey="typical"
          stroke="var(--ink-3)"
          strokeWidth={1}
          strokeDasharray="1.5 3"
          fill="var(--typical)"
        />
      ) : null}
    </>
  );
}

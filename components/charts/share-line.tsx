"use client";

import { type ComponentProps, useMemo } from "react";
import { series } from "./plot";
import { sharePoints } from "./share-points";
import { stillCurve } from "./theme";

const { Line } = series;

type Props = Pick<ComponentProps<typeof Line>, "stroke" | "strokeWidth" | "strokeDasharray"> & {
  /** 0–100, at equal steps from start to end. */
  shares: readonly number[];
};

/** A curve of shares; inside a `Plot` along their axis. */
export function ShareLine({ shares, ...look }: Props) {
  const points = useMemo(() => sharePoints(shares), [shares]);
  return (
    <Line
      {...stillCurve}
      {...look}
      data={points}
      yAxisId="shares"
      dataKey="share"
      type="linear"
      dot={false}
      strokeLinejoin="round"
    />
  );
}

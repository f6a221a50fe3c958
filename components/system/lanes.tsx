"use client";

import { useMemo } from "react";
import { ReferenceArea } from "recharts";
import { HoverLine } from "@/components/charts/hover-line";
import {
  AxisTicks,
  BaseLine,
  GridLines,
  Loss,
  Plot,
  pixels,
  Segment,
  series,
  ValueTicks,
} from "@/components/charts/plot";
import { ChartSurface } from "@/components/charts/surface";
import { stillCurve } from "@/components/charts/theme";
import { useLanguage } from "@/components/ui/use-language";
import type { SystemPoint } from "@/lib/domain/system/schema";
import { roundMs } from "@/lib/domain/system/words";
import { limits } from "@/lib/measure/request-limits";
import {
  type DrawnPoint,
  drawnPoints,
  type Frame,
  frames,
  type LaneName,
  laneNames,
  scalesOf,
} from "./frame";

const { Area, Line } = series;

/** A stretch of the axis, in points from 0. */
type Stretch = { from: number; to: number };

export type LanesProps = {
  points: readonly SystemPoint[];
  step_minutes: number;
  /** The text of each point, by the school's clock. */
  times: readonly string[];
  /** Labels under the axis, in points. */
  ticks: readonly { at: number; text: string }[];
  incidents: readonly Stretch[];
  work: readonly (Stretch & { title: string })[];
  label: string;
  describe: (position: number) => string;
};

/** Nearer labels cannot be told apart. */
const tickGapMin = 64;

/** Everything that is measured on one axis of time, with one hover line. */
export default function Lanes(props: LanesProps) {
  const { points, step_minutes, times, label, describe } = props;
  const data = useMemo(() => drawnPoints(points, step_minutes), [points, step_minutes]);
  return (
    <ChartSurface
      height={(narrow) => frames[narrow ? "narrow" : "wide"].height}
      length={points.length}
      step={Math.max(1, Math.round(points.length / 150))}
      label={label}
      describe={describe}
    >
      {(width, narrow) => {
        const frame = frames[narrow ? "narrow" : "wide"];
        return (
          <>
            <Picture {...props} data={data} frame={frame} width={width} narrow={narrow} />
            <HoverLine
              length={points.length}
              top={frame.first - 6}
              bottom={frame.work.base}
              chip={{ top: frame.work.base + 4, text: (position) => times[position] ?? "" }}
            />
          </>
        );
      }}
    </ChartSurface>
  );
}

type PictureProps = LanesProps & {
  data: readonly DrawnPoint[];
  frame: Frame;
  width: number;
  narrow: boolean;
};

function Picture({ data, points, ticks, incidents, work, frame, width, narrow }: PictureProps) {
  const language = useLanguage();
  const { t, decimal } = language;
  const scales = useMemo(() => scalesOf(data, frame), [data, frame]);
  const rate = (tick: number) =>
    t("system.lanes.per_second", { rate: decimal(tick, tick < 0.1 ? 2 : tick < 1 ? 1 : 0) });
  const texts: Record<LaneName, (tick: number) => string> = {
    requests: rate,
    beacons: rate,
    response: (tick) => roundMs(10 ** tick, language),
    ingest_lag: (tick) => roundMs(tick, language),
    pool_wait: (tick) => roundMs(tick, language),
    event_loop: (tick) => roundMs(tick, language),
  };
  const every = Math.max(1, Math.ceil((ticks.length * tickGapMin) / Math.max(1, width)));
  const shown = ticks.filter((_, index) => index % every === 0);
  const limit = Math.log10(limits.p95_ms);
  const highest = scales.response.y.domain()[1] ?? 0;
  return (
    <Plot width={width} height={frame.height} along="at" length={points.length} data={data} values={scales}>
      {incidents.map(({ from, to }) => (
        <Loss key={from} from={from} to={to} top={frame.first - 6} base={frame.work.base} />
      ))}
      {laneNames.map((name) => (
        <GridLines key={name} of={scales[name]} />
      ))}
      {highest >= limit ? (
        <Segment
          from={{ x: 0, y: scales.response.y(limit) }}
          to={{ x: points.length, y: scales.response.y(limit) }}
          stroke="var(--loss-line)"
          strokeDasharray="2 3"
          crisp
        />
      ) : null}
      <Amount of="requests" value="requests" />
      <Amount of="requests" value="errors" bad />
      <Course of="response" value="p50" width={1.25} colour="var(--ink-3)" data={data} />
      <Course of="response" value="p99" width={1.25} colour="var(--ink-3)" data={data} />
      <Course of="response" value="p95" width={2} colour="var(--accent)" data={data} />
      <Amount of="beacons" value="received" />
      <Amount of="beacons" value="refused" bad />
      {(["ingest_lag", "pool_wait", "event_loop"] as const).map((name) => (
        <Course key={name} of={name} value={name} width={1.5} colour="var(--accent)" data={data} />
      ))}
      {laneNames.map((name) => (
        <BaseLine key={name} y={frame.lanes[name].base} />
      ))}
      {laneNames.map((name) => (
        <ValueTicks
          key={name}
          of={scales[name]}
          text={texts[name]}
          inside={narrow ? { x: width, anchor: "end", text: texts[name] } : undefined}
        />
      ))}
      {narrow ? <Names frame={frame} /> : null}
      {work.map(({ from, to, title }) => (
        <ReferenceArea
          key={`${from} ${title}`}
          yAxisId={pixels}
          x1={from}
          x2={to}
          y1={frame.work.top}
          y2={frame.work.base}
          ifOverflow="visible"
          shape={({ x, y, width: wide, height }: { x: number; y: number; width: number; height: number }) => (
            <rect x={x} y={y} width={Math.max(2, wide)} height={height} style={{ fill: "var(--ink-3)" }} />
          )}
          zIndex={0}
        />
      ))}
      <BaseLine y={frame.work.base} />
      <AxisTicks
        ticks={shown.map(({ at }) => at)}
        length={points.length}
        top={frame.work.base}
        labelY={frame.labelY}
        text={(at) => ticks.find((tick) => tick.at === at)?.text ?? ""}
      />
    </Plot>
  );
}

/** An amount a second as an area; what failed is vermilion, on top. */
function Amount({ of, value, bad = false }: { of: LaneName; value: keyof DrawnPoint; bad?: boolean }) {
  return (
    <Area
      {...stillCurve}
      yAxisId={of}
      dataKey={value}
      type="stepAfter"
      stroke={bad ? "var(--loss-line)" : "var(--accent)"}
      strokeWidth={bad ? 2 : 1.25}
      fill={bad ? "var(--loss-line)" : "var(--seen-1)"}
      fillOpacity={0.72}
    />
  );
}

type CourseProps = {
  of: LaneName;
  value: keyof DrawnPoint;
  width: number;
  colour: string;
  data: readonly DrawnPoint[];
};

/** A value's course as a line, with a gap where nothing was measured; one alone is a dot. */
function Course({ of, value, width, colour, data }: CourseProps) {
  return (
    <Line
      {...stillCurve}
      yAxisId={of}
      dataKey={value}
      type="linear"
      stroke={colour}
      strokeWidth={width}
      dot={({ key, cx, cy, index }) =>
        data[index]?.[value] == null ||
        data[index - 1]?.[value] != null ||
        data[index + 1]?.[value] != null ? (
          <g key={key} />
        ) : (
          <circle key={key} cx={cx} cy={cy} r={width} style={{ fill: colour }} />
        )
      }
    />
  );
}

/** The names of the rows above them, where there is no rail. */
function Names({ frame }: { frame: Frame }) {
  const { t } = useLanguage();
  return (
    <g>
      {laneNames.map((name) => (
        <text key={name} x={0} y={frame.lanes[name].top - 12} className="lb halo">
          {t(`system.lanes.${name}`)}
        </text>
      ))}
      <text x={0} y={frame.work.top - 8} className="lb halo">
        {t("system.lanes.work")}
      </text>
    </g>
  );
}

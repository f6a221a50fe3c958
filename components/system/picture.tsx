"use client";

import { useMemo } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { CursorProvider, useHovered } from "@/components/charts/cursor";
import { lazyChart } from "@/components/charts/lazy-chart";
import { useLanguage } from "@/components/ui/use-language";
import type { SystemPoint } from "@/lib/domain/system/schema";
import { milliseconds, perSecond } from "@/lib/domain/system/words";
import type { Language } from "@/lib/language/language";
import { frames, type LaneName, laneNames } from "./frame";
import type { LanesProps } from "./lanes";

const Lanes = lazyChart(() => import("./lanes"), {
  height: frames.wide.height,
  label: "charts.loading.system",
});

type Props = Omit<LanesProps, "label" | "describe"> & { title: string; sub: string; note: string };

/** The picture of the time, with the values at the moment pointed at and of the last whole step beside it. */
export function SystemPicture(props: Props) {
  return (
    <CursorProvider>
      <Framed {...props} />
    </CursorProvider>
  );
}

function Framed({ title, sub, note, ...drawn }: Props) {
  const { points, step_minutes, times } = drawn;
  const language = useLanguage();
  const { t } = language;
  const rows = useMemo(() => rowsOf(points, times, t), [points, times, t]);
  const describe = (position: number) => {
    const point = points[position];
    return point
      ? t("system.lanes.at", {
          time: times[position] ?? "",
          requests: point.requests,
          errors: point.errors,
          p95: milliseconds(point.p95_ms, language),
          lag: milliseconds(point.ingest_lag_ms, language),
        })
      : "";
  };
  return (
    <ChartFrame
      title={title}
      sub={sub}
      rail={<Rail points={points} stepMinutes={step_minutes} times={times} work={drawn.work} />}
      rows={rows}
      fileName="system"
      note={note}
    >
      <Lanes {...drawn} label={t("charts.arrows", { label: t("system.lanes.label") })} describe={describe} />
    </ChartFrame>
  );
}

const rowsOf = (points: readonly SystemPoint[], times: readonly string[], t: Language["t"]) => ({
  head: [
    t("system.lanes.time"),
    t("system.lanes.requests"),
    t("system.lanes.errors"),
    ...["p50", "p95", "p99"].map((name) => t("system.lanes.in_ms", { name })),
    t("system.lanes.received"),
    t("system.lanes.refused"),
    ...(["ingest_lag", "pool_wait", "event_loop"] as const).map((name) =>
      t("system.lanes.in_ms", { name: t(`system.lanes.${name}`) }),
    ),
  ],
  rows: points.map((point, index) => [
    times[index] ?? "",
    point.requests,
    point.errors,
    ...[point.p50_ms, point.p95_ms, point.p99_ms].map((ms) => ms ?? ""),
    point.beacons_received,
    point.beacons_refused,
    ...[point.ingest_lag_ms, point.pool_wait_ms, point.event_loop_delay_ms].map((ms) => ms ?? ""),
  ]),
});

type RailProps = {
  points: readonly SystemPoint[];
  stepMinutes: number;
  times: readonly string[];
  work: LanesProps["work"];
};

/** Beside each row: its values at the moment pointed at, and of the last whole step. */
function Rail({ points, stepMinutes, times, work }: RailProps) {
  const language = useLanguage();
  const { t } = language;
  const hovered = useHovered();
  const last = Math.max(0, points.length - 2);
  const [at, now] = [hovered === null ? null : (points[hovered] ?? null), points[last] ?? null];
  const { lanes, work: workLane } = frames.wide;
  const running = (position: number) => work.filter(({ from, to }) => from <= position + 1 && to >= position);
  const titles = (position: number) => running(position).map(({ title }) => title);
  return (
    // The picture's scales are written over its right edge.
    <div className="relative ml-6 text-axis leading-[17px]" style={{ height: frames.wide.height }}>
      <Values
        top={0}
        name=""
        values={[["", hovered === null ? "" : (times[hovered] ?? ""), t("system.lanes.now")]]}
      />
      {laneNames.map((name) => (
        <Values
          key={name}
          top={lanes[name].top}
          name={t(`system.lanes.${name}`)}
          values={valuesOf(name, stepMinutes, language).map(([label, write]) => [
            label,
            at ? write(at) : "",
            now ? write(now) : "",
          ])}
        />
      ))}
      <div className="absolute inset-x-0" style={{ top: workLane.top - 12 }}>
        <h3 className="font-semibold">{t("system.lanes.work")}</h3>
        {/* One line: several pieces of work can run at once, and the page Background work has them all. */}
        <p className="truncate text-ink-2">
          {titles(hovered ?? last).join(", ") || t("system.lanes.no_work")}
        </p>
      </div>
    </div>
  );
}

type Line = [label: string, write: (point: SystemPoint) => string];

/** The lines of a row's values, each with how a point's is written. */
function valuesOf(name: LaneName, stepMinutes: number, language: Language): Line[] {
  const { t } = language;
  const rate = (amount: number) =>
    t("system.lanes.per_second", { rate: perSecond(amount, stepMinutes * 60, language) });
  const ms = (value: number | null) => milliseconds(value, language);
  switch (name) {
    case "requests":
      return [
        [t("system.lanes.all"), (point) => rate(point.requests)],
        [t("system.lanes.errors"), (point) => rate(point.errors)],
      ];
    case "response":
      return [
        ["p99", (point) => ms(point.p99_ms)],
        ["p95", (point) => ms(point.p95_ms)],
        ["p50", (point) => ms(point.p50_ms)],
      ];
    case "beacons":
      return [
        [t("system.lanes.received"), (point) => rate(point.beacons_received)],
        [t("system.lanes.refused"), (point) => rate(point.beacons_refused)],
      ];
    case "ingest_lag":
      return [["p95", (point) => ms(point.ingest_lag_ms)]];
    case "pool_wait":
      return [["p95", (point) => ms(point.pool_wait_ms)]];
    case "event_loop":
      return [[t("system.lanes.longest"), (point) => ms(point.event_loop_delay_ms)]];
  }
}

type ValuesProps = { top: number; name: string; values: [label: string, at: string, now: string][] };

function Values({ top, name, values }: ValuesProps) {
  return (
    <div className="absolute inset-x-0" style={{ top }}>
      {name ? <h3 className="font-semibold">{name}</h3> : null}
      <dl className="grid grid-cols-[minmax(0,1fr)_62px_60px] tabular-nums">
        {values.map(([label, at, now]) => (
          <div key={label} className="contents">
            <dt className="text-ink-2">{label}</dt>
            <dd className="text-right font-medium">{at}</dd>
            <dd className="text-right text-ink-2">{now}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

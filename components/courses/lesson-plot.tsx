"use client";

import { curveStepAfter, line } from "d3-shape";
import { HoverLine } from "@/components/charts/hover-line";
import { fitted } from "@/components/charts/labels";
import { BaseLine, Loss, Plot, series } from "@/components/charts/plot";
import { countScale } from "@/components/charts/scales";
import { ChartSurface } from "@/components/charts/surface";
import { stillCurve } from "@/components/charts/theme";
import { useLanguage } from "@/components/ui/use-language";
import { mediaTime, unknown } from "@/lib/language/numbers";
import { type LessonShown, sessionShown } from "./lesson-row";

const { Area } = series;

/** Where each lane is, in pixels from the top: its name's base line, its highest place and its base. */
const lanes = {
  reached: { top: 24, base: 150 },
  completed: 168,
  stopped: { name: 196, top: 208, base: 236 },
  active: { name: 260, top: 272, base: 300 },
  video: { name: 324, top: 336, base: 366, text: 381 },
  live: { name: 406, top: 418, base: 448, text: 463 },
  number: 476,
  title: 512,
} as const;
const height = 522;
/** A column is at least so wide; more lessons than fit scroll. */
const columnMin = 40;
/** From here on a column has room for its lesson's title. */
const titleMin = 56;

type Props = {
  lessons: readonly LessonShown[];
  /** The lesson at which most people stopped, beyond chance. */
  most: number | null;
  label: string;
  describe: (lesson: LessonShown) => string;
};

/** The lessons in order, each as a column: who reached and completed it, who stopped there and is there, what was watched, and who came. */
export default function LessonPlot({ lessons, most, label, describe }: Props) {
  const { t } = useLanguage();
  const said = (place: number) => (lessons[place] ? describe(lessons[place]) : "");
  return (
    <div className="overflow-x-auto overflow-y-hidden">
      <div style={{ minWidth: lessons.length * columnMin }}>
        <ChartSurface
          height={height}
          length={lessons.length}
          label={t("charts.arrows", { label })}
          describe={said}
          className="cursor-pointer"
        >
          {(width) => (
            <>
              <Picture lessons={lessons} most={most} width={width} />
              <HoverLine
                length={lessons.length}
                top={lanes.reached.top}
                bottom={lanes.number}
                chip={{ top: lanes.number, text: (place) => lessons[place]?.number ?? "" }}
              />
            </>
          )}
        </ChartSurface>
      </div>
    </div>
  );
}

function Picture({ lessons, most, width }: Pick<Props, "lessons" | "most"> & { width: number }) {
  const { t, count, percent } = useLanguage();
  const slot = width / lessons.length;
  const middle = (place: number) => (place + 0.5) * slot;
  const reached = countScale(Math.max(...lessons.map((one) => one.reached)), lanes.reached);
  const people = countScale(Math.max(...lessons.flatMap((one) => [one.stopped, one.active])), {
    top: 0,
    base: lanes.stopped.base - lanes.stopped.top,
  });
  const places = lessons.map((one, place) => ({ at: place, reached: one.reached }));
  const last = lessons.at(-1);
  return (
    <Plot
      width={width}
      height={height}
      along="at"
      length={lessons.length}
      data={last ? [...places, { at: lessons.length, reached: last.reached }] : places}
      values={{ reached }}
    >
      {most === null ? null : <Loss from={most} to={most + 1} top={lanes.reached.top} base={lanes.number} />}
      <Area
        {...stillCurve}
        yAxisId="reached"
        dataKey="reached"
        type="stepAfter"
        stroke="var(--accent)"
        strokeWidth={1.5}
        fill="var(--seen-1)"
        fillOpacity={0.7}
      />
      {lessons.map((one, place) => (
        <g key={one.lesson_id}>
          <rect
            x={middle(place) - slot / 4}
            y={reached.y(one.completed)}
            width={slot / 2}
            height={Math.max(0, lanes.reached.base - reached.y(one.completed))}
            style={{ fill: "var(--seen-2)" }}
          />
          <Label x={middle(place)} y={reached.y(one.reached) - 5} strong={place === most}>
            {count(one.reached)}
          </Label>
          <Label x={middle(place)} y={lanes.completed}>
            {percent(one.completed_percentage, 0)}
          </Label>
          <Column place={middle(place)} slot={slot} lane="stopped" value={one.stopped} scale={people.y} />
          <Column place={middle(place)} slot={slot} lane="active" value={one.active} scale={people.y} />
          <Small x={place * slot} slot={slot} lane="video" {...videoOf(one)} />
          <Live x={place * slot} slot={slot} lesson={one} />
          <Label x={middle(place)} y={lanes.number + 14} strong>
            {one.number}
          </Label>
          {slot >= titleMin ? (
            <Label x={middle(place)} y={lanes.title}>
              {fitted(one.title, slot - 4)}
            </Label>
          ) : null}
        </g>
      ))}
      <BaseLine y={lanes.reached.base} />
      <BaseLine y={lanes.stopped.base} />
      <BaseLine y={lanes.active.base} />
      <text x={0} y={12} className="lbs">
        {t("courses.lesson_chart.lanes.reached")}
      </text>
      {(["stopped", "active", "video", "live"] as const).map((lane) => (
        <text key={lane} x={0} y={lanes[lane].name} className="lbs">
          {t(`courses.lesson_chart.lanes.${lane}`)}
        </text>
      ))}
    </Plot>
  );
}

function Label({
  x,
  y,
  strong = false,
  children,
}: {
  x: number;
  y: number;
  strong?: boolean;
  children: string;
}) {
  return (
    <text x={x} y={y} textAnchor="middle" className={strong ? "lbs halo" : "ax halo"}>
      {children}
    </text>
  );
}

type ColumnProps = {
  place: number;
  slot: number;
  lane: "stopped" | "active";
  value: number;
  scale: (value: number) => number;
};

/** How many people, as a bar of its lane. Both lanes have one scale. */
function Column({ place, slot, lane, value, scale }: ColumnProps) {
  const { count } = useLanguage();
  const { top, base } = lanes[lane];
  const y = top + scale(value);
  return (
    <>
      <rect
        x={place - slot / 5}
        y={y}
        width={(slot * 2) / 5}
        height={Math.max(0, base - y)}
        style={{ fill: lane === "stopped" ? "var(--loss-line)" : "var(--seen-3)" }}
      />
      <Label x={place} y={y - 3}>
        {count(value)}
      </Label>
    </>
  );
}

type SmallProps = {
  x: number;
  slot: number;
  lane: "video" | "live";
  values: readonly number[];
  max: number;
  text: string;
};

const smallLine = line<[number, number]>();
const smallSteps = line<[number, number]>().curve(curveStepAfter);

/** A small curve with its line of text below; without values the text alone. */
function Small({ x, slot, lane, values, max, text }: SmallProps) {
  const { top, base, text: textY } = lanes[lane];
  const inner = slot - 6;
  const points = values.map((value, index): [number, number] => [
    x + 3 + (index / Math.max(1, values.length - 1)) * inner,
    base - (Math.min(max, Math.max(0, value)) / Math.max(1, max)) * (base - top),
  ]);
  const path = points.length > 1 ? ((lane === "video" ? smallLine : smallSteps)(points) ?? "") : "";
  return (
    <>
      {path ? (
        <>
          <path className="area" d={`${path}V${base}H${x + 3}Z`} />
          <path className="curve" d={path} style={{ strokeWidth: 1.25 }} />
        </>
      ) : null}
      <Label x={x + slot / 2} y={textY}>
        {fitted(text, slot)}
      </Label>
    </>
  );
}

/** The first video of a lesson, and its length. */
const videoOf = ({ videos }: LessonShown) => ({
  values: videos[0]?.curve ?? [],
  max: 100,
  text: videos[0] ? mediaTime(videos[0].duration_seconds) : unknown,
});

function Live({ x, slot, lesson }: { x: number; slot: number; lesson: LessonShown }) {
  const { t, count, ofBase } = useLanguage();
  const session = sessionShown(lesson.sessions);
  const text = () => {
    if (!session) return unknown;
    const { session_status: status, registered, registered_attended: came, attended } = session;
    if (status === "cancelled") return t("courses.lesson_chart.cancelled");
    if (status === "ended") return registered > 0 ? ofBase(came, registered) : count(attended);
    return t("courses.lesson_chart.so_far", { registered });
  };
  return (
    <Small
      {...{ x, slot, lane: "live" }}
      values={session?.curve ?? []}
      max={Math.max(1, ...(session?.curve ?? []))}
      text={text()}
    />
  );
}

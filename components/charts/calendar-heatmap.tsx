"use client";

import { useLayoutEffect, useMemo } from "react";
import { useLanguage } from "@/components/ui/use-language";
import type { Day } from "@/lib/platform/time";
import { type CalendarCell, calendarCells, cellAt, type DayValue, monthStarts } from "./calendar-points";
import { CursorProvider, useHovered } from "./cursor";
import { Chip } from "./hover-line";
import { Plot, pixels, series } from "./plot";
import { ChartSurface } from "./surface";
import { seenColour, seenLevel, still } from "./theme";
import { useWidth } from "./use-width";

const { Marks } = series;

type Props = {
  /** Values by day; a day without one has none. */
  days: readonly DayValue[];
  /** The first and the last day, both included: up to a year. */
  from: Day;
  to: Day;
  /** Says what the chart shows. */
  label: string;
  /** "4 sessions, 18 Nov" at the pointer; "Nov" over the week in which a month begins. */
  dayText: (day: DayValue) => string;
  monthText: (day: Day) => string;
};

/** Smaller than this a day cannot be pointed at: a narrow page scrolls sideways. */
const columnMin = 12;
const columnMax = 20;
const gap = 2;
/** Right of the weeks, for the names of weekdays. */
const namesWidth = 36;
const monthsHeight = 20;
const chipRoom = 24;
/** Columns that a month's name takes. */
const monthColumns = 3;
const weekdays = [
  [0, "monday"],
  [2, "wednesday"],
  [4, "friday"],
] as const;

/** A year of days, one column per week and one row per weekday; a higher value has a stronger colour. */
export default function CalendarHeatmap(props: Props) {
  return (
    <CursorProvider>
      <Chart {...props} />
    </CursorProvider>
  );
}

function Chart({ days, from, to, label, dayText, monthText }: Props) {
  const { t } = useLanguage();
  const [ref, room] = useWidth<HTMLDivElement>();
  const cells = useMemo(() => calendarCells(days, from, to), [days, from, to]);
  const weeks = (cells.at(-1)?.week ?? 0) + 1;
  const column = Math.max(columnMin, Math.min(columnMax, Math.floor((room - namesWidth) / weeks)));
  const width = column * weeks;
  const height = monthsHeight + 7 * column;
  const grid = { cells, column, width, height };
  // Where the year is wider than the page, its end is what is shown first.
  useLayoutEffect(() => {
    if (ref.current) ref.current.scrollLeft = width;
  }, [ref, width]);
  const said = (index: number) => {
    const cell = cells[index];
    return cell ? dayText(cell) : "";
  };
  return (
    <div ref={ref} className="overflow-x-auto columns:overflow-x-visible">
      <div className="relative" style={{ width, height: height + chipRoom }}>
        <ChartSurface
          length={cells.length}
          step={7}
          stepUp={-1}
          under={({ x, y }) => cellAt(cells, Math.floor(x / column), Math.floor((y - monthsHeight) / column))}
          label={t("charts.arrows_in_calendar", { label })}
          describe={said}
          className="absolute inset-0"
        >
          <Picture {...grid} monthText={monthText} />
          <Pointed {...grid} text={said} />
        </ChartSurface>
      </div>
    </div>
  );
}

type Grid = { cells: readonly CalendarCell[]; column: number; width: number; height: number };

function Picture({ cells, column, width, height, monthText }: Grid & Pick<Props, "monthText">) {
  const { t } = useLanguage();
  const data = useMemo(() => {
    const highest = Math.max(0, ...cells.map(({ value }) => value));
    return cells.map(({ week, weekday, value }) => ({
      week,
      [pixels]: monthsHeight + weekday * column,
      fill: seenColour(seenLevel(value, highest)),
    }));
  }, [cells, column]);
  return (
    <Plot width={width} height={height} along="week" length={width / column} values={{}}>
      {monthStarts(cells, monthColumns).map(({ week, day }) => (
        <text key={day} x={week * column} y={12} className="ax">
          {monthText(day)}
        </text>
      ))}
      <Marks
        {...still}
        data={data}
        yAxisId={pixels}
        shape={({ cx, cy, payload }) => (
          <rect
            x={cx}
            y={cy}
            width={column - gap}
            height={column - gap}
            rx={1}
            style={{ fill: payload.fill }}
          />
        )}
      />
      {weekdays.map(([weekday, name]) => (
        <text
          key={name}
          x={width + 6}
          y={monthsHeight + (weekday + 0.5) * column + 3}
          className="ax max-columns:hidden"
        >
          {t(`charts.${name}`)}
        </text>
      ))}
    </Plot>
  );
}

/** A frame around the day pointed at, and its tooltip. */
function Pointed({ cells, column, width, height, text }: Grid & { text: (index: number) => string }) {
  const index = useHovered();
  const cell = index === null ? undefined : cells[index];
  if (index === null || !cell) return null;
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0" data-hover={index}>
      <i
        className="absolute rounded-[2px] border-[1.5px]"
        style={{
          left: cell.week * column - 1,
          top: monthsHeight + cell.weekday * column - 1,
          width: column,
          height: column,
          borderColor: "var(--ink)",
        }}
      />
      <Chip left={`${((cell.week + 0.5) * column * 100) / width}%`} top={height + 2} text={text(index)} />
    </div>
  );
}

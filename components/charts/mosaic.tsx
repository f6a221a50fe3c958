"use client";

import { useLanguage } from "@/components/ui/use-language";
import { CursorProvider, useHovered } from "./cursor";
import { Chip } from "./hover-line";
import { Plot, series } from "./plot";
import { partScale } from "./scales";
import { ChartSurface } from "./surface";
import { still } from "./theme";

const { Marks } = series;

export type MosaicPart = {
  /** Short: "Attendance". */
  label: string;
  /** 0–100. */
  value: number;
  /** 0–1; all add up to 1. */
  weight: number;
  /** The points that it adds to the sum, and the most that it can add, already rounded. */
  points: number;
  of: number;
  /** The typical value, 0–100; null when unknown. */
  typical: number | null;
  /** What it was calculated from: "34 of 42 registered attended". Shown in the tooltip. */
  detail: string;
};

const height = 216;
/** In a narrower chart a part has its number alone. */
const roomy = 365;
const span = { top: 36, base: 212 };
const scale = partScale(span);

type Props = { parts: readonly MosaicPart[]; label: string };

/** The parts of a weighted sum: width is the weight, height the value, so the filled area is the sum; dotted is the typical value. */
export default function Mosaic({ parts, label }: Props) {
  const { t, percent } = useLanguage();
  const placed = parts.map((part, index) => ({
    ...part,
    from: parts.slice(0, index).reduce((sum, { weight }) => sum + weight * 100, 0),
  }));
  const said = (index: number) => {
    const part = parts[index];
    return part
      ? t("charts.part", { label: part.label, value: percent(part.value), detail: part.detail })
      : "";
  };
  return (
    <CursorProvider>
      <ChartSurface
        height={height}
        length={parts.length}
        under={({ x }, box) => placed.findLastIndex(({ from }) => from <= (x / box.width) * 100)}
        label={t("charts.arrows", { label })}
        describe={said}
      >
        {(width) => (
          <>
            <Plot width={width} height={height} along="from" length={100} values={{ share: scale }}>
              <Marks
                {...still}
                data={placed}
                yAxisId="share"
                dataKey="value"
                shape={({ cx = 0, cy = 0, payload }) => (
                  <Part
                    part={payload}
                    x={cx}
                    y={cy}
                    // A gap of two pixels between two parts.
                    width={Math.max(
                      0,
                      payload.weight * width - (payload.from + payload.weight * 100 < 99.5 ? 2 : 0),
                    )}
                    narrow={width < roomy}
                  />
                )}
              />
            </Plot>
            <Detail parts={placed} text={said} />
          </>
        )}
      </ChartSurface>
    </CursorProvider>
  );
}

type PartProps = { part: MosaicPart; x: number; y: number; width: number; narrow: boolean };

function Part({ part, x, y, width, narrow }: PartProps) {
  const { t, decimal, percent } = useLanguage();
  const { top, base } = span;
  return (
    <g transform={`translate(${x},0)`}>
      <text y="12" className="lbs">
        {part.label}
      </text>
      <text y="28" className="lb">
        {percent(part.value)}
      </text>
      <rect y={top} width={width} height={base - top} style={{ fill: "var(--seen-0)" }} />
      <rect y={y} width={width} height={base - y} className="area" />
      <path d={`M0 ${y}H${width}`} style={{ stroke: "var(--accent)", strokeWidth: 1.75 }} />
      {part.typical === null ? null : (
        <path
          d={`M0 ${scale.y(part.typical)}H${width}`}
          style={{ stroke: "var(--ink-2)", strokeDasharray: "2 3" }}
        />
      )}
      <text x="8" y="200">
        <tspan style={{ fill: "var(--ink)", fontSize: narrow ? 15 : 20, fontWeight: 500 }}>
          {decimal(part.points)}
        </tspan>
        {narrow ? null : (
          <tspan dx="4" className="lb">
            {t("charts.of_points", { points: decimal(part.of, Number.isInteger(part.of) ? 0 : 1) })}
          </tspan>
        )}
      </text>
    </g>
  );
}

function Detail({
  parts,
  text,
}: {
  parts: readonly (MosaicPart & { from: number })[];
  text: (index: number) => string;
}) {
  const index = useHovered();
  const part = index === null ? undefined : parts[index];
  if (index === null || !part) return null;
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0">
      <Chip left={`${part.from + part.weight * 50}%`} top={span.top + 8} text={text(index)} />
    </div>
  );
}

import { decimal, percent } from "@/lib/platform/format";
import { roundToSum } from "./score-points";

export type ScorePart = {
  /** Short: "Attendance". */
  label: string;
  /** 0–100. */
  value: number;
  /** 0–1; the parts that apply add up to 1. */
  weight: number;
  /** Already rounded, so that all add up to the score (`scorePoints`). */
  points: number;
  /** What is usual, 0–100; null when that is not known. */
  typical: number | null;
  /** Where it comes from: "34 of 42 registered came". Shown when it is pointed at. */
  detail: string;
};

const top = 36;
const floor = 212;

/**
 * A score taken apart: width is the weight, height how well it went, so that the filled area is the score; dotted is what is
 * usual. Percent positions: it renders on the server and fits a phone.
 */
export function ScoreMosaic({ parts, label }: { parts: readonly ScorePart[]; label: string }) {
  const y = (value: number) => floor - (Math.max(0, Math.min(100, value)) / 100) * (floor - top);
  const weights = roundToSum(parts.map(({ weight }) => weight * 100));
  let left = 0;
  return (
    <svg data-plot width="100%" height={216} role="img" aria-label={label} className="block overflow-visible">
      {parts.map((part, index) => {
        const x = left;
        left += part.weight * 100;
        return (
          <svg key={part.label} x={`${x}%`} width={`${part.weight * 100}%`} height={216}>
            <title>{`${part.label}: ${part.detail}`}</title>
            <text x="0" y="12" className="lbs">
              {part.label}
            </text>
            <text x="0" y="28" className="lb">
              {percent(part.value)}
            </text>
            <rect y={top} width="100%" height={floor - top} style={{ fill: "var(--seen-0)" }} />
            <rect y={y(part.value)} width="100%" height={floor - y(part.value)} className="area" />
            <line
              x2="100%"
              y1={y(part.value)}
              y2={y(part.value)}
              style={{ stroke: "var(--accent)", strokeWidth: 1.75 }}
            />
            {part.typical === null ? null : (
              <line
                x2="100%"
                y1={y(part.typical)}
                y2={y(part.typical)}
                style={{ stroke: "var(--ink-2)", strokeDasharray: "2 3" }}
              />
            )}
            {/* The gap between two parts, in the page's colour: widths are percents, gaps are not. */}
            {index < parts.length - 1 ? (
              <line
                x1="100%"
                x2="100%"
                y1={top - 1}
                y2={floor}
                style={{ stroke: "var(--bg)", strokeWidth: 2 }}
              />
            ) : null}
            <text x="8" y="200">
              <tspan
                className="text-[20px] tracking-[-.01em] max-desk:text-[15px]"
                style={{ fill: "var(--ink)", fontWeight: 500 }}
              >
                {decimal(part.points)}
              </tspan>
              <tspan dx="4" className="lb max-desk:hidden">
                of {decimal(weights[index], Number.isInteger(weights[index]) ? 0 : 1)}
              </tspan>
            </text>
          </svg>
        );
      })}
    </svg>
  );
}

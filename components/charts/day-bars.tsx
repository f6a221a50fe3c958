import { countScale } from "./axis";

export type DayBar = { day: string; value: number };

type Props = {
  /** One entry a day, without gaps. */
  days: readonly DayBar[];
  /** Says what the picture shows, for those who cannot see it. */
  label: string;
  /** "30 views" on the highest line; "31, 18 Nov" over the highest bar; "24 Oct" at both ends. */
  valueText: (value: number) => string;
  peakText: (day: DayBar) => string;
  dayText: (day: string) => string;
};

const height = 120;
const base = 96;

/** Bars by day with the highest labelled. Percent positions, so that it needs no measuring and renders on the server. */
export function DayBars({ days, label, valueText, peakText, dayText }: Props) {
  const peak = days.reduce<DayBar | null>(
    (best, day) => (!best || day.value > best.value ? day : best),
    null,
  );
  const first = days[0];
  const last = days.at(-1);
  if (!peak || !first || !last) return null;
  const scale = countScale(peak.value);
  const y = (value: number) => base - (value / scale.max) * base;
  const slot = 100 / days.length;
  const peakIndex = days.indexOf(peak);
  const top = scale.ticks.at(-1);
  // Words stand over the half that the peak does not: its own run towards the middle, the axis's at the other side.
  const peakIsLeft = peakIndex < days.length / 2;
  return (
    <svg width="100%" height={height} role="img" aria-label={label} className="block overflow-visible">
      {scale.ticks.map((tick) => (
        <line
          key={tick}
          x1="0"
          x2="100%"
          y1={Math.round(y(tick))}
          y2={Math.round(y(tick))}
          className="grid-line"
        />
      ))}
      {days.map((day, index) => (
        <rect
          key={day.day}
          x={`${index * slot + slot * 0.08}%`}
          y={y(day.value)}
          width={`${slot * 0.84}%`}
          height={base - y(day.value)}
          style={{ fill: "var(--seen-2)" }}
        >
          <title>{peakText(day)}</title>
        </rect>
      ))}
      <line x1="0" x2="100%" y1={base} y2={base} className="base-line" />
      <text x="0" y={114} className="ax">
        {dayText(first.day)}
      </text>
      {days.length > 1 ? (
        <text x="100%" y={114} textAnchor="end" className="ax">
          {dayText(last.day)}
        </text>
      ) : null}
      {top === undefined ? null : (
        <text
          x={peakIsLeft ? "100%" : "0"}
          y={y(top) - 4}
          textAnchor={peakIsLeft ? "end" : "start"}
          className="ax"
        >
          {valueText(top)}
        </text>
      )}
      {peak.value > 0 ? (
        <text
          x={`${(peakIsLeft ? peakIndex : peakIndex + 1) * slot}%`}
          y={y(peak.value) - 6}
          textAnchor={peakIsLeft ? "start" : "end"}
          className="lbs halo"
        >
          {peakText(peak)}
        </text>
      ) : null}
    </svg>
  );
}

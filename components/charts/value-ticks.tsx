type Props = {
  ticks: readonly number[];
  /** Pixels from the top for a value. */
  y: (value: number) => number;
  width: number;
  /** Narrow plots have no gap beside them: their labels stand inside, over or under their lines. */
  inside?: { x: number; anchor: "start" | "end"; text: (tick: number) => string; under?: boolean };
};

export function GridLines({ ticks, y, width }: Omit<Props, "inside">) {
  return (
    <g>
      {ticks.map((tick) => (
        <path key={tick} className="grid-line" d={`M0 ${Math.round(y(tick))}H${width}`} />
      ))}
    </g>
  );
}

/** The values of grid lines, in the gap beside the plot. */
export function ValueTicks({ ticks, y, width, inside }: Props) {
  return (
    <g>
      {ticks.map((tick) => (
        <text
          key={tick}
          x={inside ? inside.x : width + 6}
          y={y(tick) + (inside ? (inside.under ? 13 : -4) : 4)}
          textAnchor={inside ? inside.anchor : "start"}
          className="ax"
          style={inside ? { fill: "var(--ink-2)" } : undefined}
        >
          {inside ? inside.text(tick) : tick}
        </text>
      ))}
    </g>
  );
}

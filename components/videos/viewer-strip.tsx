import { playsColour } from "@/components/charts/ramp";

type Props = {
  /** What was played how often: `[from, to, plays]`, seconds. */
  strip: readonly (readonly [number, number, number])[];
  durationSeconds: number;
  /** Where they last stopped, ticked red; null for those who came to the end. */
  tick: number | null;
};

/** One viewer's seconds on the player's axis. Needs no measuring: it is stretched to the plot's width. */
export function ViewerStrip({ strip, durationSeconds, tick }: Props) {
  return (
    <svg
      viewBox={`0 0 ${durationSeconds} 16`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="block h-4 w-full max-desk:h-2.5"
    >
      <rect width={durationSeconds} height="16" style={{ fill: "var(--seen-0)" }} />
      {strip.map(([from, to, plays]) => (
        <rect key={from} x={from} width={to - from} height="16" style={{ fill: playsColour(plays) }} />
      ))}
      {tick === null ? null : (
        <path
          d={`M${tick} -2v20`}
          vectorEffect="non-scaling-stroke"
          style={{ stroke: "var(--loss-line)", strokeWidth: 1.5 }}
        />
      )}
    </svg>
  );
}

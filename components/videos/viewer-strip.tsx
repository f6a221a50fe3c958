import { RowStrip } from "@/components/charts/row-strip";

type Props = {
  /** What was played how often: `[from, to, plays]`, seconds. */
  strip: readonly (readonly [number, number, number])[];
  durationSeconds: number;
  /** Where they last stopped, ticked red; null for those who came to the end. */
  tick: number | null;
};

/** One viewer's seconds on the player's axis. */
export function ViewerStrip({ strip, durationSeconds, tick }: Props) {
  return (
    <RowStrip
      kind="stretches"
      stretches={strip.map(([from, to, plays]) => ({ from, to, plays }))}
      length={durationSeconds}
      tick={tick}
      height={16}
      className="block h-4 w-full max-desk:h-2.5"
    />
  );
}

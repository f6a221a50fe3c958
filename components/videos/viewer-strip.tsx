import { RowStrip } from "@/components/charts/row-strip";
import { mediaTime, unknown } from "@/lib/platform/format";

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
      className="block h-4 w-full max-columns:h-2.5"
    />
  );
}

/** Stopping within the credits counts as watching to the end: the last 5 seconds, or 2 % of a long video. */
const endSeconds = 5;
const endShare = 0.02;

/** Where a viewer last stopped, as text, and the second to tick red; no tick at the end or when it is not known. */
export function viewerStop(
  positionSeconds: number | null,
  durationSeconds: number | null,
): { text: string; tick: number | null } {
  if (positionSeconds === null) return { text: unknown, tick: null };
  if (durationSeconds === null) return { text: mediaTime(positionSeconds), tick: null };
  const end =
    durationSeconds - Math.min(durationSeconds / 4, Math.max(endSeconds, durationSeconds * endShare));
  return positionSeconds >= end
    ? { text: "to the end", tick: null }
    : { text: mediaTime(positionSeconds), tick: positionSeconds };
}

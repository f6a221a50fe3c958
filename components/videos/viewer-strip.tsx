import { RowStrip } from "@/components/charts/row-strip";
import type { Language } from "@/lib/language/language";
import { mediaTime } from "@/lib/language/numbers";

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

/** Whether a viewer's last position counts as the end; false when it or the length is not known. */
export const isAtEnd = (positionSeconds: number | null, durationSeconds: number | null): boolean =>
  positionSeconds !== null &&
  durationSeconds !== null &&
  positionSeconds >=
    durationSeconds - Math.min(durationSeconds / 4, Math.max(endSeconds, durationSeconds * endShare));

/** The second to tick red: where a viewer last stopped; none at the end or when it is not known. */
export const stopTick = (positionSeconds: number | null, durationSeconds: number | null): number | null =>
  durationSeconds === null || isAtEnd(positionSeconds, durationSeconds) ? null : positionSeconds;

/** Where a viewer last stopped. */
export const stopText = (
  positionSeconds: number | null,
  durationSeconds: number | null,
  { t }: Language,
): string =>
  isAtEnd(positionSeconds, durationSeconds) ? t("videos.viewers.to_the_end") : mediaTime(positionSeconds);

"use client";

import { useHovered, usePlayheadSecond } from "@/components/charts/cursor";
import { type RetentionCurve, readingAt, type SecondReading } from "@/components/charts/retention-points";
import { RetentionSeries } from "@/components/charts/retention-series";
import { count, mediaTime, percent, plural } from "@/lib/platform/format";

/** The rail beside the retention chart: names its series and reads them at the second pointed at, else where the player is. */
export function RetentionReading({ curve }: { curve: RetentionCurve }) {
  const hovered = useHovered();
  const playhead = usePlayheadSecond();
  const second = Math.min(hovered ?? playhead ?? 0, Math.max(0, curve.covers.length - 1));
  const reading = readingAt(second, curve);
  if (!reading) return null;
  return (
    <div className="pt-[57px] text-small leading-[18px] tabular-nums">
      <b>At {mediaTime(second)}</b>
      <RetentionSeries reading={reading} />
      <p className="mt-2 text-ink-3">
        {count(reading.covers)} of {plural(curve.base, "view")} reached this second; it was replayed{" "}
        {plural(reading.replayed, "time")}
      </p>
    </div>
  );
}

/** The same in a sentence, for those who hear it. */
export function readingText(reading: SecondReading | null): string {
  if (!reading) return "";
  return `${mediaTime(reading.second)}: first plays ${percent(reading.first, 0)}, replays ${percent(reading.replays, 0)}`;
}

"use client";

import { type RetentionCurve, readingAt, type SecondReading } from "@/components/charts/retention-points";
import { useHoveredSecond, usePlayheadSecond } from "@/components/charts/time-cursor";
import { count, decimal, mediaTime, percent, plural } from "@/lib/platform/format";

/** The rail beside the retention chart: names its series and reads them at the second pointed at, else where the player is. */
export function RetentionReading({ curve }: { curve: RetentionCurve }) {
  const hovered = useHoveredSecond();
  const playhead = usePlayheadSecond();
  const second = Math.min(hovered ?? playhead ?? 0, Math.max(0, curve.covers.length - 1));
  const reading = readingAt(second, curve);
  if (!reading) return null;
  return (
    <div className="pt-[57px] text-small leading-[18px] tabular-nums">
      <b>At {mediaTime(second)}</b>
      <ul className="mt-1.5">
        <Series
          mark={<i className="size-3 rounded-sm bg-seen-3" />}
          name="Replays"
          value={percent(reading.replays, 0)}
        />
        <Series
          mark={<i className="size-3 rounded-sm bg-seen-1" />}
          name="First plays"
          value={percent(reading.first, 0)}
        />
        {reading.typical ? (
          <Series
            mark={<i className="size-3 rounded-sm border border-dotted border-ink-3 bg-typical" />}
            name="Typical first plays"
            value={band(reading.typical)}
          />
        ) : null}
      </ul>
      <p className="mt-2 text-ink-3">
        {count(reading.covers)} of {plural(curve.base, "view")} reached this second; it was replayed{" "}
        {plural(reading.replayed, "time")}
      </p>
    </div>
  );
}

function Series({ mark, name, value }: { mark: React.ReactNode; name: string; value: string }) {
  return (
    <li className="flex h-5 items-center gap-2 text-ink-2">
      {mark}
      {name}
      <b className="ml-auto whitespace-nowrap text-ink">{value}</b>
    </li>
  );
}

function band([low, high]: [number, number]): string {
  const from = decimal(low, 0);
  const to = decimal(high, 0);
  return from === to ? `${to}\u00a0%` : `${from}–${to}\u00a0%`;
}

/** The same in a sentence, for those who hear it. */
export function readingText(reading: SecondReading | null): string {
  if (!reading) return "";
  return `${mediaTime(reading.second)}: first plays ${percent(reading.first, 0)}, replays ${percent(reading.replays, 0)}`;
}

"use client";

import { HoverLine } from "@/components/charts/hover-line";
import { TimeSurface } from "@/components/charts/time-surface";
import type { ViewerRow } from "@/lib/domain/videos/schema";
import { percent } from "@/lib/platform/format";
import { viewerStop } from "./viewer-stop";
import { ViewerStrip } from "./viewer-strip";

/** The plot, the gap and the rail (name, seen 48, stopped 72), as in the chart above; on a phone the strip has a line of its own. */
const columns =
  "grid grid-cols-[minmax(0,1fr)_calc(var(--rail)-120px)_48px_72px] [&>:first-child]:mr-(--gap) max-desk:grid-cols-[minmax(0,1fr)_48px_72px] max-desk:[&>:first-child]:mr-0";

/** One row a viewer: their strip on the player's axis, then name, share seen and where they stopped. */
export function ViewerRows({ rows, durationSeconds }: { rows: ViewerRow[]; durationSeconds: number }) {
  return (
    <div className="relative text-small">
      <div aria-hidden="true" className={`${columns} h-5 text-axis font-medium text-ink-3 max-desk:hidden`}>
        <span />
        <span>Viewer</span>
        <span className="text-right">Seen</span>
        <span className="text-right">Stopped</span>
      </div>
      <ul>
        {rows.map((row, index) => {
          const stop = viewerStop(row.position_seconds, durationSeconds);
          return (
            <li
              // An anonymous playback has no id of its own.
              key={row.user_id ?? `${row.name}-${index}`}
              className={`${columns} items-center hover:bg-hover desk:h-7 max-desk:py-2`}
            >
              <span className="max-desk:col-span-3 max-desk:mb-0.5">
                <ViewerStrip strip={row.strip} durationSeconds={durationSeconds} tick={stop.tick} />
              </span>
              <span className="truncate font-medium" title={row.email ?? row.name}>
                {row.name}
              </span>
              <span className="text-right tabular-nums">
                <span className="sr-only">seen </span>
                {percent(row.watched_percentage, 0)}
              </span>
              <span className="text-right text-ink-3 tabular-nums">
                <span className="sr-only">stopped </span>
                {stop.text}
              </span>
            </li>
          );
        })}
      </ul>
      <TimeSurface
        durationSeconds={durationSeconds}
        className="absolute inset-y-0 left-0 right-[calc(var(--gap)+var(--rail))] cursor-pointer touch-pan-y max-desk:hidden"
      >
        <HoverLine durationSeconds={durationSeconds} top={20} />
      </TimeSurface>
    </div>
  );
}

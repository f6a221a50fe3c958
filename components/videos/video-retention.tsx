"use client";

import { useCallback, useMemo } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { useCursor } from "@/components/charts/cursor";
import { lazyChart } from "@/components/charts/lazy-chart";
import { readingAt } from "@/components/charts/retention-points";
import { classNames } from "@/components/ui/class-names";
import { ChartSkeleton } from "@/components/ui/skeleton";
import type { RetentionAnswer } from "@/lib/domain/videos/schema";
import { mediaTime, plural } from "@/lib/platform/format";
import { momentMarks } from "./moment-marks";
import { RetentionReading, readingText } from "./retention-reading";
import type { SegmentRow } from "./segment-rows";
import { SegmentTable } from "./segment-table";

const Retention = lazyChart(
  () => import("@/components/charts/retention"),
  <div className="@container">
    <div className="h-[270px] @min-[729px]:h-[296px]">
      <ChartSkeleton height={240} label="Loading the retention chart" />
    </div>
  </div>,
);

type Props = {
  retention: Pick<RetentionAnswer, "video_id" | "base" | "covers" | "plays" | "moments" | "typical">;
  rows: SegmentRow[];
  title: string;
  /** Names the PNG. */
  fileName: string;
  /** Whether a player stands above, which a click moves. */
  playable: boolean;
};

/** Where a video holds its audience and where it loses it, on the player's axis. */
export function VideoRetention({ retention, rows, title, fileName, playable }: Props) {
  const { base, covers, plays, typical } = retention;
  const curve = useMemo(() => ({ base, covers, plays, typical }), [base, covers, plays, typical]);
  const marks = useMemo(() => momentMarks(retention.moments), [retention.moments]);
  const describe = useCallback((second: number) => readingText(readingAt(second, curve)), [curve]);
  const drawn = `% of ${plural(base, "view")} that played each second`;
  const usual = typical ? ` Grey band: the middle half of ${typical.videos} similar videos.` : "";
  return (
    <ChartFrame
      title={title}
      sub={`${drawn}${playable ? ", as wide as the player: click to go there" : ""}.${usual}`}
      printedSub={`${drawn}.${usual}`}
      rail={<RetentionReading curve={curve} />}
      below={<MomentList marks={marks} />}
      table={<SegmentTable rows={rows} />}
      csvHref={`/api/admin/analytics/videos/${retention.video_id}/retention/export`}
      fileName={fileName}
      note="Strip: plays in each 10 seconds, stronger colour is more"
    >
      <Retention
        curve={curve}
        marks={marks}
        label={`Share of views that played each second, replays above. Arrow keys move${playable ? ", Enter takes the player there" : ""}.`}
        describe={describe}
      />
    </ChartFrame>
  );
}

/** On a phone the words of the numbered flags. */
function MomentList({ marks }: { marks: ReturnType<typeof momentMarks> }) {
  const cursor = useCursor();
  if (marks.length === 0) return null;
  return (
    <ol className="mt-3 text-small">
      {marks.map((mark, index) => (
        <li key={`${mark.second}-${mark.title}`} className="border-b border-line">
          <button
            type="button"
            onClick={() => {
              cursor.hover(mark.second);
              cursor.seek(mark.second);
            }}
            className={classNames(
              "flex w-full gap-2 py-1 text-left",
              mark.tone === "loss" ? "text-loss-line" : "text-ink-2",
            )}
          >
            <b className="w-3">{index + 1}</b>
            <span className="w-10 text-right tabular-nums">{mediaTime(mark.second)}</span>
            <span>
              {mark.title}, {mark.detail}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

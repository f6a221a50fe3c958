"use client";

import { useCallback, useMemo } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { useCursor, useHovered, usePlayheadSecond } from "@/components/charts/cursor";
import { lazyChart } from "@/components/charts/lazy-chart";
import { type RetentionCurve, readingAt, type SecondReading } from "@/components/charts/retention-points";
import { RetentionSeries } from "@/components/charts/retention-series";
import { SimpleTable } from "@/components/tables/simple-table";
import { classNames } from "@/components/ui/class-names";
import type { RetentionAnswer } from "@/lib/domain/videos/schema";
import { count, mediaTime, percent, plural } from "@/lib/platform/format";
import { momentMarks } from "./moment-marks";
import type { SegmentRow } from "./segment-rows";

const Retention = lazyChart(() => import("@/components/charts/retention"), {
  height: 240,
});

type Props = {
  retention: Pick<RetentionAnswer, "video_id" | "base" | "covers" | "plays" | "moments" | "typical">;
  rows: SegmentRow[];
  title: string;
  /** Names the PNG. */
  fileName: string;
  /** Whether a player stands above, which a click moves. */
  playable: boolean;
};

/** Where viewers stay and where they leave, on the player's axis. */
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
      note="Strip: plays per 10 seconds; a stronger colour means more"
    >
      {/* Its place, by the chart's own two forms, before it is there. */}
      <div className="min-h-[270px] rail:min-h-[296px]">
        <Retention
          curve={curve}
          marks={marks}
          label={`Share of views that played each second, replays above. Arrow keys move${playable ? ", Enter takes the player there" : ""}.`}
          describe={describe}
        />
      </div>
    </ChartFrame>
  );
}

/** On a phone: the labels of the numbered flags. */
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

/** The rail beside the retention chart: names its series and reads them at the second pointed at, else where the player is. */
function RetentionReading({ curve }: { curve: RetentionCurve }) {
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
function readingText(reading: SecondReading | null): string {
  if (!reading) return "";
  return `${mediaTime(reading.second)}: first plays ${percent(reading.first, 0)}, replays ${percent(reading.replays, 0)}`;
}

/** The chart's numbers as rows. */
function SegmentTable({ rows }: { rows: readonly SegmentRow[] }) {
  const withPeople = rows.some(({ people }) => people !== null);
  const number = (label: string, cell: (row: SegmentRow) => string) => ({
    label,
    align: "end" as const,
    cell,
  });
  return (
    <SimpleTable
      label="First plays and replays in each ten seconds of the video"
      region="Retention as a table"
      rows={rows}
      rowKey={({ from }) => from}
      height="low"
      columns={[
        { label: "From, to", cell: ({ from, to }) => `${mediaTime(from)} to ${mediaTime(to)}` },
        number("First plays", ({ first }) => percent(first)),
        number("Replays", ({ replays }) => percent(replays)),
        ...(withPeople
          ? [
              number("People", ({ people }) => count(people)),
              number("Stopped here", ({ stopped }) => count(stopped)),
            ]
          : []),
      ]}
    />
  );
}

"use client";

import { useCallback, useMemo } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { useCursor, useHovered, usePlayheadSecond } from "@/components/charts/cursor";
import { lazyChart } from "@/components/charts/lazy-chart";
import { type RetentionCurve, readingAt, type SecondReading } from "@/components/charts/retention-points";
import { RetentionSeries } from "@/components/charts/retention-series";
import { SimpleTable } from "@/components/tables/simple-table";
import { classNames } from "@/components/ui/class-names";
import { useLanguage } from "@/components/ui/use-language";
import type { RetentionAnswer } from "@/lib/domain/videos/schema";
import type { Language } from "@/lib/language/language";
import { mediaTime } from "@/lib/language/numbers";
import { momentMarks } from "./moment-marks";
import type { SegmentRow } from "./segment-rows";

const Retention = lazyChart(() => import("@/components/charts/retention"), {
  height: 240,
  label: "charts.loading.retention",
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
  const language = useLanguage();
  const { t } = language;
  const { base, covers, plays, typical } = retention;
  const curve = useMemo(() => ({ base, covers, plays, typical }), [base, covers, plays, typical]);
  const marks = useMemo(() => momentMarks(retention.moments, language), [retention.moments, language]);
  const describe = useCallback(
    (second: number) => readingText(readingAt(second, curve), language),
    [curve, language],
  );
  const clicked = playable ? "yes" : "no";
  const band = typical ? [t("videos.retention.band", { videos: typical.videos })] : [];
  const drawn = (playable: "yes" | "no") =>
    [t("videos.retention.about", { views: base, playable }), ...band].join(" ");
  return (
    <ChartFrame
      title={title}
      sub={drawn(clicked)}
      printedSub={drawn("no")}
      rail={<RetentionReading curve={curve} />}
      below={<MomentList marks={marks} />}
      table={<SegmentTable rows={rows} />}
      csvHref={`/api/admin/analytics/videos/${retention.video_id}/retention/export`}
      fileName={fileName}
      note={t("videos.retention.strip")}
    >
      {/* Its place, by the chart's own two forms, before it is there. */}
      <div className="min-h-[270px] rail:min-h-[296px]">
        <Retention
          curve={curve}
          marks={marks}
          label={t("videos.retention.label", { playable: clicked })}
          describe={describe}
        />
      </div>
    </ChartFrame>
  );
}

/** On a phone: the labels of the numbered flags. */
function MomentList({ marks }: { marks: ReturnType<typeof momentMarks> }) {
  const cursor = useCursor();
  const { t } = useLanguage();
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
            <span>{t("videos.retention.moment", { title: mark.title, detail: mark.detail })}</span>
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
  const { t } = useLanguage();
  const second = Math.min(hovered ?? playhead ?? 0, Math.max(0, curve.covers.length - 1));
  const reading = readingAt(second, curve);
  if (!reading) return null;
  return (
    <div className="pt-[57px] text-small leading-[18px] tabular-nums">
      <b>{t("videos.retention.at", { time: mediaTime(second) })}</b>
      <RetentionSeries reading={reading} />
      <p className="mt-2 text-ink-3">
        {t("videos.retention.reached", {
          covers: reading.covers,
          views: curve.base,
          times: reading.replayed,
        })}
      </p>
    </div>
  );
}

/** The same in a sentence, for those who hear it. */
function readingText(reading: SecondReading | null, { t, percent }: Language): string {
  if (!reading) return "";
  return t("videos.retention.reading", {
    time: mediaTime(reading.second),
    first: percent(reading.first, 0),
    replays: percent(reading.replays, 0),
  });
}

/** The chart's numbers as rows. */
function SegmentTable({ rows }: { rows: readonly SegmentRow[] }) {
  const { t, count, percent } = useLanguage();
  const withPeople = rows.some(({ people }) => people !== null);
  const number = (label: string, cell: (row: SegmentRow) => string) => ({
    label,
    align: "end" as const,
    cell,
  });
  return (
    <SimpleTable
      label={t("videos.retention.table")}
      region={t("videos.retention.as_table")}
      rows={rows}
      rowKey={({ from }) => from}
      height="low"
      columns={[
        {
          label: t("videos.retention.from_to"),
          cell: ({ from, to }) => t("videos.retention.range", { from: mediaTime(from), to: mediaTime(to) }),
        },
        number(t("videos.retention.first_plays"), ({ first }) => percent(first)),
        number(t("videos.retention.replays"), ({ replays }) => percent(replays)),
        ...(withPeople
          ? [
              number(t("ui.people"), ({ people }) => count(people)),
              number(t("videos.retention.stopped_here"), ({ stopped }) => count(stopped)),
            ]
          : []),
      ]}
    />
  );
}

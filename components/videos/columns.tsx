import type { ReactNode } from "react";
import { RowStrip } from "@/components/charts/row-strip";
import { dash, orDash, type Shown, time } from "@/components/tables/cells";
import type { Column } from "@/components/tables/column";
import { useLanguage } from "@/components/ui/use-language";
import { type MetricKey, metrics, metricsWith } from "@/lib/domain/videos/metrics";
import type { PopularVideo } from "@/lib/domain/videos/schema";
import type { Language } from "@/lib/language/language";
import { countedBelow, mediaTime } from "@/lib/language/numbers";

export type VideoRow = PopularVideo & {
  /** Retention in per cent at equal steps of its length; empty where nobody played it. */
  curve: number[];
  /** When it was last viewed. */
  last_view: Shown | null;
};

const number = { align: "end", sortable: true, first: "down" } as const;

type CellOf = (row: VideoRow, completionTarget: number | null, language: Language) => ReactNode;

/** The cells of metrics that show more than the number. */
const cells: Partial<Record<MetricKey, CellOf>> = {
  total_views: (row) => <RankedViews row={row} />,
  completion_rate: (row, target) => <Completed row={row} target={target} />,
  drop_off_rate: ({ drop_off_rate: rate, total_views: views }, _, { ofBase, percent }) =>
    rate !== null && views < countedBelow
      ? ofBase(Math.round((rate * views) / 100), views)
      : orDash(rate, (value) => percent(value)),
};

/** What a phone says of a metric, where no head says what the number is. */
const onPhone: Partial<Record<MetricKey, (row: VideoRow, language: Language) => string | null>> = {
  total_views: ({ total_views: count }, { t }) => t("videos.table.phone_views", { count }),
  unique_viewers: ({ unique_viewers: count }, { t }) => t("videos.table.phone_viewers", { count }),
  completion_rate: (row, { t, ofBase, percent }) =>
    row.completion_rate === null
      ? null
      : t("videos.table.phone_completed", {
          rate:
            row.unique_viewers < countedBelow
              ? ofBase(row.unique_completers, row.unique_viewers)
              : percent(row.completion_rate),
        }),
};

/** The columns of the metrics that have one (lib/domain/videos/metrics.ts). */
function metricColumns(completionTarget: number | null, language: Language): Column<VideoRow>[] {
  const inUnit = {
    count: language.count,
    percent: (value: number) => language.percent(value),
    ratio: (value: number) => language.decimal(value, 2),
    seconds: language.duration,
  };
  return metricsWith("column").map((key) => {
    const { unit, column } = metrics[key];
    const cell = cells[key] ?? ((row) => orDash(row[key], inUnit[unit]));
    return {
      id: column.id,
      term: key,
      // Short, so that all columns fit a laptop.
      ...(key === "drop_off_rate" ? { label: language.t("videos.table.drop_off") } : {}),
      first: "down",
      align: key === "completion_rate" ? "start" : "end",
      sortable: !("unsorted" in column),
      hidden: "hidden" in column,
      ...(onPhone[key] ? { phone: (row: VideoRow) => onPhone[key]?.(row, language) ?? null } : {}),
      cell: (row) => cell(row, completionTarget, language),
    };
  });
}

/** The columns of the videos' table. Ids of those that sort are the orders that the query knows. */
export const videoTableColumns = (
  completionTarget: number | null,
  language: Language,
): Column<VideoRow>[] => [
  {
    id: "title",
    label: language.t("ui.video"),
    fixed: true,
    sortable: true,
    cell: (row) => row.title,
    detail: ({ course_title: course, lesson_number: lesson }) =>
      lesson ? language.t("ui.in_lesson", { course, lesson }) : course,
    className: "min-w-48",
  },
  {
    id: "length",
    term: "duration_seconds",
    align: "end",
    phone: (row) => (row.duration_seconds === null ? null : mediaTime(row.duration_seconds)),
    cell: (row) =>
      row.status === "ready" || row.duration_seconds !== null ? (
        mediaTime(row.duration_seconds)
      ) : (
        <span className="text-ink-2">
          {language.t(row.status === "processing" ? "videos.table.preparing" : "videos.table.failed")}
        </span>
      ),
  },
  {
    id: "curve",
    label: language.t("videos.table.over_length"),
    phone: "strip",
    cell: (row) =>
      row.curve.length ? (
        <RowStrip kind="curve" values={row.curve} max={100} />
      ) : (
        <span className="text-axis text-ink-3">{language.t("videos.table.not_played")}</span>
      ),
  },
  ...metricColumns(completionTarget, language),
  {
    id: "recent",
    label: language.t("videos.table.last_view"),
    ...number,
    cell: (row) => orDash(row.last_view, time),
  },
];

/** Views, and the ranks by them now and in the period before, where they differ. */
function RankedViews({ row }: { row: VideoRow }) {
  const { t, count } = useLanguage();
  const change = row.rank_change;
  return (
    <>
      {count(row.total_views)}
      {change ? (
        <small className="block text-axis text-ink-3">
          {t("videos.table.rank", { rank: row.rank, before: row.rank + change })}
        </small>
      ) : null}
    </>
  );
}

function Completed({ row, target }: { row: VideoRow; target: number | null }) {
  const { ofBase, percent } = useLanguage();
  if (row.completion_rate === null) return dash;
  return (
    <span className="flex items-center gap-2 whitespace-nowrap tabular-nums">
      <CompletionBar rate={row.completion_rate} target={target} />
      {row.unique_viewers < countedBelow
        ? ofBase(row.unique_completers, row.unique_viewers)
        : percent(row.completion_rate)}
    </span>
  );
}

/** A rate (0–100) as a short bar with the school's target as a tick; the number is beside it. */
function CompletionBar({ rate, target }: { rate: number; target: number | null }) {
  const { t, percent } = useLanguage();
  return (
    <span
      aria-hidden="true"
      className="relative inline-block h-2 w-14 flex-none bg-seen-0"
      title={target === null ? undefined : t("videos.table.target", { target: percent(target, 0) })}
    >
      <i className="absolute inset-y-0 left-0 bg-seen-2" style={{ width: `${rate}%` }} />
      {target === null ? null : (
        <i className="absolute -inset-y-0.5 w-px bg-ink-2" style={{ left: `${target}%` }} />
      )}
    </span>
  );
}

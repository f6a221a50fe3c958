import { evenSteps, RowStrip } from "@/components/charts/row-strip";
import { dash, orDash, type Shown, time } from "@/components/tables/cells";
import type { Column } from "@/components/tables/column";
import { ShortChange } from "@/components/ui/change";
import { classNames } from "@/components/ui/class-names";
import { Tag } from "@/components/ui/tag";
import { useLanguage } from "@/components/ui/use-language";
import {
  type ColumnMetric,
  metrics,
  metricsOnRequest,
  type StoredMetric,
} from "@/lib/domain/sessions/metrics";
import type { SessionSummary } from "@/lib/domain/sessions/schema";
import { againstTypical } from "@/lib/domain/sessions/typical";
import type { Language } from "@/lib/language/language";
import { steepestDrop } from "@/lib/measure/drop-offs";
import { fewest } from "@/lib/measure/evidence";
import { count, decimal, inUnit, ofBase, shareOfPeople } from "@/lib/platform/format";

export type SessionRow = Omit<SessionSummary, "recording_video_id"> & {
  /** Course and place in the series, or who it is open to. */
  place: string;
  /** When it starts or started. */
  when: Shown;
  /** Share of views at equal steps of the recording; null without a recording, empty while not watched yet. */
  recording: number[] | null;
};

const textOf = (key: StoredMetric, value: number): string => {
  const { unit } = metrics[key];
  return unit === "count" ? count(value) : inUnit(unit, value);
};

type Options = Partial<Pick<Column<SessionRow>, "label" | "cell">>;

/** A metric's column (lib/domain/sessions/metrics.ts): the largest first, its text by its unit. */
const metric = (key: ColumnMetric, options: Options = {}): Column<SessionRow> => {
  const { column } = metrics[key];
  const hidden = "hidden" in column;
  return {
    id: column.id,
    term: key,
    align: "end",
    sortable: !hidden,
    hidden,
    first: "down",
    cell: (row) => orDash(row[key], (value) => textOf(key, value)),
    ...options,
  };
};

/** The columns of the sessions' table. Ids of those that sort are the orders that the query knows. */
export const sessionTableColumns = (withInstructor: boolean, { t }: Language): Column<SessionRow>[] => [
  {
    id: "title",
    label: "Session",
    fixed: true,
    sortable: true,
    cell: (row) => (
      <span className={classNames(row.session_status === "cancelled" && "text-ink-2 line-through")}>
        {row.title}
      </span>
    ),
    detail: (row) => (row.left_out ? `${row.place}, left out` : row.place),
    className: "min-w-40",
  },
  ...(withInstructor
    ? [{ id: "instructor", label: "Instructor", cell: (row: SessionRow) => row.instructor_name }]
    : []),
  {
    id: "when",
    label: "When",
    sortable: true,
    first: "down",
    cell: (row) => time(row.when),
  },
  { id: "status", label: "Status", cell: (row) => <StatusTag status={row.session_status} /> },
  metric("total_attended", { cell: attended }),
  metric("attendance_rate", {
    label: "Rate",
    cell: ({ registered_attended: kept, total_registered: base, attendance_rate: rate }) =>
      orDash(rate, () => shareOfPeople(kept, base, rate)),
  }),
  { id: "curve", label: "People over time", cell: (row) => <RoomCurve row={row} /> },
  metric("largest_drop_off_percent", {
    label: "Drop-off",
    cell: (row) => orDash(row.largest_drop_off_percent, () => dropOffText(row)),
  }),
  metric("average_duration_minutes", { label: "Watched" }),
  metric("engagement_rate", {
    cell: ({ engaged, total_attended: came, engagement_rate: rate }) =>
      orDash(rate, () => shareOfPeople(engaged, came, rate)),
  }),
  metric("average_rating", {
    label: "Rating",
    cell: (row) => (
      <span title={row.total_responses ? `${count(row.total_responses)} answered` : undefined}>
        {orDash(row.average_rating, decimal)}
      </span>
    ),
  }),
  { id: "recording", label: "Recording", cell: (row) => <RecordingCurve row={row} /> },
  metric("engagement_score", {
    label: "Score",
    cell: (row) =>
      orDash(row.engagement_score, (score) => (
        <>
          {(row.total_attended ?? 0) < fewest.people_for_rate ? (
            <small className="mr-1.5 text-axis text-ink-3">{t("sessions.score_note.few_people")}</small>
          ) : null}
          <b className="font-semibold">{decimal(score)}</b>
        </>
      )),
  }),
  {
    id: "typical",
    label: "Against typical",
    cell: (row) => (
      <ShortChange
        unit="score"
        compared={againstTypical("engagement_score", row.engagement_score, row, row.typical_score)}
      />
    ),
  },
  ...metricsOnRequest.map((key) => metric(key)),
];

/** The largest share of those present who left at once. */
function dropOffText({ drop_offs }: SessionRow): string {
  const worst = steepestDrop(drop_offs);
  return worst ? shareOfPeople(worst.lost, worst.present, worst.lost_percent) : "none";
}

/** A session's status as a tag. */
export function StatusTag({ status }: { status: SessionSummary["session_status"] }) {
  const pip = status === "scheduled" ? "planned" : status === "live" ? "live" : "none";
  const { t } = useLanguage();
  return <Tag pip={pip}>{t(`sessions.status.${status}`)}</Tag>;
}

function attended(row: SessionRow) {
  const { session_status, total_registered } = row;
  if (session_status === "cancelled") return dash;
  if (session_status === "scheduled") return `${count(total_registered)} registered`;
  if (session_status === "live") return `${count(row.current_viewers)} now, of ${count(total_registered)}`;
  return <Came session={row} />;
}

/** Everybody who came, and in full how many of them had registered. */
export function Came({
  session,
}: {
  session: Pick<SessionSummary, "total_attended" | "total_registered" | "registered_attended">;
}) {
  const { total_attended: came, total_registered: registered, registered_attended: kept } = session;
  return (
    <span
      title={
        registered > 0 ? `${ofBase(kept, registered)} registered came, ${count(came)} in all` : undefined
      }
    >
      {count(came)}
    </span>
  );
}

function RoomCurve({ row }: { row: SessionRow }) {
  const { curve, progress, drop_offs } = row;
  if (curve.length === 0 || row.session_status === "scheduled" || row.session_status === "cancelled")
    return null;
  return (
    <RowStrip
      kind="steps"
      width={88}
      steps={evenSteps(curve, progress ?? 1)}
      dropOffs={drop_offs}
      now={progress ?? undefined}
    />
  );
}

function RecordingCurve({ row }: { row: SessionRow }) {
  if (row.session_status !== "ended") return null;
  const small = "text-axis text-ink-3";
  if (row.recording === null) return <span className={small}>no recording</span>;
  if (row.recording.length === 0) return <span className={small}>not watched yet</span>;
  return <RowStrip kind="curve" values={row.recording} max={100} width={56} />;
}

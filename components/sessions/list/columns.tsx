import { evenSteps, RowStrip } from "@/components/charts/row-strip";
import { PersonLink } from "@/components/learners/person-link";
import { dash, orDash, type Shown, time } from "@/components/tables/cells";
import type { Column } from "@/components/tables/column";
import { ShortChange } from "@/components/ui/change";
import { classNames } from "@/components/ui/class-names";
import { Tag } from "@/components/ui/tag";
import { useLanguage } from "@/components/ui/use-language";
import { type ColumnMetric, metrics, metricsOnRequest } from "@/lib/domain/sessions/metrics";
import type { SessionSummary } from "@/lib/domain/sessions/schema";
import { againstTypical } from "@/lib/domain/sessions/typical";
import type { Language } from "@/lib/language/language";
import { steepestDrop } from "@/lib/measure/drop-offs";
import { fewest } from "@/lib/measure/evidence";

export type SessionRow = Omit<SessionSummary, "recording_video_id"> & {
  /** Course and place in the series, or who it is open to. */
  place: string;
  /** When it starts or started. */
  when: Shown;
  /** Share of views at equal steps of the recording; null without a recording, empty while not watched yet. */
  recording: number[] | null;
};

type Options = Partial<Pick<Column<SessionRow>, "label" | "cell" | "phone">>;

/** A metric's column (lib/domain/sessions/metrics.ts): the largest first, its text by its unit. */
const metricColumn = (
  key: ColumnMetric,
  { count, inUnit }: Language,
  options: Options = {},
): Column<SessionRow> => {
  const { column, unit } = metrics[key];
  const hidden = "hidden" in column;
  return {
    id: column.id,
    term: key,
    align: "end",
    sortable: !hidden,
    hidden,
    first: "down",
    cell: (row) => orDash(row[key], (value) => (unit === "count" ? count(value) : inUnit(unit, value))),
    ...options,
  };
};

/** The columns of the sessions' table. Ids of those that sort are the orders that the query knows. */
export function sessionTableColumns(withInstructor: boolean, language: Language): Column<SessionRow>[] {
  const { t, decimal, shareOfPeople } = language;
  const metric = (key: ColumnMetric, options?: Options) => metricColumn(key, language, options);
  return [
    {
      id: "title",
      label: t("ui.session"),
      fixed: true,
      sortable: true,
      cell: (row) => (
        <span className={classNames(row.session_status === "cancelled" && "text-ink-2 line-through")}>
          {row.title}
        </span>
      ),
      detail: (row) => (row.left_out ? t("sessions.list.left_out", { place: row.place }) : row.place),
      className: "min-w-40",
    },
    ...(withInstructor
      ? [
          {
            id: "instructor",
            label: t("ui.instructor"),
            cell: (row: SessionRow) => (
              <PersonLink userId={row.instructor_id} className="relative z-1">
                {row.instructor_name}
              </PersonLink>
            ),
          },
        ]
      : []),
    {
      id: "when",
      label: t("ui.when"),
      sortable: true,
      first: "down",
      phone: (row) => time(row.when),
      cell: (row) => time(row.when),
    },
    {
      id: "status",
      label: t("ui.status"),
      phone: ({ session_status: status }) => (status === "ended" ? null : t(`sessions.status.${status}`)),
      cell: (row) => <StatusTag status={row.session_status} />,
    },
    metric("total_attended", {
      phone: (row) => attendedOnPhone(row, language),
      cell: (row) => attended(row, language),
    }),
    metric("attendance_rate", {
      label: t("sessions.list.rate"),
      phone: ({ registered_attended: kept, total_registered: base, attendance_rate: rate }) =>
        rate === null ? null : shareOfPeople(kept, base, rate),
      cell: ({ registered_attended: kept, total_registered: base, attendance_rate: rate }) =>
        orDash(rate, () => shareOfPeople(kept, base, rate)),
    }),
    { id: "curve", label: t("sessions.list.curve"), phone: "strip", cell: (row) => <RoomCurve row={row} /> },
    metric("largest_drop_off_percent", {
      label: t("sessions.list.drop_off"),
      cell: (row) => orDash(row.largest_drop_off_percent, () => dropOffText(row, language)),
    }),
    metric("average_duration_minutes", { label: t("sessions.list.watched") }),
    metric("engagement_rate", {
      cell: ({ engaged, total_attended: came, engagement_rate: rate }) =>
        orDash(rate, () => shareOfPeople(engaged, came, rate)),
    }),
    metric("average_rating", {
      label: t("sessions.list.rating"),
      cell: (row) => (
        <span
          title={
            row.total_responses ? t("sessions.list.answered", { count: row.total_responses }) : undefined
          }
        >
          {orDash(row.average_rating, (rating) => decimal(rating))}
        </span>
      ),
    }),
    { id: "recording", label: t("ui.recording"), cell: (row) => <RecordingCurve row={row} /> },
    metric("engagement_score", {
      label: t("sessions.list.score"),
      phone: ({ engagement_score: score }) =>
        score === null ? null : t("sessions.list.phone_score", { score: decimal(score) }),
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
      label: t("sessions.list.against_typical"),
      cell: (row) => (
        <ShortChange
          unit="score"
          compared={againstTypical("engagement_score", row.engagement_score, row, row.typical_score)}
        />
      ),
    },
    ...metricsOnRequest.map((key) => metric(key)),
  ];
}

/** The largest share of those present who left at once. */
function dropOffText({ drop_offs }: SessionRow, { t, shareOfPeople }: Language): string {
  const worst = steepestDrop(drop_offs);
  return worst
    ? shareOfPeople(worst.lost, worst.present, worst.lost_percent)
    : t("sessions.list.no_drop_off");
}

/** A session's status as a tag. */
export function StatusTag({ status }: { status: SessionSummary["session_status"] }) {
  const pip = status === "scheduled" ? "planned" : status === "live" ? "live" : "none";
  const { t } = useLanguage();
  return <Tag pip={pip}>{t(`sessions.status.${status}`)}</Tag>;
}

/** The same where no head says what the number is. */
function attendedOnPhone(row: SessionRow, language: Language) {
  const { session_status: status, total_attended: came } = row;
  if (status === "cancelled" || (status === "ended" && came === null)) return null;
  return status === "ended"
    ? language.t("sessions.list.phone_attended", { count: came ?? 0 })
    : attended(row, language);
}

function attended(row: SessionRow, { t }: Language) {
  const { session_status, total_registered } = row;
  if (session_status === "cancelled") return dash;
  if (session_status === "scheduled") return t("sessions.list.registered", { count: total_registered });
  if (session_status === "live")
    return t("sessions.list.now_of", { now: row.current_viewers ?? 0, registered: total_registered });
  return <Came session={row} />;
}

/** Everybody who came, and in full how many of them had registered. */
export function Came({
  session,
}: {
  session: Pick<SessionSummary, "total_attended" | "total_registered" | "registered_attended">;
}) {
  const { t, count } = useLanguage();
  const { total_attended: came, total_registered: registered, registered_attended: kept } = session;
  return (
    <span
      title={
        registered > 0
          ? t("sessions.list.registered_came", { kept: kept ?? 0, registered, came: came ?? 0 })
          : undefined
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
  const { t } = useLanguage();
  if (row.session_status !== "ended") return null;
  const small = "text-axis text-ink-3";
  if (row.recording === null) return <span className={small}>{t("sessions.list.no_recording")}</span>;
  if (row.recording.length === 0) return <span className={small}>{t("sessions.list.not_watched")}</span>;
  return <RowStrip kind="curve" values={row.recording} max={100} width={56} />;
}

import { RowStrip } from "@/components/charts/row-strip";
import { PersonLink } from "@/components/learners/person-link";
import { dash, orDash } from "@/components/tables/cells";
import type { Column } from "@/components/tables/column";
import { classNames } from "@/components/ui/class-names";
import type { Language } from "@/lib/language/language";
import { unknown } from "@/lib/language/numbers";
import type { AttendeeLine } from "./attendee-line";

const number = { align: "end", sortable: true, first: "down" } as const;

export type AttendanceAxis = {
  /** The timeline's axis: its length, and its start and end: "18:02 to 19:34". */
  seconds: number;
  window: string;
  /** Times were recorded, not only durations. */
  placed: boolean;
};

/** The columns of the attendance table. Ids of those that sort are the orders that the query knows. */
export function attendanceTableColumns(
  { seconds, window, placed }: AttendanceAxis,
  { t, count, decimal, percent }: Language,
): Column<AttendeeLine>[] {
  /** A zero is grey. */
  const ofAttended = ({ attended }: AttendeeLine, value: number) =>
    value > 0 ? count(value) : attended ? <span className="text-ink-3">0</span> : dash;
  return [
    {
      id: "name",
      label: t("ui.person"),
      fixed: true,
      sortable: true,
      cell: (line) => (
        <PersonLink userId={line.user_id} className="font-medium" title={line.email ?? undefined}>
          {line.name}
        </PersonLink>
      ),
    },
    { id: "email", label: t("session.attendance.email"), hidden: true, cell: (line) => line.email ?? dash },
    {
      id: "status",
      label: t("ui.status"),
      sortable: true,
      cell: (line) => (
        <span className={classNames("whitespace-nowrap", line.status.late ? "text-warn" : "text-ink-2")}>
          {line.status.text}
        </span>
      ),
    },
    {
      id: "joined",
      label: t("session.attendance.joined"),
      align: "end",
      sortable: true,
      hidden: !placed,
      cell: (line) => line.joined ?? dash,
    },
    {
      id: "left",
      label: t("session.attendance.left"),
      align: "end",
      sortable: true,
      hidden: !placed,
      cell: (line) =>
        line.left ? (
          <span className={line.left.words ? "text-ink-3" : undefined}>{line.left.text}</span>
        ) : (
          dash
        ),
    },
    {
      id: "present",
      label: t("session.attendance.present", { window }),
      hidden: !placed,
      className: "w-64 min-w-40",
      cell: (line) => <Presence line={line} seconds={seconds} />,
    },
    {
      id: "minutes",
      term: "minutes",
      ...number,
      cell: (line) => orDash(line.minutes, (minutes) => decimal(minutes, 0)),
    },
    { id: "messages", label: t("ui.messages"), ...number, cell: (line) => ofAttended(line, line.messages) },
    {
      id: "questions",
      label: t("ui.questions"),
      ...number,
      cell: (line) => ofAttended(line, line.questions),
    },
    {
      id: "reactions",
      label: t("session.attendance.reactions"),
      ...number,
      cell: (line) => ofAttended(line, line.reactions),
    },
    {
      id: "recording",
      label: t("ui.recording"),
      ...number,
      cell: (line) => orDash(line.recording, (share) => percent(share, 0)),
    },
    {
      id: "seen",
      term: "coverage_percentage",
      label: t("session.attendance.seen"),
      align: "end",
      hidden: true,
      cell: (line) => orDash(line.seen, (share) => percent(share, 0)),
    },
    {
      id: "rating",
      label: t("session.attendance.rating"),
      ...number,
      cell: (line) => (line.rating === unknown ? dash : line.rating),
    },
  ];
}

/** When a person was present, on the axis of the timeline above. */
export function Presence({
  line,
  seconds,
  height,
}: {
  line: AttendeeLine;
  seconds: number;
  height?: number;
}) {
  return (
    <RowStrip
      kind="stretches"
      stretches={line.spans}
      length={seconds}
      height={height}
      label={line.presence}
      className="block rounded-[2px]"
    />
  );
}

"use client";

import { useMemo } from "react";
import { PresenceStrip } from "@/components/charts/presence-strip";
import { type Column, DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pagination";
import { SearchField } from "@/components/tables/search-field";
import { ColumnsMenu, FilterMenu } from "@/components/tables/toolbar";
import { classNames } from "@/components/ui/class-names";
import { SectionHead } from "@/components/ui/section";
import { count, decimal, percent, unknown } from "@/lib/platform/format";
import { type AttendeeLine, lineWords } from "./attendee-line";

const table = "people";
const statuses = [
  { value: "came", label: "Came" },
  { value: "on_time", label: "On time" },
  { value: "late", label: "Late" },
  { value: "walk_in", label: "Walked in" },
  { value: "did_not_come", label: "Did not come" },
  { value: "engaged", label: "Took part" },
  { value: "listened", label: "Only listened" },
];

/** Definitions of the columns that can be asked, out of the glossary. */
export type AttendanceTerms = Record<"minutes" | "seen", { label: string; definition: string }>;

type Props = {
  title: string;
  lines: AttendeeLine[];
  total: number;
  limit: number;
  /** The timeline's axis: its length, and its ends by the clock: "18:02 to 19:34". */
  seconds: number;
  window: string;
  terms: AttendanceTerms;
  /** Whether it is known of anybody when they were there. */
  placed: boolean;
  /** A search or a filter leaves some of them out. */
  narrowed: boolean;
};

/** Who came, when and how long: one row a person, the bar on the axis of the timeline. On a phone name, strip and line. */
export function AttendanceTable(props: Props) {
  const { title, lines, total, limit, seconds, window, terms, placed, narrowed } = props;
  const columns = useMemo(
    () => columnsOf({ seconds, window, terms, placed }),
    [seconds, window, terms, placed],
  );
  return (
    <section id="attendance" className="mt-12 max-desk:mt-10 border-t border-line pt-5">
      <SectionHead
        title={title}
        sub={
          placed
            ? "One row per person; the bar shows when they were there, on the axis of the chart above."
            : "One row per person. The report says how long they were there, not when."
        }
        tools={
          <div className="mr-2 flex flex-wrap items-center gap-2 max-desk:w-[calc(100vw-3rem)]">
            <SearchField name={table} label="Name or e-mail" />
            <FilterMenu name={table} filter="status" label="Status" options={statuses} />
            <span className="max-desk:hidden">
              <ColumnsMenu name={table} columns={columns} />
            </span>
          </div>
        }
      />
      {lines.length === 0 ? (
        <p className="text-ink-2">{narrowed ? "Nobody matches." : "There is nobody on this page."}</p>
      ) : (
        <>
          <div className="-mt-4 max-desk:hidden">
            <DataTable
              name={table}
              label="People of this session"
              columns={columns}
              rows={lines}
              rowId={(line) => line.id}
              defaultSort={{ id: "name", descending: false }}
            />
          </div>
          <ul className="border-t border-line desk:hidden">
            {lines.map((line) => (
              <PhoneRow key={line.id} line={line} seconds={seconds} placed={placed} />
            ))}
          </ul>
        </>
      )}
      <Pager name={table} limit={limit} total={total} noun="people" />
    </section>
  );
}

const dash = <span className="text-ink-3">{unknown}</span>;

function columnsOf({
  seconds,
  window,
  terms,
  placed,
}: Pick<Props, "seconds" | "window" | "terms" | "placed">): Column<AttendeeLine>[] {
  const number = (id: "messages" | "questions" | "reactions", label: string): Column<AttendeeLine> => ({
    id,
    label,
    align: "end",
    sortable: true,
    first: "down",
    cell: (line) => (line.attended || line[id] > 0 ? <Quiet value={line[id]} /> : dash),
  });
  return [
    {
      id: "name",
      label: "Person",
      fixed: true,
      sortable: true,
      first: "up",
      cell: (line) => (
        <span className="font-medium" title={line.email ?? undefined}>
          {line.name}
        </span>
      ),
    },
    { id: "email", label: "E-mail", hidden: true, cell: (line) => line.email ?? dash },
    {
      id: "status",
      label: "Status",
      sortable: true,
      first: "up",
      cell: (line) => (
        <span className={classNames("whitespace-nowrap", line.status.late ? "text-warn" : "text-ink-2")}>
          {line.status.text}
        </span>
      ),
    },
    {
      id: "joined",
      label: "Joined",
      align: "end",
      sortable: true,
      first: "up",
      hidden: !placed,
      cell: (line) => line.joined ?? dash,
    },
    {
      id: "left",
      label: "Left",
      align: "end",
      sortable: true,
      first: "up",
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
      label: `Present, ${window}`,
      hidden: !placed,
      className: "w-64 min-w-40",
      cell: (line) => <PresenceStrip spans={line.spans} seconds={seconds} label={line.presence} />,
    },
    {
      id: "minutes",
      label: terms.minutes.label,
      explanation: { title: terms.minutes.label, definition: terms.minutes.definition },
      align: "end",
      sortable: true,
      first: "down",
      cell: (line) => (line.minutes === null ? dash : decimal(line.minutes, 0)),
    },
    number("messages", "Messages"),
    number("questions", "Questions"),
    number("reactions", "Reactions"),
    {
      id: "recording",
      label: "Recording",
      align: "end",
      sortable: true,
      first: "down",
      cell: (line) => (line.recording === null ? dash : percent(line.recording, 0)),
    },
    {
      id: "seen",
      label: `${terms.seen.label} live or later`,
      explanation: { title: terms.seen.label, definition: terms.seen.definition },
      align: "end",
      hidden: true,
      cell: (line) => (line.seen === null ? dash : percent(line.seen, 0)),
    },
    {
      id: "rating",
      label: "Rating",
      align: "end",
      sortable: true,
      first: "down",
      cell: (line) => (line.rating === unknown ? dash : line.rating),
    },
  ];
}

/** Nothing done is said in a lighter voice. */
function Quiet({ value }: { value: number }) {
  return value === 0 ? <span className="text-ink-3">0</span> : count(value);
}

function PhoneRow({ line, seconds, placed }: { line: AttendeeLine; seconds: number; placed: boolean }) {
  const { when, did } = lineWords(line);
  return (
    <li className="border-b border-line py-2.5 text-small">
      <div className="flex justify-between gap-3">
        <b className="min-w-0 truncate font-medium">{line.name}</b>
        <span className="flex-none tabular-nums">
          {line.status.late ? <span className="text-warn">late </span> : null}
          {line.minutes === null ? dash : `${decimal(line.minutes, 0)}\u00a0min`}
        </span>
      </div>
      {placed ? (
        <div className="my-1">
          <PresenceStrip spans={line.spans} seconds={seconds} label={line.presence} height={8} />
        </div>
      ) : null}
      <div className="flex justify-between gap-3 text-axis text-ink-3 tabular-nums">
        <span>{when}</span>
        <span>{did}</span>
      </div>
    </li>
  );
}

import { durationSeconds } from "@/lib/integrations/report/durations";
import {
  type About,
  type Cell,
  emptyRow,
  nothingKnown,
  reportOf,
  type StayRow,
  stayRow,
} from "@/lib/integrations/report/people";
import { decideDateOrder, instantOf, writtenTime, zoneClock } from "@/lib/integrations/report/times";
import type { MessageKey, MessageValues } from "@/lib/language/language";
import type {
  AttendanceReport,
  ReportOptions,
  ReportPlatform,
  ReportReader,
} from "@/lib/measure/attendance-report";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import {
  cellOf,
  type Delimiter,
  decodeText,
  headKey,
  isEmptyRow,
  type Row,
  readTable,
  type Table,
} from "@/lib/platform/read-table";

/*
 * Titles and headers are in the language of the person who downloads, so columns are found by position, and files recognised by their
 * structure: numbered sections (since 2022), one table below a summary (2021), a list of joins and leaves (2020).
 */

/** `2. Participants`, `2. Teilnehmer`: a section's number. */
const sectionTitle = /^(\d{1,2})\s?[.．、]\s*\S/u;

/** Section 3: one row a stay. */
const activityColumns = { name: 0, join: 1, leave: 2, duration: 3, email: 4 };
/** Section 2: one row a person, from the first join to the last leave. */
const participantColumns = { ...activityColumns, external_id: 5 };
/** 2021: one row a stay. */
const columns2021 = { ...activityColumns, external_id: 6 };
/** 2020: one row a join or a leave. */
const columns2020 = { name: 0, action: 1, at: 2 } as const;

const head2021 = ["fullname", "jointime", "leavetime", "duration"];
const head2020 = ["fullname", "useraction", "timestamp"];

type Build = keyof typeof readers;

const isTime = (text = ""): boolean => Boolean(writtenTime(text)?.date);
const isAlone = (row: Row): boolean => row.cells.slice(1).every((cell) => cell === "");
const sectionOf = (row: Row): number | null => {
  const number = isAlone(row) ? sectionTitle.exec(row.cells[0] ?? "")?.[1] : undefined;
  return number ? Number(number) : null;
};
const heads = (row: Row, names: readonly string[]): boolean =>
  names.every((name, at) => headKey(row.cells[at] ?? "") === name);
/** A row of the 2021 table, in any language. */
const isStay = ({ cells }: Row): boolean =>
  cells.length >= 6 && isTime(cells[1]) && isTime(cells[2]) && durationSeconds(cells[3] ?? "") !== null;
/** A row of the 2020 list, in any language. */
const isAction = ({ cells }: Row): boolean =>
  cells.length === 3 && /^\p{L}/u.test(cells[1] ?? "") && !isTime(cells[1]) && isTime(cells[2]);

function buildOf(head: readonly Row[], delimiter: Delimiter): Build | null {
  const filled = head.filter((row) => !isEmptyRow(row));
  const second = filled.findIndex((row) => sectionOf(row) === 2);
  // A title is alone in its row with any delimiter; with the right one the second section's header has several columns.
  const splits =
    delimiter === "\t"
      ? filled.some(({ cells }) => cells.length > 1)
      : (filled[second + 1]?.cells.length ?? 0) > 4;
  if (filled[0] && sectionOf(filled[0]) === 1 && second > 0 && splits) return "sections";
  if (filled.some((row) => heads(row, head2021))) return "2021";
  if (filled.some((row) => heads(row, head2020))) return "2020";
  // Without known words, only the tabs of an original file tell it from other tables.
  if (delimiter !== "\t") return null;
  if (filled.some(isStay)) return "2021";
  return filled.length > 1 && filled.slice(1, 4).every(isAction) && filled[0]?.cells.length === 3
    ? "2020"
    : null;
}

/** The summary: a label and a value per row, in a fixed order. `titleAt` maps the first time's row to the title's. */
function summaryOf(rows: readonly Row[], titleAt: (startAt: number) => number): About {
  const values: Cell[] = rows
    .filter((row) => row.cells.length > 1)
    .map((row) => ({ line: row.line, text: row.cells[1] ?? "" }));
  const startAt = values.findIndex(({ text }) => isTime(text));
  const times = startAt < 0 ? [] : values.slice(startAt);
  const [start = null, end, after] = times;
  // The row after the times is the duration in one format, the meeting's id in the other.
  const isDuration = after && /\D/.test(after.text) && durationSeconds(after.text) !== null;
  return {
    title: values[titleAt(startAt)]?.text || null,
    external_id: (!isDuration && after?.text) || null,
    cells: { start, end: end && isTime(end.text) ? end : null, duration: isDuration ? after : null },
  };
}

/** The rows below a header. */
const staysOf = (rows: readonly Row[], columns: Parameters<typeof stayRow>[1]): StayRow[] =>
  rows.filter((row) => !isEmptyRow(row)).map((row) => stayRow(row, columns));

const identity = ({ email, name }: { email: string; name: string }): string => (email || name).toLowerCase();

function readSections(table: Table, options: ReportOptions): AttendanceReport {
  const sections = new Map<number, Row[]>();
  const lines = new Map<number, number>();
  let current: Row[] = [];
  for (const row of table.rows) {
    const number = sectionOf(row);
    // Section numbers increase; any other row that looks like a title is a person's name.
    if (number !== null && number > Math.max(0, ...sections.keys())) {
      current = [];
      sections.set(number, current);
      lines.set(number, row.line);
    } else if (!isEmptyRow(row)) current.push(row);
  }
  // The first row of a section is its header.
  const people = staysOf((sections.get(2) ?? []).slice(1), participantColumns);
  const activities = staysOf((sections.get(3) ?? []).slice(1), activityColumns);
  const participants = new Map(people.toReversed().map((person) => [identity(person), person]));
  const stays = activities.map((row) => ({
    ...row,
    external_id: participants.get(identity(row))?.external_id ?? "",
  }));
  const presence = stays.length > 0 ? "spans" : "first_to_last";
  const report = reportOf(
    table,
    {
      format: "teams",
      about: summaryOf(sections.get(1) ?? [], () => 0),
      presence,
      rows: presence === "spans" ? stays : people,
      headLine: lines.get(3) ?? lines.get(2) ?? 1,
    },
    options,
  );
  return {
    ...report,
    // Section 2 lists everybody, before section 3.
    people: report.people.map((person) => ({
      ...person,
      line: participants.get(identity({ email: person.email ?? "", name: person.name }))?.line ?? person.line,
    })),
  };
}

function read2021(table: Table, options: ReportOptions): AttendanceReport {
  const { rows } = table;
  const named = rows.findIndex((row) => heads(row, head2021));
  const first = named >= 0 ? named : rows.findIndex(isStay) - 1;
  const above = rows.slice(0, Math.max(first, 0));
  return reportOf(
    table,
    {
      format: "teams_2021",
      about: summaryOf(
        above.filter((row) => !isAlone(row)),
        (startAt) => startAt - 1,
      ),
      presence: "spans",
      rows: staysOf(rows.slice(first + 1), columns2021),
      headLine: rows[Math.max(first, 0)]?.line ?? 1,
    },
    options,
  );
}

type Action = { line: number; name: string; word: string; at: string };

/**
 * The words that mean "joined". They are localised, but each person's list alternates from a join to a leave: a word with which more
 * lists begin than end; if that is undecided, a word that is more often in an odd place than in an even one.
 */
function arrivalWords(lists: readonly Action[][]): Set<string> {
  const scores = new Map<string, { ends: number; turns: number }>();
  for (const list of lists)
    list.forEach(({ word }, at) => {
      const score = getOrInsert(scores, word, () => ({ ends: 0, turns: 0 }));
      if (at === 0) score.ends++;
      if (at === list.length - 1) score.ends--;
      score.turns += at % 2 === 0 ? 1 : -1;
    });
  return new Set([...scores].filter(([, { ends, turns }]) => (ends || turns) >= 0).map(([word]) => word));
}

function read2020(table: Table, options: ReportOptions): AttendanceReport {
  const { rows, delimiter } = table;
  const named = rows.findIndex((row) => heads(row, head2020));
  const first = named >= 0 ? named : rows.findIndex((row) => !isEmptyRow(row));
  const problems: AttendanceReport["problems"] = [];
  const warn = (line: number, key: MessageKey, values: MessageValues) =>
    problems.push({ line, message: { key, values }, level: "warning" });

  const actions: Action[] = rows
    .slice(first + 1)
    .filter((row) => !isEmptyRow(row))
    .map((row) => ({
      line: row.line,
      name: cellOf(row, columns2020.name),
      word: cellOf(row, columns2020.action).toLowerCase(),
      at: cellOf(row, columns2020.at),
    }));
  const times = actions.flatMap(({ at }) => writtenTime(at) ?? []);
  const dateOrder = decideDateOrder(times, { meeting: null, stays: [], delimiter }, options.date_order);
  const reading = { order: dateOrder?.order ?? "ymd", zone: zoneClock(options.time_zone) };
  const timed = actions.flatMap((action) => {
    const time = writtenTime(action.at);
    const instant = time && instantOf(time, reading);
    if (instant === null)
      warn(action.line, "imports.problems.time_unread", { text: action.at.slice(0, 40).toWellFormed() });
    return instant === null ? [] : [{ ...action, instant }];
  });
  const ordered = timed.toSorted((a, b) => a.instant - b.instant || a.line - b.line);
  const latest = ordered.at(-1);
  const byName = new Map<string, typeof ordered>();
  for (const action of ordered) getOrInsert(byName, action.name.toLowerCase(), () => []).push(action);
  const lists = [...byName.values()];
  const arrivals = arrivalWords(lists);

  const stays: StayRow[] = [];
  for (const list of lists) {
    // Two devices join twice and leave twice: a stay runs from the first join to the last leave before the next join.
    let came: Action | null = null;
    let left: Action | null = null;
    const close = () => {
      if (!came) return;
      if (!left) warn(came.line, "imports.problems.never_left", { name: came.name });
      const leave = left?.at ?? latest?.at ?? "";
      stays.push({ ...emptyRow, line: came.line, name: came.name, join: came.at, leave });
    };
    for (const action of list) {
      if (arrivals.has(action.word)) {
        if (left) close();
        if (left || !came) came = action;
        left = null;
      } else if (came) left = action;
      else warn(action.line, "imports.problems.left_without_join", { name: action.name });
    }
    close();
  }
  const report = reportOf(
    table,
    {
      format: "teams_2020",
      about: nothingKnown,
      presence: "spans",
      rows: stays.toSorted((a, b) => a.line - b.line),
      headLine: rows[first]?.line ?? 1,
    },
    { ...options, date_order: dateOrder?.order },
  );
  return {
    ...report,
    // The stays were paired in this order, so they cannot confirm it.
    date_order: dateOrder,
    problems: [...report.problems, ...problems].toSorted((a, b) => a.line - b.line),
  };
}

const readers = { sections: readSections, "2021": read2021, "2020": read2020 };

/** Reads Microsoft Teams' attendance reports since 2020, in any language. */
export const readTeams: ReportReader = (bytes, options) => {
  const table = readTable(decodeText(bytes), (head, delimiter) => buildOf(head, delimiter) !== null);
  const build = table && buildOf(table.rows, table.delimiter);
  return build && readers[build](table, options);
};

export const teams: ReportPlatform = {
  name: "Microsoft Teams",
  formats: {
    teams: "imports.formats.teams",
    teams_2021: "imports.formats.teams_2021",
    teams_2020: "imports.formats.teams_2020",
  },
  read: readTeams,
};

import "server-only";
import type { z } from "zod";
import { difference } from "@/lib/auth/audit";
import type { Tx } from "@/lib/db/client";
import {
  type Decision,
  type Decisions,
  noCounts,
  type Question,
  type RosterCounts,
  type WrongRow,
  wrongMax,
} from "@/lib/domain/people/imports/schema";
import type { ErrorKey, Language, MessageValues } from "@/lib/language/language";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import type { CountedKind, Roster, RosterField, RosterKind, RosterRow } from "@/lib/measure/roster";
import { AppError, fieldErrorIn } from "@/lib/platform/errors";
import { parse } from "@/lib/platform/problem";
import { inSteps } from "@/lib/platform/steps";
import { instantReader } from "./cells";

/** A row as it is, null for a new one, and as the import leaves it. */
export type Change<Row> = { before: Row | null; after: Row };

type Outcome = keyof RosterCounts[CountedKind];
type Option = Question["options"][number];

/** Where a file is imported. */
export type RosterPlace = { school_id: string; time_zone: string; course_id: string | null };

/** What is asked about a row: with the same `key` once for all rows that share the doubt. */
export type Doubt = {
  key: string;
  field: string | null;
  reason: ErrorKey | { text: string };
  values?: MessageValues;
  options: readonly Option[];
};

/** The key of a question that is about one row. */
export const questionKey = ({ kind, line }: RosterRow, about: string): string => `${kind}:${line}:${about}`;

/** What is found out about the rows of one file, what is wrong with them, and what was decided about those. */
export class Planning {
  readonly counts = noCounts();
  readonly wrong: WrongRow[] = [];
  wrongTotal = 0;
  /** How many rows are left out because of each field. */
  readonly wrongFields = new Map<string, number>();
  readonly questions = new Map<string, Question>();
  readonly instantIn = instantReader();
  private byKind: Map<RosterKind, RosterRow[]> | null = null;

  readonly school_id: string;
  readonly time_zone: string;
  /** The one course that an import of results is of; null for one of a whole school. */
  readonly course_id: string | null;

  constructor(
    readonly on: Pick<Tx, "select">,
    { school_id, time_zone, course_id }: RosterPlace,
    readonly roster: Roster,
    readonly language: Language,
    readonly now: Date,
    /** Who imports it. */
    readonly user_id: string,
    private readonly decisions: Decisions = {},
  ) {
    this.school_id = school_id;
    this.time_zone = time_zone;
    this.course_id = course_id;
  }

  /** Sorted once: each look through all rows of a large file would hold up others. */
  rowsOf(kind: RosterKind): readonly RosterRow[] {
    if (!this.byKind) {
      this.byKind = new Map();
      for (const row of this.roster.rows) getOrInsert(this.byKind, row.kind, () => []).push(row);
    }
    return this.byKind.get(kind) ?? [];
  }

  count(kind: CountedKind, outcome: Outcome): void {
    this.counts[kind][outcome]++;
  }

  /** Leaves a row out, with the reason. */
  refuse(row: RosterRow, field: string | null, reason: ErrorKey, values?: MessageValues): null {
    const key = questionKey(row, field ?? "row");
    return this.leaveOut(row, { key, field, reason, options: [], ...(values ? { values } : {}) });
  }

  /** What was decided about a row in doubt; null for one that is left out: so is one about which something was decided that is no choice now. */
  decide<One extends Decision["do"]>(
    row: RosterRow,
    doubt: Doubt & { options: readonly { decision: Decision & { do: One }; name: string | null }[] },
  ): Extract<Decision, { do: One }> | null {
    const decision = this.decisionOf(doubt.key);
    if (!decision) return this.leaveOut(row, doubt);
    if (!doubt.options.some((option) => isChoice(option.decision, decision)))
      return this.leaveOut(row, { ...doubt, reason: { text: this.overtaken(this.textOf(doubt)) } });
    this.ask(row, doubt);
    return decision as Extract<Decision, { do: One }>;
  }

  /** A decision other than leaving out. */
  decisionOf(key: string): Decision | null {
    const decision = Object.hasOwn(this.decisions, key) ? this.decisions[key]! : null;
    return decision?.do === "leave_out" ? null : decision;
  }

  /** Leaves out a row whose doubt is gone, so that what was decided about it means something else. */
  refuseOvertaken(row: RosterRow, key: string): null {
    return this.leaveOut(row, { key, field: null, reason: { text: this.overtaken("") }, options: [] });
  }

  private overtaken(reason: string): string {
    return this.language.t("errors.roster.decision_over", { reason }).trim();
  }

  private textOf({ reason, values }: Pick<Doubt, "reason" | "values">): string {
    const text = typeof reason === "string" ? this.language.t(reason, values) : reason.text;
    return this.language.beginSentence(text);
  }

  private leaveOut(row: RosterRow, doubt: Doubt): null {
    const { field } = doubt;
    this.count(row.kind, "wrong");
    if (field) this.wrongFields.set(field, (this.wrongFields.get(field) ?? 0) + 1);
    this.name(row, field, this.textOf(doubt));
    this.ask(row, doubt);
    return null;
  }

  private ask({ file, line, values }: RosterRow, doubt: Doubt): void {
    const earlier = this.questions.get(doubt.key);
    if (earlier) {
      // A corrected value that is wrong again is the same row's.
      if (line !== earlier.last_line) earlier.rows++;
      Object.assign(earlier, { last_line: line, message: this.textOf(doubt) });
      return;
    }
    this.questions.set(doubt.key, {
      ...{ key: doubt.key, file: this.fileName(file), line, last_line: line, rows: 1 },
      ...{ column: this.columnOf(file, doubt.field), message: this.textOf(doubt), values: { ...values } },
      options: [...doubt.options],
    });
  }

  /** Names a line that could not be read, or whose row is left out. */
  name(
    { file, line, values }: Pick<RosterRow, "file" | "line" | "values">,
    field: string | null,
    message: string,
  ): void {
    this.wrongTotal++;
    if (this.wrong.length >= wrongMax) return;
    const column = this.columnOf(file, field);
    this.wrong.push({ file: this.fileName(file), line, column, message, values: { ...values } });
  }

  /** Names a line that could not be read. */
  nameUnread({ file, line, message }: Roster["problems"][number]): void {
    const text = this.language.t(message.key, message.values);
    this.name({ file, line, values: {} }, null, text);
    this.questions.set(`line:${file}:${line}`, {
      ...{ key: `line:${file}:${line}`, file: this.fileName(file), line, last_line: line, rows: 1 },
      ...{ column: null, message: text, values: {}, options: [] },
    });
  }

  private fileName(file: number): string | null {
    return this.roster.files[file]?.name ?? null;
  }

  private columnOf(file: number, field: string | null): string | null {
    return field && (this.roster.files[file]?.headings[field as RosterField] ?? field);
  }

  /** The row's values by their schema, with those that were corrected; null for a row that is left out because of one. */
  check<S extends z.ZodType>(schema: S, row: RosterRow, input: Record<string, unknown>): z.output<S> | null {
    const corrected = new Set<string>();
    for (;;) {
      const read = this.parsed(schema, input);
      if ("data" in read) return read.data;
      const { path, message } = read;
      const doubt: Doubt = {
        ...{ key: questionKey(row, path || "row"), field: path || null, reason: { text: message } },
        options: path in input ? [correction(input[path])] : [],
      };
      if (corrected.has(path)) return this.leaveOut(row, doubt);
      const decision = this.decide(row, doubt);
      if (decision?.do !== "correct") return null;
      corrected.add(path);
      input = { ...input, [path]: decision.value };
      row.values[path as RosterField] = decision.value;
    }
  }

  private parsed<S extends z.ZodType>(schema: S, input: unknown) {
    try {
      return { data: parse(schema, input, { language: this.language }) };
    } catch (error) {
      const [first] = error instanceof AppError ? (error.options.errors ?? []) : [];
      if (!first) throw error;
      return fieldErrorIn(this.language, first);
    }
  }

  /** Counts a row by what it changes, and adds the change to these. */
  add<Row extends object>(kind: CountedKind, changes: Change<Row>[], before: Row | null, after: Row): void {
    const isSame = before && difference(before, after).keys.length === 0;
    this.count(kind, isSame ? "unchanged" : before ? "changed" : "new");
    if (!isSame) changes.push({ before, after });
  }
}

/** The choice of another value. */
export const correction = (value: unknown): Option & { decision: { do: "correct" } } => ({
  decision: { do: "correct", value: typeof value === "string" ? value.slice(0, 200).toWellFormed() : "" },
  name: null,
});

/** Whether a decision is one of a question's choices: any text corrects one. */
function isChoice(choice: Decision, decision: Decision): boolean {
  if (choice.do === "correct" && decision.do === "correct") return true;
  return difference(choice, decision).keys.length === 0 && choice.do === decision.do;
}

/** In one statement: a few milliseconds. */
const readAtOnce = 1000;

/** The rows of so many statements as the values need. */
export async function readFor<Value, Row>(
  values: readonly Value[],
  read: (some: readonly Value[]) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const some of inSteps(values, readAtOnce)) rows.push(...(await read(some)));
  return rows;
}

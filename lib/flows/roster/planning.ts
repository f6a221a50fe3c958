import "server-only";
import type { z } from "zod";
import { difference } from "@/lib/auth/audit";
import type { Tx } from "@/lib/db/client";
import { type RosterCounts, type WrongRow, wrongMax } from "@/lib/domain/people/imports/schema";
import type { ErrorKey, Language, MessageValues } from "@/lib/language/language";
import {
  type Roster,
  type RosterField,
  type RosterKind,
  type RosterRow,
  rosterKinds,
} from "@/lib/measure/roster";
import { AppError, fieldErrorIn } from "@/lib/platform/errors";
import { parse } from "@/lib/platform/problem";
import { inSteps } from "@/lib/platform/steps";
import { instantReader } from "./cells";

/** A row as it is, null for a new one, and as the import leaves it. */
export type Change<Row> = { before: Row | null; after: Row };

type Outcome = keyof RosterCounts[RosterKind];

/** Where a file is imported. */
export type RosterPlace = { school_id: string; time_zone: string; course_id: string | null };

/** What is found out about the rows of one file, and what is wrong with them. */
export class Planning {
  readonly counts = Object.fromEntries(
    rosterKinds.map((kind) => [kind, { new: 0, changed: 0, unchanged: 0, wrong: 0 }]),
  ) as RosterCounts;
  readonly wrong: WrongRow[] = [];
  wrongTotal = 0;
  /** How many rows are left out because of each field. */
  readonly wrongFields = new Map<string, number>();
  readonly instantIn = instantReader();

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
  ) {
    this.school_id = school_id;
    this.time_zone = time_zone;
    this.course_id = course_id;
  }

  rowsOf(kind: RosterKind): RosterRow[] {
    return this.roster.rows.filter((row) => row.kind === kind);
  }

  count(kind: RosterKind, outcome: Outcome): void {
    this.counts[kind][outcome]++;
  }

  /** Leaves a row out, with the reason. */
  refuse(row: RosterRow, field: string | null, reason: ErrorKey, values?: MessageValues): null {
    return this.refuseIn(row, field, this.language.beginSentence(this.language.t(reason, values)));
  }

  private refuseIn({ kind, file, line, values }: RosterRow, field: string | null, message: string): null {
    this.count(kind, "wrong");
    if (field) this.wrongFields.set(field, (this.wrongFields.get(field) ?? 0) + 1);
    this.name({ file, line, values }, field, message);
    return null;
  }

  /** Names a line that could not be read, or whose row is left out. */
  name(
    { file, line, values }: Pick<RosterRow, "file" | "line" | "values">,
    field: string | null,
    message: string,
  ): void {
    this.wrongTotal++;
    if (this.wrong.length >= wrongMax) return;
    const { name = null, headings } = this.roster.files[file] ?? { headings: {} };
    const column = field && (headings[field as RosterField] ?? field);
    this.wrong.push({ file: name, line, column, message, values });
  }

  /** The input by its schema; null for a row that is left out because of it. */
  check<S extends z.ZodType>(schema: S, row: RosterRow, input: unknown): z.output<S> | null {
    try {
      return parse(schema, input, { language: this.language });
    } catch (error) {
      const [first] = error instanceof AppError ? (error.options.errors ?? []) : [];
      if (!first) throw error;
      const { path, message } = fieldErrorIn(this.language, first);
      return this.refuseIn(row, path || null, this.language.beginSentence(message));
    }
  }

  /** Counts a row by what it changes, and adds the change to these. */
  add<Row extends object>(kind: RosterKind, changes: Change<Row>[], before: Row | null, after: Row): void {
    const isSame = before && difference(before, after).keys.length === 0;
    this.count(kind, isSame ? "unchanged" : before ? "changed" : "new");
    if (!isSame) changes.push({ before, after });
  }
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

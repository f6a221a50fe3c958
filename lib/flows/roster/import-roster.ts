import "server-only";
import { createHash } from "node:crypto";
import { and, desc, eq, isNotNull, lt, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { reachesSchool } from "@/lib/auth/reach";
import { isAdmin, isTeaching, type Scope } from "@/lib/auth/scope";
import { db, type Tx } from "@/lib/db/client";
import { rosterImports } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { transaction } from "@/lib/db/tx";
import { enqueueWork } from "@/lib/db/work-queue";
import { reachCourse, schoolFor } from "@/lib/domain/courses/queries";
import {
  type Decisions,
  personFields,
  plannedMax,
  type Question,
  questionsMax,
  type RosterAnswer,
  type RosterChoices,
  type RosterQuery,
} from "@/lib/domain/people/imports/schema";
import type { Context } from "@/lib/http/context";
import type { Language } from "@/lib/language/language";
import { type Roster, requiredColumns, rosterBytesMax } from "@/lib/measure/roster";
import { languageIn } from "@/lib/platform/catalogues";
import { AppError, fieldError } from "@/lib/platform/errors";
import { missingFields } from "@/lib/platform/match-columns";
import { readApart } from "../imports/read-apart";
import type { Person } from "./people-index";
import { planRoster } from "./plan";
import { type Change, Planning } from "./planning";
import type { RosterOptions } from "./read-roster";
import { storedBefore, writeRoster } from "./write";

/** A file that nobody has imported is kept for so long. */
const fileKeptSince = sql`now() - interval '1 day'`;

/**
 * Reads a file of people, courses, classes, enrollments, assessments and results, and says what each row would change; with `commit` it is
 * imported in the background. Into a course, which the caller must have reached, only assessments and results are imported. Throws
 * `invalid` and `too_large`.
 */
export async function importRoster(
  ctx: Context,
  file: { bytes: Uint8Array; name: string | null },
  query: RosterQuery & RosterChoices,
  language: Language,
  course: { id: string; school_id: string } | null = null,
): Promise<RosterAnswer> {
  const school_id = course?.school_id ?? (await schoolFor(ctx.scope, query.school_id));
  if (file.bytes.length > rosterBytesMax)
    throw new AppError("too_large", "errors.roster.too_large", {
      values: { megabytes: rosterBytesMax / 1024 / 1024 },
    });
  const columns = query.columns ?? null;
  const earlier = columns ? [] : await earlierChoices(school_id, ctx.scope.user_id);
  const roster = await readRoster(file.bytes, { columns, earlier }, language, course !== null);
  const { table } = roster;
  const known = new Set(table?.columns.map(({ heading }) => heading));
  const unknown = Object.keys(columns ?? {}).find((heading) => !known.has(heading));
  if (unknown !== undefined)
    throw fieldError("columns", "errors.roster.no_such_column", "invalid", { values: { column: unknown } });
  const missing = table
    ? missingFields(
        requiredColumns,
        table.columns.map(({ becomes }) => becomes),
      )
    : [];
  if (query.commit && missing.length) throw fieldError("columns", "errors.roster.columns_missing");
  const decisions = query.decisions ?? {};
  const place = await placeOf(db(), school_id, course?.id ?? null);
  const planning = new Planning(db(), place, roster, language, ctx.now, ctx.scope.user_id, decisions);
  const { missing: absent, people } = await planRoster(planning, query.missing);
  if (query.missing === "deactivate" && !absent)
    throw fieldError("missing", "errors.roster.lists_not_everyone");
  const { counts, wrong, wrongTotal, questions } = planning;
  const answer = {
    success: true as const,
    ...{ format: roster.format, counts, wrong, wrong_total: wrongTotal },
    questions: [...questions.values()].sort(byPlace).slice(0, questionsMax),
    ...{ questions_total: questions.size, missing: absent },
    // Those who are missing come after them.
    people: plannedPeople(people.slice(0, counts.person.new + counts.person.changed)),
    files: roster.files.map(({ name, rows }) => ({ name, rows })),
    table: table && {
      ...table,
      columns: table.columns.map((column) => ({
        ...column,
        wrong: (column.becomes && planning.wrongFields.get(column.becomes)) ?? 0,
      })),
      missing,
    },
    ...{ import_id: null, work_id: null },
  };
  if (!query.commit) return answer;
  const file_name = file.name?.slice(0, 200).toWellFormed() || language.t("imports.page.untitled_file");
  const begun = await transaction((tx) =>
    begin(tx, ctx, {
      school_id,
      course_id: place.course_id,
      format: roster.format,
      file_name,
      language: language.code,
      columns:
        table &&
        Object.fromEntries(table.columns.map(({ heading, becomes }) => [heading, becomes ?? "none"])),
      ...{ decisions, missing: query.missing, bytes: file.bytes },
    }),
  );
  return { ...answer, ...begun };
}

/** Who becomes a person and what changes of whom, the first of each as the file has them. */
function plannedPeople(changes: readonly Change<Person>[]): RosterAnswer["people"] {
  const planned: RosterAnswer["people"] = { new: [], changed: [] };
  for (const { before, after } of changes) {
    const { name, email, role } = after;
    if (!before) {
      if (planned.new.length < plannedMax) planned.new.push({ name, email, role });
    } else if (planned.changed.length < plannedMax)
      planned.changed.push({ name: before.name, changes: changesOf(before, after) });
  }
  return planned;
}

const changesOf = (before: Person, after: Person): RosterAnswer["people"]["changed"][number]["changes"] =>
  personFields.flatMap((field) => {
    const [was, is] = [fieldIn(before, field), fieldIn(after, field)];
    return was === is ? [] : [{ field, before: was, after: is }];
  });

const fieldIn = (person: Person, field: (typeof personFields)[number]): string | null =>
  field === "removed" ? String(person.disabled_at !== null) : person[field];

const byPlace = (a: Question, b: Question) =>
  (a.file ?? "").localeCompare(b.file ?? "", "en") || a.line - b.line;

/** Choices of columns that are looked through for one for the same headings. */
const earlierMax = 50;

/** What the columns of earlier files became: the admin's own files first, the latest first. */
async function earlierChoices(schoolId: string, userId: string): Promise<RosterOptions["earlier"]> {
  const rows = await db()
    .select({ columns: rosterImports.columns })
    .from(rosterImports)
    .where(and(eq(rosterImports.school_id, schoolId), isNotNull(rosterImports.columns)))
    .orderBy(
      desc(sql`${rosterImports.user_id} is not distinct from ${userId}`),
      desc(rosterImports.created_at),
    )
    .limit(earlierMax);
  return rows.map(({ columns }) => columns as RosterOptions["earlier"][number]);
}

async function placeOf(on: Pick<Tx, "select">, school_id: string, course_id: string | null) {
  const [school] = await on
    .select({ time_zone: schools.time_zone })
    .from(schools)
    .where(eq(schools.id, school_id));
  if (!school) throw new AppError("not_found", "errors.field.school_unknown");
  return { school_id, course_id, ...school };
}

/** Whether a file has nothing but assessments and results, whose columns nobody chooses. */
const hasResultsOnly = ({ table, rows }: Roster): boolean =>
  table === null && rows.every(({ kind }) => kind === "assessment" || kind === "result");

/** The file's rows. Throws `invalid` where it is no roster, or has other things than a course takes, and says why. */
async function readRoster(
  bytes: Uint8Array,
  options: RosterOptions,
  { t }: Language,
  ofCourse: boolean,
): Promise<Roster> {
  const roster = await readApart("roster", bytes, options);
  const { refused } =
    roster && (!ofCourse || hasResultsOnly(roster))
      ? roster
      : {
          refused: {
            key: `imports.roster.${ofCourse ? "not_results" : "not_a_roster"}` as const,
            values: {},
          },
        };
  if (!roster || refused)
    throw new AppError("invalid", null, {
      errors: [{ path: "file", text: refused ? t(refused.key, refused.values) : "" }],
    });
  if (roster.files.every(({ rows }) => rows === 0) && roster.problems.length === 0)
    throw new AppError("invalid", null, { errors: [{ path: "file", key: "errors.field.empty_file" }] });
  return roster;
}

async function begin(
  tx: Tx,
  ctx: Context,
  {
    bytes,
    ...given
  }: Pick<
    typeof rosterImports.$inferInsert,
    "school_id" | "course_id" | "format" | "file_name" | "language" | "columns"
  > & {
    bytes: Uint8Array;
  },
) {
  const { school_id, file_name } = given;
  const file_hash = createHash("sha256").update(bytes).digest("hex");
  const [row] = await tx
    .insert(rosterImports)
    .values({
      ...given,
      ...{ file_hash, user_id: ctx.scope.user_id, file: Buffer.from(bytes), created_at: ctx.now },
    })
    .returning({ id: rosterImports.id });
  if (!row) throw new Error("an insert returned no row");
  const work_id = await enqueueWork(tx, ctx, {
    ...{ kind: "import_roster", school_id, input: { import_id: row.id }, title: { file: file_name } },
  });
  await tx.update(rosterImports).set({ work_id }).where(eq(rosterImports.id, row.id));
  await audit(tx, ctx, {
    ...{ school_id, action: "roster_import.begin", target: { type: "roster_import", id: row.id } },
    detail: { file_hash },
  });
  return { import_id: row.id, work_id };
}

/**
 * Imports a file that waits: all of its right rows, or none when it fails or is cancelled. Does nothing for one that was imported.
 */
export async function runRosterImport(
  ctx: Context<Scope | null>,
  importId: string,
  progress: (done: number, total?: number) => void,
): Promise<void> {
  await db()
    .update(rosterImports)
    .set({ file: null, decisions: {} })
    .where(and(isNotNull(rosterImports.file), lt(rosterImports.created_at, fileKeptSince)));
  const [row] = await db().select().from(rosterImports).where(eq(rosterImports.id, importId));
  if (!row || row.imported_at) return;
  const { scope, request, now } = ctx;
  const { school_id, course_id, file } = row;
  const isAllowed =
    course_id === null
      ? scope && isAdmin(scope) && reachesSchool(scope, school_id)
      : scope && isTeaching(scope);
  if (!scope || !isAllowed) throw new AppError("forbidden", "errors.general.role");
  if (course_id !== null) await reachCourse(scope, course_id);
  if (!file) throw new AppError("not_found", "errors.roster.unknown");
  const language = languageIn(row.language ?? "en");
  const columns = row.columns as RosterOptions["columns"];
  const roster = await readRoster(file, { columns, earlier: [] }, language, course_id !== null);
  progress(0, roster.rows.length);
  await transaction(async (tx) => {
    // Of two imports at once, and of a person that is saved meanwhile, one waits for the other.
    await tx.select({ id: schools.id }).from(schools).where(eq(schools.id, school_id)).for("no key update");
    const place = await placeOf(tx, school_id, course_id);
    const decisions = row.decisions as Decisions;
    const planning = new Planning(tx, place, roster, language, now, scope.user_id, decisions);
    const plan = await planRoster(planning, row.missing === "deactivate" ? "deactivate" : "stay");
    const before = await writeRoster(tx, { scope, request, now }, school_id, plan, progress);
    const { counts, wrong, wrongTotal: wrong_total } = planning;
    await tx
      .update(rosterImports)
      .set({
        counts,
        wrong,
        wrong_total,
        before: await storedBefore(before),
        imported_at: now,
        file: null,
        decisions: {},
      })
      .where(eq(rosterImports.id, importId));
    await audit(
      tx,
      { scope, request },
      {
        ...{ school_id, action: "roster_import.commit", target: { type: "roster_import", id: importId } },
        detail: { file_hash: row.file_hash, counts },
      },
    );
  });
}

import { z } from "zod";
import { roles } from "@/lib/auth/scope";
import { instant, jsonText, paging, reference, storableText, uuid, whole } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { type ColumnField, columnFields, countedKinds, rosterBytesMax } from "@/lib/measure/roster";
import { columnsMax } from "@/lib/platform/match-columns";

/* The input and answer of importing a roster: the same for a preview and the import. */

export const rosterQuery = z.object({
  /** False: a preview, which writes nothing. */
  commit: z
    .stringbool({ truthy: ["true"], falsy: ["false"], ...message("errors.field.true_or_false") })
    .default(false),
  /** The school, which the installation's administrator names. */
  school_id: reference.optional(),
  file_name: storableText(200).optional(),
  /** What becomes of the students who are not in the file. */
  missing: z.enum(["stay", "deactivate"]).default("stay"),
});
export type RosterQuery = z.infer<typeof rosterQuery>;

/** The file, and the choices about it as JSON. */
export const rosterBodyMax = rosterBytesMax + 1024 * 1024;

/** What each column of a CSV becomes, by its heading; one that is not named is not imported. */
const columnChoice = z
  .record(storableText(200), z.enum([...columnFields, "none"]))
  .refine((columns) => Object.keys(columns).length <= columnsMax, message("errors.field.too_many_columns"));

/** What becomes of a row in doubt, where it is not left out. */
const decisionOf = <Value extends z.ZodType<string>>(value: Value) =>
  z.discriminatedUnion("do", [
    z.object({ do: z.literal("leave_out") }),
    /** Another value for the one that is wrong or missing. */
    z.object({ do: z.literal("correct"), value }),
    /** A role for a word that is none. */
    z.object({ do: z.literal("as_role"), role: z.enum(["student", "instructor", "assistant"]) }),
    z.object({ do: z.literal("same_person"), user_id: uuid }),
    z.object({ do: z.literal("new_person") }),
    /** Without the address or username that is somebody else's. */
    z.object({ do: z.literal("without"), field: z.enum(["email", "username"]) }),
    /** This class in place of the other one of the course. */
    z.object({ do: z.literal("this_class") }),
    z.object({ do: z.literal("add_course") }),
    z.object({ do: z.literal("add_class") }),
  ]);
const decision = decisionOf(storableText(200).trim().min(1));
export type Decision = z.infer<typeof decision>;

/** The most rows in doubt that an answer names, and that can be decided. */
export const questionsMax = 500;

/** By the question's `key`. */
const decisions = z
  .record(storableText(500), decision)
  .refine((given) => Object.keys(given).length <= questionsMax, message("errors.field.too_many_decisions"));
export type Decisions = z.infer<typeof decisions>;

const question = z.object({
  key: z.string(),
  file: z.string().nullable(),
  line: whole,
  /** How many rows have the same doubt, and the line of the last of them. */
  rows: whole,
  last_line: whole,
  column: z.string().nullable(),
  message: z.string(),
  values: z.record(z.string(), z.string()),
  /** What can be done instead of leaving it out; `name`: of the person, course or class that is meant. */
  options: z.array(z.object({ decision: decisionOf(z.string()), name: z.string().nullable() })),
});
export type Question = z.infer<typeof question>;

/** A file as the body, or as the field `file` of a form, whose other fields are JSON. */
export const rosterBody = z.object({
  file: z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0, message("errors.field.empty_file")),
  file_name: storableText(300).nullable(),
  fields: z.object({
    columns: jsonText(columnChoice).optional(),
    decisions: jsonText(decisions).optional(),
  }),
});
export type RosterChoices = z.infer<typeof rosterBody>["fields"];

/** The most wrong rows that an answer names, and that an import keeps. */
export const wrongMax = 2000;

export const wrongRow = z.object({
  /** The file in the zip; null for a CSV. */
  file: z.string().nullable(),
  line: whole,
  /** As the file calls it; null where the whole row is meant. */
  column: z.string().nullable(),
  message: z.string(),
  /** What the row says, by our names of the columns. */
  values: z.record(z.string(), z.string()),
});
export type WrongRow = z.infer<typeof wrongRow>;

/** A row is one of these; a person's row that enrolls them too counts for both. */
const counts = z.object({ new: whole, changed: whole, unchanged: whole, wrong: whole });
export const rosterCounts = z.object(
  Object.fromEntries(countedKinds.map((kind) => [kind, counts])) as Record<
    (typeof countedKinds)[number],
    typeof counts
  >,
);
export type RosterCounts = z.infer<typeof rosterCounts>;
export const noCounts = () =>
  Object.fromEntries(
    countedKinds.map((kind) => [kind, { new: 0, changed: 0, unchanged: 0, wrong: 0 }]),
  ) as RosterCounts;

const roster = {
  format: z.enum(["csv", "oneroster"]),
  counts: rosterCounts,
  /** All wrong rows: `wrong` names the first 2,000. */
  wrong_total: whole,
  wrong: z.array(wrongRow).max(wrongMax),
};

const columnField = z.enum(columnFields);
/** Students who are not in the file are named up to this number. */
export const missingNamedMax = 200;

/** New people, and people who change, are named up to this number of each. */
export const plannedMax = 200;
/** What an import changes of a person; `removed`: whether they are deactivated. */
export const personFields = [
  ...(["external_id", "email", "username", "name", "first_name", "last_name", "address", "role"] as const),
  "removed" as const,
];
const plannedPeople = z.object({
  new: z
    .array(z.object({ name: z.string(), email: z.string().nullable(), role: z.enum(roles) }))
    .max(plannedMax),
  changed: z
    .array(
      z.object({
        name: z.string(),
        changes: z.array(
          z.object({
            field: z.enum(personFields),
            before: z.string().nullable(),
            after: z.string().nullable(),
          }),
        ),
      }),
    )
    .max(plannedMax),
});

/** How a CSV was read: what each column becomes, the first values of it, and in how many rows it has one and has a wrong one. */
const tableAnswer = z.object({
  delimiter: z.enum([",", ";", "\t"]),
  encoding: z.enum(["UTF-8", "UTF-16", "Windows-1252"]),
  columns: z
    .array(
      z.object({
        heading: z.string(),
        becomes: columnField.nullable(),
        first: z.array(z.string()),
        filled: whole,
        wrong: whole,
      }),
    )
    .max(columnsMax),
  /** Of each of these groups of fields one needs a column before the file can be imported. */
  missing: z.array(z.array(columnField)),
});
export type TableAnswer = z.infer<typeof tableAnswer>;
export type ColumnChoices = Record<string, ColumnField | "none">;

export const rosterAnswer = z.object({
  success: z.literal(true),
  ...roster,
  /** Who becomes a person, and what changes of whom, without those who are missing; the first 200 of each. */
  people: plannedPeople,
  /** Null for a OneRoster zip, whose columns have the specification's names. */
  table: tableAnswer.nullable(),
  /** The rows that need a decision, or that are left out in any case: the first 500 of `questions_total`. */
  questions: z.array(question).max(questionsMax),
  questions_total: whole,
  /** Who of the school is not in the file; null for a file that does not list everyone. */
  missing: z
    .object({
      /** Active students, the first 200 by name. */
      students: whole,
      named: z.array(z.string()).max(missingNamedMax),
      /** Admins, instructors and assistants: they always stay. */
      staff: whole,
    })
    .nullable(),
  /** What was read; `rows` without the heading. */
  files: z.array(z.object({ name: z.string().nullable(), rows: whole })),
  /** The import and its background work; null for a preview. */
  import_id: z.string().nullable(),
  work_id: z.string().nullable(),
});
export type RosterAnswer = z.infer<typeof rosterAnswer>;

const rosterImportRow = z.object({
  id: z.string(),
  file_name: z.string(),
  format: roster.format,
  imported_by: z.string().nullable(),
  created_at: instant,
  /** Null while it waits or runs, and where it failed. */
  imported_at: instant.nullable(),
  undone_at: instant.nullable(),
  undone_by: z.string().nullable(),
  work_id: z.string().nullable(),
  /** Of the background work; null once that is forgotten. */
  state: z.enum(["waiting", "running", "done", "failed", "cancelled"]).nullable(),
  added: whole,
  changed: whole,
  wrong_total: whole,
});
export type RosterImportRow = z.infer<typeof rosterImportRow>;

export const rosterImportsQuery = z.object(paging(25));
export type RosterImportsQuery = z.infer<typeof rosterImportsQuery>;
export const rosterImportsAnswer = z.object({
  success: z.literal(true),
  items: z.array(rosterImportRow),
  total: whole,
});

/** How long an import can be undone. */
export const undoDays = 30;
/** Of what the import added, how many stay, because something else refers to them or they were edited. */
export const rosterUndoneAnswer = z.object({
  success: z.literal(true),
  import_id: z.string(),
  stay: z.object({
    results: whole,
    assessments: whole,
    people: whole,
    courses: whole,
    classes: whole,
    terms: whole,
  }),
});
export type RosterUndone = z.infer<typeof rosterUndoneAnswer>;

export const rosterImportParams = z.object({ importId: uuid });
export const courseImportsParams = z.object({ courseId: reference });
export const courseImportParams = courseImportsParams.extend({ importId: uuid });
/** `counts` is null until it has been imported. */
export const rosterImportAnswer = rosterImportRow.extend({
  success: z.literal(true),
  counts: rosterCounts.nullable(),
  wrong: roster.wrong,
});

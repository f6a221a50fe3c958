import { z } from "zod";
import { instant, jsonText, paging, reference, storableText, uuid, whole } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { type ColumnField, columnFields, rosterBytesMax, rosterKinds } from "@/lib/measure/roster";
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
});
export type RosterQuery = z.infer<typeof rosterQuery>;

/** The file, and the choices about it as JSON. */
export const rosterBodyMax = rosterBytesMax + 1024 * 1024;

/** What each column of a CSV becomes, by its heading; one that is not named is not imported. */
const columnChoice = z
  .record(storableText(200), z.enum([...columnFields, "none"]))
  .refine((columns) => Object.keys(columns).length <= columnsMax, message("errors.field.too_many_columns"));

/** A file as the body, or as the field `file` of a form, whose other fields are JSON. */
export const rosterBody = z.object({
  file: z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0, message("errors.field.empty_file")),
  file_name: storableText(300).nullable(),
  fields: z.object({ columns: jsonText(columnChoice).optional() }),
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
  Object.fromEntries(rosterKinds.map((kind) => [kind, counts])) as Record<
    (typeof rosterKinds)[number],
    typeof counts
  >,
);
export type RosterCounts = z.infer<typeof rosterCounts>;

const roster = {
  format: z.enum(["csv", "oneroster"]),
  counts: rosterCounts,
  /** All wrong rows: `wrong` names the first 2,000. */
  wrong_total: whole,
  wrong: z.array(wrongRow).max(wrongMax),
};

const columnField = z.enum(columnFields);

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
  /** Null for a OneRoster zip, whose columns have the specification's names. */
  table: tableAnswer.nullable(),
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

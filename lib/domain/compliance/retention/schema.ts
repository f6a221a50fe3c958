import { z } from "zod";
import { instant, reference, whole } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { monthsMax, monthsMin, type RetentionKind, retentionKinds } from "./kinds";

const months = (kind: RetentionKind) =>
  z
    .number()
    .int()
    .min(monthsMin[kind], message("errors.field.at_least"))
    .max(monthsMax, message("errors.field.at_most"));

const eachKind = <Field extends z.ZodType>(fieldOf: (kind: RetentionKind) => Field) =>
  Object.fromEntries(retentionKinds.map((kind) => [kind, fieldOf(kind)])) as Record<RetentionKind, Field>;

/** A school's months of each kind. */
export const retentionSettings = z.object({ ...eachKind(months), revision: whole });
export type RetentionSettings = z.output<typeof retentionSettings>;

/** What changes of them. */
export const retentionInput = z.strictObject({
  ...eachKind((kind) => months(kind).optional()),
  /** The revision that the change was made on; refused if somebody else's came meanwhile. */
  revision: whole.optional(),
  /** Required from an admin of the installation. */
  school_id: reference.optional(),
});
export type ChangeRetention = Omit<z.output<typeof retentionInput>, "school_id">;

/** What is stored of one kind of a school's facts, and what was deleted of it by its age. */
export const keptFacts = z.object({
  kind: z.enum(retentionKinds),
  /** They are deleted after so many. */
  months: whole,
  stored: whole,
  /** What the next night deletes of it. */
  due: whole,
  /** From when the oldest is. */
  oldest_at: instant.nullable(),
  /** When the last night's deletion ended, how many rows it deleted, and what was older than which instant. */
  last_run_at: instant.nullable(),
  last_rows: whole.nullable(),
  last_before: instant.nullable(),
  /** When the latest one failed that has not succeeded since. */
  failed_at: instant.nullable(),
  /** In all nights. */
  deleted: whole,
});
export type KeptFacts = z.output<typeof keptFacts>;

export const retentionAnswer = z.object({ settings: retentionSettings, kept: z.array(keptFacts) });

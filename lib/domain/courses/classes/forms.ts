import { z } from "zod";
import { day, paging, reference, search } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { archived, courseParams, seenRevision, titleText } from "../forms";

/* The input of the routes and forms of classes and terms. Days are of the school's zone, both included. */

export const classParams = courseParams.extend({ classId: reference });
export const termParams = z.object({ termId: reference });

/** The most classes of a course on its page, and terms of a school in a menu. */
export const classesMax = 500;
export const termsMax = 200;

type Days = { starts_on?: string | null | undefined; ends_on?: string | null | undefined };
const inOrder = ({ starts_on, ends_on }: Days) => !starts_on || !ends_on || starts_on <= ends_on;
const inOrderError = { path: ["ends_on"], ...message("errors.field.before_start") };

export const classListQuery = z.object({
  ...paging(100),
  /** The archived classes in place of the others. */
  archived: z.enum(["true"]).optional(),
});
export type ClassListQuery = z.infer<typeof classListQuery>;

const classSettings = {
  external_id: reference.nullish(),
  /** A term of the school. */
  term_id: reference.nullish(),
  /** Its days if they are not its term's. */
  starts_on: day.nullish(),
  ends_on: day.nullish(),
};
export const classItem = z.object({ name: titleText, ...classSettings }).refine(inOrder, inOrderError);
export type ClassItem = z.infer<typeof classItem>;
export const changeClassBody = z
  .object({ name: titleText.optional(), ...classSettings, ...archived, ...seenRevision })
  .refine(inOrder, inOrderError);
export type ChangeClass = z.infer<typeof changeClassBody>;

export const termListQuery = z.object({ ...paging(100), q: search });
export type TermListQuery = z.infer<typeof termListQuery>;

export const termItem = z
  .object({
    name: titleText,
    starts_on: day,
    ends_on: day,
    external_id: reference.nullish(),
    /** The school, which the installation's administrator names. */
    school_id: reference.optional(),
  })
  .refine(inOrder, inOrderError);
export type TermItem = z.infer<typeof termItem>;
export const changeTermBody = z
  .object({
    name: titleText.optional(),
    starts_on: day.optional(),
    ends_on: day.optional(),
    external_id: reference.nullish(),
    ...seenRevision,
  })
  .refine(inOrder, inOrderError);
export type ChangeTerm = z.infer<typeof changeTermBody>;

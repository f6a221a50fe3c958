import { z } from "zod";
import { paging, reference, search, sorting, storableText, whole } from "@/lib/http/contract";
import { message } from "@/lib/language/language";

/* The input of the routes and forms of courses. */

export const courseParams = z.object({ courseId: reference });

/** What every edit may carry: the revision that its author saw. Of two edits of one revision the second is refused. */
export const seenRevision = { revision: whole.positive().optional() };
/** An archived thing is in no list and no menu; what was recorded stays. */
export const archived = { archived: z.boolean().optional() };

export const titleText = storableText(200).trim().min(1, message("errors.field.missing"));
const description = storableText(5000)
  .trim()
  .nullable()
  .transform((text) => text || null);
/** The most people who teach one course. */
const instructorsMax = 100;
/** Ids or external ids of staff: all who teach the course. */
const instructorIds = z.array(reference).max(instructorsMax);

/** A course as it is made, or saved again under its external id. */
export const courseItem = z.object({
  title: titleText,
  description: description.optional(),
  external_id: reference.nullish(),
  /** Without it, the person who makes the course teaches it. */
  instructor_ids: instructorIds.optional(),
  /** The school, which the installation's administrator names. */
  school_id: reference.optional(),
});
export type CourseItem = z.infer<typeof courseItem>;

export const changeCourseBody = z.object({
  title: titleText.optional(),
  description: description.optional(),
  external_id: reference.nullish(),
  instructor_ids: instructorIds.optional(),
  ...archived,
  ...seenRevision,
});
export type ChangeCourse = z.infer<typeof changeCourseBody>;

export const courseListQuery = z.object({
  ...paging(25),
  /** Titles from A, numbers from the largest, the newest first. */
  ...sorting(["title", "lessons", "videos", "sessions", "learners", "made"], "title"),
  q: search,
  /** Only courses with a class in this term. */
  term_id: reference.optional(),
  /** The archived courses in place of the others. */
  archived: z.enum(["true"]).optional(),
});
export type CourseListQuery = z.infer<typeof courseListQuery>;

export const duplicateCourseBody = z.object({
  title: titleText,
  external_id: reference.nullish(),
  /** The term of the copied classes; without it no class is copied. */
  term_id: reference.nullish(),
});
export type CourseCopy = z.infer<typeof duplicateCourseBody>;

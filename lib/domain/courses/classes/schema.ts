import { z } from "zod";
import { instant, whole } from "@/lib/http/contract";

/* The answers of the routes of classes and terms. */

export const classRow = z.object({
  id: z.string(),
  course_id: z.string(),
  external_id: z.string().nullable(),
  name: z.string(),
  term_id: z.string().nullable(),
  term_name: z.string().nullable(),
  /** Its own days, else its term's. */
  starts_on: z.string().nullable(),
  ends_on: z.string().nullable(),
  /** Whether the days are its own. */
  own_days: z.boolean(),
  learners: whole,
  archived_at: instant.nullable(),
  revision: whole,
});
export type ClassRow = z.infer<typeof classRow>;
export const classesAnswer = z.object({ success: z.literal(true), items: z.array(classRow), total: whole });
export const classAnswer = z.object({ success: z.literal(true), class: classRow });

export const termRow = z.object({
  id: z.string(),
  school_id: z.string(),
  external_id: z.string().nullable(),
  name: z.string(),
  starts_on: z.string(),
  ends_on: z.string(),
  /** Those that are in it. */
  classes: whole,
  revision: whole,
});
export type TermRow = z.infer<typeof termRow>;
export const termsAnswer = z.object({ success: z.literal(true), items: z.array(termRow), total: whole });
export const termAnswer = z.object({ success: z.literal(true), term: termRow });

import { z } from "zod";
import { instant, whole } from "@/lib/http/contract";

/* The answers of the course routes. */

export const courseRow = z.object({
  id: z.string(),
  school_id: z.string(),
  external_id: z.string().nullable(),
  title: z.string(),
  description: z.string().nullable(),
  instructors: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Those that are not archived. */
  lessons: whole,
  videos: whole,
  classes: whole,
  /** Those that the caller can see. */
  sessions: whole,
  learners: whole,
  archived_at: instant.nullable(),
  revision: whole,
  created_at: instant,
});
export type CourseRow = z.infer<typeof courseRow>;

export const coursesAnswer = z.object({
  success: z.literal(true),
  items: z.array(courseRow),
  total: whole,
});
export const courseAnswer = z.object({ success: z.literal(true), course: courseRow });

/** A course's copy, and how much of the course it has. */
export const duplicatedAnswer = z.object({
  success: z.literal(true),
  id: z.string(),
  lessons: whole,
  materials: whole,
  assessments: whole,
  videos: whole,
  classes: whole,
});
export type Duplicated = z.infer<typeof duplicatedAnswer>;

export const savedById = z.object({ success: z.literal(true), id: z.string() });

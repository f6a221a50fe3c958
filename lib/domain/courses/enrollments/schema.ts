import { z } from "zod";
import { instant, whole } from "@/lib/http/contract";

/* The answers of the routes of enrollments. */

export const enrollmentRow = z.object({
  user_id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  username: z.string().nullable(),
  external_id: z.string().nullable(),
  class_id: z.string().nullable(),
  class_name: z.string().nullable(),
  enrolled_at: instant,
});
export type EnrollmentRow = z.infer<typeof enrollmentRow>;
export const enrollmentsAnswer = z.object({
  success: z.literal(true),
  items: z.array(enrollmentRow),
  total: whole,
});

const enrolled = z.object({
  index: whole,
  status: z.union([z.literal(200), z.literal(201)]),
  /** `moved`: into another class; `unchanged`: was enrolled already. */
  outcome: z.enum(["enrolled", "moved", "unchanged"]),
  user_id: z.string(),
  name: z.string(),
});
const refused = z.object({ index: whole, status: whole, code: z.string(), message: z.string() });

export const enrollAnswer = z.object({
  success: z.literal(true),
  dry_run: z.boolean(),
  enrolled: whole,
  moved: whole,
  unchanged: whole,
  failed: whole,
  /** In the order of `people`, then those of the class. */
  results: z.array(z.union([enrolled, refused])),
});
export type EnrollAnswer = z.infer<typeof enrollAnswer>;

export const removedAnswer = z.object({
  success: z.literal(true),
  user_id: z.string(),
  /** The class in which they were. */
  class_id: z.string().nullable(),
});

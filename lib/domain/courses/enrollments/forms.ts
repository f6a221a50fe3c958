import { z } from "zod";
import { paging, reference, search, sorting, storableText } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { courseParams } from "../forms";

/* The input of the routes and forms of enrollments. */

export const enrollmentParams = courseParams.extend({ userId: reference });

export const enrollmentsQuery = z.object({
  ...paging(25),
  /** Names from A, the last enrolled first. */
  ...sorting(["name", "class", "enrolled"], "name"),
  q: search,
  class_id: reference.optional(),
});
export type EnrollmentsQuery = z.infer<typeof enrollmentsQuery>;

/** The most people of one list. */
export const enrolledMax = 2000;

/** A person of the school by exactly one of their names. */
export const enrolledPerson = z
  .object({
    /** Their id or external id. */
    user_id: reference.optional(),
    email: storableText(254).trim().toLowerCase().min(1).optional(),
    username: storableText(200).trim().toLowerCase().min(1).optional(),
  })
  .refine(
    ({ user_id, email, username }) => [user_id, email, username].filter(Boolean).length === 1,
    message("errors.course.one_name"),
  );
export type EnrolledPerson = z.infer<typeof enrolledPerson>;

const { $schema: _, ...describedPerson } = z.toJSONSchema(enrolledPerson, {
  io: "input",
  unrepresentable: "any",
});

export const enrollBody = z
  .object({
    /** The class of the course in which they are then; without it, people keep the class that they have. */
    class_id: reference.nullish(),
    /** Each is parsed by itself: a wrong one stops no other. */
    people: z.array(z.unknown().meta(describedPerson)).max(enrolledMax).default([]),
    /** Everybody in this class, of any course that the caller teaches. */
    from_class_id: reference.optional(),
    /** Only says what would happen. */
    dry_run: z.boolean().default(false),
  })
  .refine(({ people, from_class_id }) => people.length > 0 || from_class_id !== undefined, {
    path: ["people"],
    ...message("errors.field.missing"),
  });
export type EnrollRequest = z.infer<typeof enrollBody>;

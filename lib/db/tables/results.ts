import {
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant, reference, revision } from "./columns";
import { classes, courses, lessons } from "./courses";
import { users } from "./people";

export const assessmentKind = pgEnum("assessment_kind", ["quiz", "assignment", "exam"]);

/** A question of an assessment, as its results name it. An archived one is asked no more; its answers stay. */
export type Question = { id: string; title: string; maximum_points: number; archived?: boolean | undefined };

/** What people of a course are assessed by. */
export const assessments = pgTable(
  "assessments",
  {
    id: id(),
    course_id: reference(() => courses.id, "owned"),
    /** The lesson whose progress it counts in. */
    lesson_id: uuid().references(() => lessons.id, { onDelete: "set null" }),
    /** The class that it is set to; null for all who take the course. */
    class_id: uuid().references(() => classes.id, { onDelete: "set null" }),
    external_id: text(),
    kind: assessmentKind().notNull(),
    title: text().notNull(),
    due_at: instant(),
    /** Its share of the course's mark, in per cent. */
    weight: doublePrecision(),
    maximum_points: doublePrecision().notNull().default(100),
    questions: jsonb().$type<Question[]>().notNull().default([]),
    archived_at: instant(),
    revision: revision(),
    created_at: createdAt(),
  },
  (table) => [
    uniqueIndex("assessments_external_id").on(table.course_id, table.external_id),
    index("assessments_lesson").on(table.lesson_id),
    index("assessments_class").on(table.class_id),
  ],
);

/** What somebody answered to a question, and the points for it. */
export type Answer = { question_id: string; answer: string | null; points: number | null };

/** One attempt of one person at an assessment. */
export const results = pgTable(
  "results",
  {
    id: id(),
    assessment_id: reference(() => assessments.id, "owned"),
    user_id: reference(() => users.id, "owned"),
    attempt: integer().notNull().default(1),
    external_id: text(),
    /** Null until it is marked. */
    points: doublePrecision(),
    /** Null where the source does not say when. */
    submitted_at: instant(),
    /** Transferred from an earlier time that the person took the course. */
    carried_over: boolean().notNull().default(false),
    answers: jsonb().$type<Answer[]>().notNull().default([]),
    recorded_by: uuid().references(() => users.id, { onDelete: "set null" }),
    revision: revision(),
    created_at: createdAt(),
  },
  (table) => [
    uniqueIndex("results_attempt").on(table.assessment_id, table.user_id, table.attempt),
    uniqueIndex("results_external_id").on(table.assessment_id, table.external_id),
    index("results_user").on(table.user_id),
    index("results_created").on(table.created_at),
    index("results_recorder").on(table.recorded_by),
  ],
);

import {
  bigint,
  boolean,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant, reference, revision } from "./columns";
import { users } from "./people";
import { schools, terms } from "./schools";

export const courses = pgTable(
  "courses",
  {
    id: id(),
    school_id: reference(() => schools.id),
    external_id: text(),
    title: text().notNull(),
    description: text(),
    /** An archived course is in no list and takes no new enrollment; its numbers and its players' beacons stay. */
    archived_at: instant(),
    revision: revision(),
    created_at: createdAt(),
  },
  (table) => [uniqueIndex("courses_external_id").on(table.school_id, table.external_id)],
);

/** Who teaches a course: what an instructor can see. */
export const courseInstructors = pgTable(
  "course_instructors",
  {
    course_id: reference(() => courses.id, "owned"),
    user_id: reference(() => users.id, "owned"),
  },
  (table) => [
    primaryKey({ columns: [table.course_id, table.user_id] }),
    index("course_instructors_user").on(table.user_id),
  ],
);

export const lessons = pgTable(
  "lessons",
  {
    id: id(),
    course_id: reference(() => courses.id, "owned"),
    external_id: text(),
    /** Its number as shown: "7.2". */
    number: text().notNull(),
    title: text().notNull(),
    /** Its position in the course. */
    position: integer().notNull(),
    archived_at: instant(),
    revision: revision(),
    created_at: createdAt(),
  },
  (table) => [
    index("lessons_course").on(table.course_id, table.position),
    uniqueIndex("lessons_external_id").on(table.course_id, table.external_id),
  ],
);

export const materialType = pgEnum("material_type", ["pdf", "quiz", "link"]);

/**
 * What a lesson has besides its videos and sessions, which name their lesson themselves. `lesson_position` orders all three together.
 */
export const materials = pgTable(
  "materials",
  {
    id: id(),
    lesson_id: reference(() => lessons.id, "owned"),
    external_id: text(),
    type: materialType().notNull(),
    title: text().notNull(),
    url: text(),
    /** How long a learner needs for it, if staff say so. */
    duration_ms: bigint({ mode: "number" }),
    lesson_position: integer().notNull(),
    archived_at: instant(),
    revision: revision(),
    created_at: createdAt(),
  },
  (table) => [
    index("materials_lesson").on(table.lesson_id, table.lesson_position),
    uniqueIndex("materials_external_id").on(table.lesson_id, table.external_id),
  ],
);

/** A group of learners taking a course together. */
export const classes = pgTable(
  "classes",
  {
    id: id(),
    course_id: reference(() => courses.id, "owned"),
    external_id: text(),
    name: text().notNull(),
    term_id: uuid().references(() => terms.id, { onDelete: "set null" }),
    /** Its days if they are not its term's. */
    starts_on: date(),
    ends_on: date(),
    archived_at: instant(),
    revision: revision(),
    created_at: createdAt(),
  },
  (table) => [
    index("classes_course").on(table.course_id),
    uniqueIndex("classes_external_id").on(table.course_id, table.external_id),
  ],
);

export const enrollments = pgTable(
  "enrollments",
  {
    course_id: reference(() => courses.id, "owned"),
    user_id: reference(() => users.id, "owned"),
    class_id: uuid().references(() => classes.id, { onDelete: "set null" }),
    created_at: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.course_id, table.user_id] }),
    index("enrollments_user").on(table.user_id),
  ],
);

/**
 * What is stored of how far somebody is in a course that they take; lib/db/stored-progress.ts says when it is read, and
 * lib/domain/courses/lessons/store-progress.ts writes it.
 */
export const storedProgress = pgTable(
  "stored_progress",
  {
    course_id: uuid().notNull(),
    user_id: uuid().notNull(),
    /** Raised by every change to the person's results in the course, in the same transaction. */
    version: bigint({ mode: "number" }).notNull().default(0),
    /** A hash of the version, the enrollment and the course of which the rest is; null while nothing is stored. */
    facts: bigint({ mode: "bigint" }),
    /** The lessons of which they have parts: the progress of each in per cent (null while it cannot be known), and whether they did anything of it. */
    lesson_ids: uuid().array().notNull().default([]),
    percentages: doublePrecision().array().$type<(number | null)[]>().notNull().default([]),
    begun: boolean().array().notNull().default([]),
    /** The least of the percentages that are known: they have completed the course once it is the school's threshold. */
    least_percentage: doublePrecision(),
    /** How many parts they have that have a time once they are completed, and the days of the school's zone on which they completed some of these, in order. */
    parts: integer().notNull().default(0),
    completed_days: date().array().notNull().default([]),
    last_active_at: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.course_id, table.user_id] }),
    index("stored_progress_active").on(table.course_id, table.last_active_at),
    foreignKey({
      columns: [table.course_id, table.user_id],
      foreignColumns: [enrollments.course_id, enrollments.user_id],
    }).onDelete("cascade"),
  ],
);

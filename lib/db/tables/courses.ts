import { index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, reference } from "./columns";
import { users } from "./people";
import { schools } from "./schools";

export const courses = pgTable(
  "courses",
  {
    id: id(),
    school_id: reference(() => schools.id),
    external_id: text(),
    title: text().notNull(),
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
  },
  (table) => [index("lessons_course").on(table.course_id, table.position)],
);

/** A group of learners taking a course together. */
export const classes = pgTable(
  "classes",
  {
    id: id(),
    course_id: reference(() => courses.id, "owned"),
    name: text().notNull(),
  },
  (table) => [index("classes_course").on(table.course_id)],
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

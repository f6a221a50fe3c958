import { index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, id } from "./columns";
import { users } from "./people";
import { schools } from "./schools";

export const courses = pgTable(
  "courses",
  {
    id: id(),
    schoolId: uuid("school_id")
      .notNull()
      .references(() => schools.id),
    externalId: text("external_id"),
    title: text("title").notNull(),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex("courses_external_id").on(table.schoolId, table.externalId)],
);

/** Who teaches a course: an instructor's reach. */
export const courseInstructors = pgTable(
  "course_instructors",
  {
    courseId: uuid("course_id")
      .notNull()
      .references(() => courses.id, { onDelete: "cascade" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
  },
  (table) => [
    primaryKey({ columns: [table.courseId, table.userId] }),
    index("course_instructors_user").on(table.userId),
  ],
);

export const lessons = pgTable(
  "lessons",
  {
    id: id(),
    courseId: uuid("course_id")
      .notNull()
      .references(() => courses.id, { onDelete: "cascade" }),
    externalId: text("external_id"),
    /** Its place as people say it: "7.2". */
    number: text("number").notNull(),
    title: text("title").notNull(),
    /** Its place in the course's order. */
    position: integer("position").notNull(),
  },
  (table) => [index("lessons_course").on(table.courseId, table.position)],
);

/** A group of learners taking a course together. */
export const classes = pgTable(
  "classes",
  {
    id: id(),
    courseId: uuid("course_id")
      .notNull()
      .references(() => courses.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
  },
  (table) => [index("classes_course").on(table.courseId)],
);

export const enrollments = pgTable(
  "enrollments",
  {
    courseId: uuid("course_id")
      .notNull()
      .references(() => courses.id, { onDelete: "cascade" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    classId: uuid("class_id").references(() => classes.id, { onDelete: "set null" }),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.courseId, table.userId] }),
    index("enrollments_user").on(table.userId),
  ],
);

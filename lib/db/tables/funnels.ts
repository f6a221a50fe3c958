import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, reference, revision } from "./columns";
import { classes, courses } from "./courses";
import { schools } from "./schools";

/** What somebody does: a learning event of a type, a view of a video, or attendance of a session, of a course or of one alone if it is named. */
export type FunnelStep =
  | { kind: "event"; event_type: string }
  | { kind: "video"; course_id: string | null; video_id: string | null }
  | { kind: "session"; course_id: string | null; session_id: string | null };

/** A school's funnels: steps that people take in order. Of a course, the people are its learners, or those of a class. */
export const funnels = pgTable(
  "funnels",
  {
    id: id(),
    school_id: reference(() => schools.id, "owned"),
    name: text().notNull(),
    /** Deleted with it: without its course or class it would be about other people. */
    course_id: uuid().references(() => courses.id, { onDelete: "cascade" }),
    class_id: uuid().references(() => classes.id, { onDelete: "cascade" }),
    /** Days of 24 hours from the first step to the last. */
    window_days: integer().notNull(),
    /** A step whose video or session was deleted stays, and nobody takes it. */
    steps: jsonb().$type<FunnelStep[]>().notNull(),
    revision: revision(),
    created_at: createdAt(),
  },
  (table) => [
    index("funnels_school").on(table.school_id),
    index("funnels_course").on(table.course_id),
    index("funnels_class").on(table.class_id),
  ],
);

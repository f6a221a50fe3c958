import type { CourseRow } from "./schema";

/* One course for the routes' examples. */

export const exampleCourse: CourseRow = {
  id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a70",
  school_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a00",
  external_id: "statistics-for-everyone",
  title: "Statistics for everyone",
  description: "Twelve weeks, one session and two videos a week.",
  instructors: [{ id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a01", name: "Inês Carvalho" }],
  lessons: 12,
  videos: 21,
  classes: 2,
  sessions: 12,
  learners: 61,
  archived_at: null,
  revision: 3,
  created_at: "2026-08-24T09:12:00.000Z",
};

import type postgres from "postgres";
import { formatMultirange } from "@/lib/measure/ranges";
import { newId } from "@/lib/platform/ids";
import type { Person } from "./database";

/* What learners did, as rows: for tests of what is read of it. */

type Sql = postgres.Sql;

export const attend = async (
  sql: Sql,
  session: { id: string; begun_at: Date },
  person: Person,
  minutes: number,
) => {
  const id = newId();
  await sql`insert into attendees (session_id, id, user_id, display_name, created_at)
    values (${session.id}, ${id}, ${person.id}, ${person.name}, now())`;
  const from = session.begun_at.getTime();
  await sql`insert into presence (session_id, client_id, attendee_id, heartbeats, grace_ms)
    values (${session.id}, ${newId()}, ${id}, ${formatMultirange([from, from + minutes * 60_000])}, 0)`;
};

export const watch = (sql: Sql, videoId: string, person: Person, tenths: number, at: Date) =>
  sql`insert into viewer_progress (video_id, viewer_id, watched, playbacks, last_watched_at)
    values (${videoId}, ${`u:${person.id}`}, ${formatMultirange([0, tenths])}, 1, ${at})`;

export const enrollAt = (
  sql: Sql,
  courseId: string,
  person: Person,
  at: Date,
  classId: string | null = null,
) =>
  sql`insert into enrollments (course_id, user_id, class_id, created_at) values (${courseId}, ${person.id}, ${classId}, ${at})`;

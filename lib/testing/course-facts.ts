import { applyEvents } from "@/lib/domain/sessions/live/apply";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { newId } from "@/lib/platform/ids";
import { playback } from "./beacons";
import { makeCourse, makeSchool, makeUser, type Person, scopeOf, testDatabase } from "./database";

/* What learners of a course do, through the ingest, for tests of the numbers by lesson. */

const { sql, writer } = testDatabase();
/** The instant of these tests. */
export const now = new Date("2026-11-30T12:00:00Z");
export const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

/** Plays these seconds of a video. */
export async function watch(
  videoId: string,
  person: Person,
  at: Date,
  played: [number, number][],
  position?: number,
) {
  const beacon = playback(videoId, `u:${person.id}`, { played, position_seconds: position ?? played[0]![1] });
  await applyBeacons(writer, [{ ...beacon, received_at: at }]);
}

/** Registers a person, and has them attend 20 minutes from the start. */
export async function join(
  session: { id: string; begun_at: Date },
  person: Person,
  { registered = true, came = true },
) {
  const id = newId();
  const identity = `u:${person.id}`;
  await sql`insert into attendees ${sql({
    ...{ session_id: session.id, id, display_name: person.name, user_id: person.id },
    ...{ registered_at: registered ? daysAgo(50) : null, created_at: daysAgo(50) },
  })}`;
  await sql`insert into attendee_identities ${sql({ session_id: session.id, identity, attendee_id: id })}`;
  if (!came) return;
  const who = { identity, name: person.name, email: null, user_id: person.id };
  const client_id = newId();
  const from = session.begun_at.getTime();
  const beats = Array.from({ length: 40 }, (_, index) => from + index * 30_000);
  await applyEvents(
    writer,
    beats.map((at) => ({
      ...{ session_id: session.id, who, at, received_at: new Date(at), client_id },
      ...{ kind: "presence" as const, event: "heartbeat" as const },
    })),
  );
}

/** A course with its instructor, at a school where 80 % complete a video. */
export async function makeTaught() {
  const school = await makeSchool({ completion_threshold: 80 });
  const teacher = await makeUser({ school_id: school.id, role: "instructor" });
  const course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  return { school, teacher, course, scope: scopeOf(teacher) };
}

/** A session that began so many days ago, while it runs. */
export const endedAt = (days: number) => ({
  ...{ status: "live" as const, started_at: daysAgo(days), scheduled_start: daysAgo(days) },
  scheduled_end: new Date(daysAgo(days).getTime() + 3_600_000),
});
/** Ends the sessions of a course that run. */
export const endAll = (courseId: string) => sql`update sessions set status = 'ended', ended_at = scheduled_end
  where course_id = ${courseId} and status = 'live'`;

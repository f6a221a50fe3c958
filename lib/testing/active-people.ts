import { actorOf } from "@/lib/auth/pseudonym";
import { db } from "@/lib/db/client";
import { attendees, presence } from "@/lib/db/tables/sessions";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { newId } from "@/lib/platform/ids";
import { dayOf } from "@/lib/platform/time";
import { view } from "./beacons";
import { makeSchool, makeSession, makeUser, makeVideo, type Person, testDatabase } from "./database";

/* What people do at an instant, through the ingest, for tests of their days and steps. */

const { writer } = testDatabase();
const minutes = 60_000;

/** A school with its students and what they can do. */
export async function activeSchool(
  time_zone: string,
  settings: { attendance_minimum_seconds?: number; minimum_group_size?: number } = {},
) {
  const { id: school_id } = await makeSchool({ time_zone, ...settings });
  const learned = async (who: Person, at: string, event_type = "material_view") => {
    const instant = new Date(at);
    const properties = event_type === "xp_earned" ? { amount: 5, reason: "test" } : { material_id: "a" };
    const actor = await actorOf(school_id, who.id);
    await applyLearningEvents(writer, [
      {
        ...{ actor, id: newId(), school_id, event_type, properties, day: dayOf(instant, time_zone) },
        ...{ occurred_at: instant, received_at: instant },
      },
    ]);
  };
  /** Begins a view of this video, or of a new one. */
  const watched = async (who: Person, at: string, { preview = false, video_id = "" } = {}) => {
    const id = video_id || (await makeVideo({ school_id, duration_ms: 60_000 })).id;
    const received_at = new Date(at);
    await applyBeacons(writer, [
      { ...view(id, newId(), `u:${who.id}`, preview), received_at, day: dayOf(received_at, time_zone) },
    ]);
  };
  /** In a session of an hour for some minutes from its beginning; returns the session's id. */
  const attended = async (
    who: Person,
    at: string,
    {
      stayed = 30,
      status = "ended",
      host = false,
      ...given
    }: {
      stayed?: number;
      host?: boolean;
      left_out?: boolean;
      status?: "live" | "ended";
      course_id?: string;
      instructor_id?: string;
    } = {},
  ) => {
    const begun = new Date(at);
    const over = new Date(begun.getTime() + 60 * minutes);
    const { id: session_id } = await makeSession({
      ...{ ...given, school_id, status, scheduled_start: begun, started_at: begun, scheduled_end: over },
      ended_at: status === "ended" ? over : null,
    });
    const id = newId();
    await db()
      .insert(attendees)
      .values({ session_id, id, host, display_name: "A", user_id: who.id, created_at: begun });
    await db()
      .insert(presence)
      .values({
        ...{ session_id, client_id: newId(), attendee_id: id, grace_ms: 0 },
        heartbeats: `{[${begun.getTime()},${begun.getTime() + stayed * minutes})}`,
      });
    return session_id;
  };
  return { school_id, student: () => makeUser({ school_id }), learned, watched, attended };
}

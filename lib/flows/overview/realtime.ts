import "server-only";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import { ownSchool } from "@/lib/auth/school";
import { isAdmin, isStaff, type Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import { attendees, presence, sessions } from "@/lib/db/tables/sessions";
import { viewerProgress } from "@/lib/db/tables/videos";
import type { Realtime } from "@/lib/domain/learning/overviews";
import { activityByDay } from "@/lib/domain/learning/queries/activity";
import { actorsSince, latestActivities } from "@/lib/domain/learning/queries/latest";
import { dayOf } from "@/lib/platform/time";
import { byActor, studentsOf } from "./students";

const activeMs = 5 * 60_000;
const latestMax = 10;

/** What the students of a scope do now, of a student what they do themself. */
export async function realtime(scope: Scope, now: Date): Promise<Realtime> {
  const { time_zone } = await ownSchool(scope);
  const today = dayOf(now, time_zone);
  const since = new Date(now.getTime() - activeMs);
  const students = await studentsOf(scope);
  const people = await byActor(students);
  // An admin's events are the school's, also those of people who are no students now.
  const actors = isAdmin(scope) ? null : [...people.keys()];
  const ids = new Set(students.map(({ id }) => id));
  const [learning, elsewhere, latest, activity] = await Promise.all([
    actorsSince(scope, actors, { since, now }),
    watchingOrPresent([...ids], since),
    latestActivities(scope, actors, { limit: latestMax, now }),
    activityByDay(scope, { from: today, to: today }, actors),
  ]);
  const active = new Set([...learning.map((actor) => people.get(actor)?.id ?? actor), ...elsewhere]);
  const ofStaff = (value: number) => (isStaff(scope) ? value : null);
  return {
    at: now.toISOString(),
    time_zone,
    active_users: active.size,
    latest: latest.map(({ actor, event_type, occurred_at, material_id }) => {
      const student = people.get(actor);
      return {
        ...{ user_id: student?.id ?? null, name: student?.name ?? null },
        ...{ event_type, material_id, occurred_at: occurred_at.toISOString() },
      };
    }),
    today: {
      ...{ day: today, learning_events: activity.learning_events },
      video_views: ofStaff(activity.video_views),
      attendances: ofStaff(activity.attendances),
      activities: ofStaff(activity.activities),
    },
  };
}

/** Who of these people watched a video since, or was present in a session that is live. */
async function watchingOrPresent(ids: readonly string[], since: Date): Promise<string[]> {
  const people = sql`unnest(${textArray(ids)}::uuid[])`;
  const [watching, present] = await Promise.all([
    db().execute<{ id: string }>(sql`
      select one as id from ${people} one where exists (select from ${viewerProgress}
        where ${viewerProgress.viewer_id} = 'u:' || one
          and ${viewerProgress.last_watched_at} > ${since.toISOString()}::timestamptz)`),
    db()
      .selectDistinct({ id: attendees.user_id })
      .from(sessions)
      .innerJoin(attendees, eq(attendees.session_id, sessions.id))
      .innerJoin(
        presence,
        and(eq(presence.session_id, attendees.session_id), eq(presence.attendee_id, attendees.id)),
      )
      .where(
        and(
          ...[eq(sessions.status, "live"), isNotNull(attendees.user_id), eq(attendees.host, false)],
          sql`${attendees.user_id} in (select ${people})`,
          sql`upper(${presence.heartbeats}) - ${presence.grace_ms} > ${since.getTime()}::bigint`,
        ),
      ),
  ]);
  return [...watching, ...present].flatMap(({ id }) => id ?? []);
}

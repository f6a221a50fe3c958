import "server-only";
import { and, eq, gte, inArray, lt, lte, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { whoCame } from "@/lib/db/attendance";
import { dbPlanning } from "@/lib/db/client";
import { isAnyOf, textArray } from "@/lib/db/literals";
import { gamificationStats } from "@/lib/db/tables/learning";
import { attendees, sessions } from "@/lib/db/tables/sessions";
import { viewerProgress } from "@/lib/db/tables/videos";
import { daySet } from "@/lib/measure/day-set";
import { formatMultirange, noRanges, parseMultirange, type Ranges, union } from "@/lib/measure/ranges";
import { inSteps } from "@/lib/platform/steps";
import { type Day, plusDays, startOfDayInstant } from "@/lib/platform/time";
import type { Student } from "./students";

type Person = Pick<Student, "id" | "school_id">;

/** Days of a zone, both included. */
export type Days = { from: Day; to: Day; time_zone: string };

/**
 * The days on which each of these people was active, by their id, as a set of days since 1970: they had a learning event that is something a learner
 * does, began a playback, or attended a session that began on the day. Who was not active in these days is missing. What a person watched and
 * learned is read from one row per video and one per person, whatever the number of playbacks and events.
 */
export async function activeDaysOf(
  students: readonly Person[],
  actors: ReadonlyMap<string, Person>,
  { from, to, time_zone }: Days,
  now: Date,
): Promise<Map<string, Ranges>> {
  const within = formatMultirange(daySet(from, to));
  const clipped = (days: SQLWrapper) => sql<string>`(${days} * ${within}::int4multirange)::text`;
  const [learned, watched, attended] = await Promise.all([
    dbPlanning()
      .select({ actor: gamificationStats.actor, days: clipped(gamificationStats.active_days) })
      .from(gamificationStats)
      .where(
        and(
          isAnyOf(gamificationStats.actor, [...actors.keys()]),
          gte(gamificationStats.last_active_day, from),
        ),
      ),
    watchedOn(students, within, clipped),
    attendedOn(students, { from, to, time_zone }, now),
  ]);
  const rows = [
    ...learned.map(({ actor, days }) => ({ id: actors.get(actor)!.id, days })),
    ...watched,
    ...attended,
  ];
  const days = new Map<string, Ranges>();
  for await (const some of inSteps(rows))
    for (const { id, days: set } of some) {
      const own = union(days.get(id) ?? noRanges, parseMultirange(set));
      if (own.length > 0) days.set(id, own);
    }
  return days;
}

type OfPerson = { id: string; days: string };

async function watchedOn(
  students: readonly Person[],
  within: string,
  clipped: (days: SQLWrapper) => SQL<string>,
): Promise<OfPerson[]> {
  const { viewer_id, viewed_days } = viewerProgress;
  const viewers = textArray(students.map(({ id }) => `u:${id}`));
  return await dbPlanning()
    .select({ id: sql<string>`substr(${viewer_id}, 3)`, days: clipped(sql`range_agg(${viewed_days})`) })
    .from(viewerProgress)
    .where(sql`${viewer_id} = any(${viewers}::text[]) and ${viewed_days} && ${within}::int4multirange`)
    .groupBy(viewer_id);
}

/** Who attended sessions that are over, or are in one that is live, by the day on which it began. */
async function attendedOn(students: readonly Person[], days: Days, now: Date): Promise<OfPerson[]> {
  if (students.length === 0) return [];
  const rows = await dbPlanning().execute<OfPerson>(sql`
    with ${heldOn(students, days, now)}
    select came.user_id as id, range_agg(int4range(held.day, held.day + 1))::text as days
    from (${whoCame(inHeld(students))}) came join held on held.id = came.session_id group by 1`);
  return [...rows];
}

/** `held`: the sessions of these people's schools that began on these days (`id`, `day`). */
function heldOn(students: readonly Person[], { from, to, time_zone }: Days, now: Date): SQL {
  const where = and(
    inArray(sessions.school_id, [...new Set(students.map(({ school_id }) => school_id))]),
    inArray(sessions.status, ["ended", "live"]),
    ...[eq(sessions.left_out, false), lte(sessions.begun_at, now)],
    gte(sessions.begun_at, startOfDayInstant(from, time_zone)),
    lt(sessions.begun_at, startOfDayInstant(plusDays(to, 1), time_zone)),
  );
  return sql`held as materialized (
    select ${sessions.id} as id, (${sessions.begun_at} at time zone ${time_zone})::date - date '1970-01-01' as day
    from ${sessions} where ${where})`;
}

const inHeld = (students: readonly Person[]) =>
  and(
    sql`${sessions.id} in (select id from held)`,
    // Not `= any`: a plan for an unknown list looks each of its people up in each session.
    sql`${attendees.user_id} in (select unnest(${textArray(students.map(({ id }) => id))}::uuid[]))`,
  );

/**
 * Who of these people was active on any of these days, as `activeDaysOf` has it, without on which. Who had a learning event is not looked for among
 * the viewers, and who watched not among the attendances.
 */
export async function activeOn(
  students: readonly Person[],
  actors: ReadonlyMap<string, Person>,
  days: Days,
  now: Date,
): Promise<Set<string>> {
  const within = sql`${formatMultirange(daySet(days.from, days.to))}::int4multirange`;
  const active = new Set<string>();
  const others = () => students.filter(({ id }) => !active.has(id));
  const among = new Set(students.map(({ id }) => id));
  const learned = await dbPlanning()
    .select({ actor: gamificationStats.actor })
    .from(gamificationStats)
    .where(
      and(
        isAnyOf(
          gamificationStats.actor,
          [...actors].flatMap(([actor, { id }]) => (among.has(id) ? [actor] : [])),
        ),
        gte(gamificationStats.last_active_day, days.from),
        sql`${gamificationStats.active_days} && ${within}`,
      ),
    );
  for (const { actor } of learned) active.add(actors.get(actor)!.id);
  if (others().length === 0) return active;
  const { viewer_id, viewed_days } = viewerProgress;
  // One row of each viewer is enough.
  const watched = await dbPlanning().execute<{ id: string }>(sql`
    select substr(viewer, 3) as id from unnest(${textArray(others().map(({ id }) => `u:${id}`))}::text[]) viewer
      cross join lateral (select from ${viewerProgress} where ${viewer_id} = viewer and ${viewed_days} && ${within} limit 1) one`);
  for (const { id } of watched) active.add(id);
  if (others().length === 0) return active;
  const attended = await dbPlanning().execute<{ id: string }>(sql`
    with ${heldOn(others(), days, now)}
    select distinct came.user_id as id from (${whoCame(inHeld(others()))}) came`);
  for (const { id } of attended) active.add(id);
  return active;
}

import "server-only";
import { and, eq, gte, inArray, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { actorsOf } from "@/lib/auth/pseudonym";
import { reachesSessions, reachesVideos } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { attendances } from "@/lib/db/attendance";
import type { Tx } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import { enrollments } from "@/lib/db/tables/courses";
import type { FunnelStep } from "@/lib/db/tables/funnels";
import { learningEvents } from "@/lib/db/tables/learning";
import { users } from "@/lib/db/tables/people";
import { attendees, sessions } from "@/lib/db/tables/sessions";
import { playbacks, videos } from "@/lib/db/tables/videos";
import { AppError } from "@/lib/platform/errors";
import { dayOf, plusDays } from "@/lib/platform/time";

/* What the people of a funnel did: for each step and person the instants, in milliseconds. */

/** Of whom, and when: `from` and `until` are instants, both included. */
export type FunnelFrame = {
  school_id: string;
  course_id: string | null;
  class_id: string | null;
  time_zone: string;
  from: Date;
  until: Date;
};

/** The students of the funnel's school, course or class who have an account that works. */
export async function funnelPeople(
  tx: Tx,
  { school_id, course_id, class_id }: FunnelFrame,
): Promise<string[]> {
  const enrolled = sql`exists (select from ${enrollments} where ${enrollments.user_id} = ${users.id}
    and ${enrollments.course_id} = ${course_id} ${class_id === null ? sql`` : sql`and ${enrollments.class_id} = ${class_id}`})`;
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        ...[eq(users.school_id, school_id), eq(users.role, "student"), isNull(users.disabled_at)],
        course_id === null ? undefined : enrolled,
      ),
    );
  return rows.map(({ id }) => id);
}

const milliseconds = (instant: SQL | typeof playbacks.first_heard_at | typeof learningEvents.occurred_at) =>
  sql`round(extract(epoch from ${instant}) * 1000)::bigint`;

/** `times` is a JSON array: the driver reads an array of a hundred thousand numbers sign by sign. */
type Times = { id: string; times: string };
/** What each of the people did of a step: `id` and `at`, a row each. */
type Facts = { rows: SQL; idOf: (id: string) => string };

/** A type's learning events, stored by pseudonym. */
async function eventsOf(type: string, people: readonly string[], frame: FunnelFrame): Promise<Facts> {
  const actors = await actorsOf(frame.school_id, people);
  return {
    idOf: (actor) => actors.get(actor)!,
    rows: sql`select ${learningEvents.actor}::text as id, ${milliseconds(learningEvents.occurred_at)} as at
      from ${learningEvents} where ${and(
        ...[eq(learningEvents.school_id, frame.school_id), eq(learningEvents.event_type, type)],
        ...[gte(learningEvents.occurred_at, frame.from), lte(learningEvents.occurred_at, frame.until)],
        sql`${learningEvents.actor} in (select unnest(${textArray([...actors.keys()])}::uuid[]))`,
      )}`,
  };
}

/** Views that count, by when they began: of a video also those of its earlier versions. */
function viewsOf(
  scope: Scope,
  step: Extract<FunnelStep, { kind: "video" }>,
  people: readonly string[],
  frame: FunnelFrame,
): Facts {
  const course = step.course_id ?? frame.course_id;
  const viewers = textArray(people.map((id) => `u:${id}`));
  // The day is that of the zone when the playback began, which may have been another: for the index alone.
  const [first, last] = [
    plusDays(dayOf(frame.from, frame.time_zone), -1),
    plusDays(dayOf(frame.until, frame.time_zone), 1),
  ];
  return {
    idOf: (viewer) => viewer.slice(2),
    rows: sql`select ${playbacks.viewer_id} as id, ${milliseconds(playbacks.first_heard_at)} as at
      from ${playbacks} join ${videos} on ${videos.id} = ${playbacks.video_id} where ${and(
        ...[eq(videos.school_id, frame.school_id), reachesVideos(scope, videos)],
        course === null ? undefined : eq(videos.course_id, course),
        step.video_id === null
          ? undefined
          : or(eq(videos.id, step.video_id), eq(videos.version_of, step.video_id)),
        ...[eq(playbacks.rolled_up, true), eq(playbacks.preview, false)],
        ...[gte(playbacks.first_heard_at, frame.from), lte(playbacks.first_heard_at, frame.until)],
        ...[gte(playbacks.day, first), lte(playbacks.day, last)],
        sql`${playbacks.viewer_id} in (select unnest(${viewers}::text[]))`,
      )}`,
  };
}

/** Attended sessions that are over or live, by when they began. */
function attendancesOf(
  scope: Scope,
  step: Extract<FunnelStep, { kind: "session" }>,
  people: readonly string[],
  frame: FunnelFrame,
): Facts {
  const course = step.course_id ?? frame.course_id;
  const held = and(
    ...[eq(sessions.school_id, frame.school_id), reachesSessions(scope, sessions)],
    ...[inArray(sessions.status, ["ended", "live"]), eq(sessions.left_out, false)],
    course === null ? undefined : eq(sessions.course_id, course),
    step.session_id === null ? undefined : eq(sessions.id, step.session_id),
    ...[gte(sessions.begun_at, frame.from), lte(sessions.begun_at, frame.until)],
    sql`${attendees.user_id} in (select unnest(${textArray(people)}::uuid[]))`,
  );
  return {
    idOf: (id) => id,
    rows: sql`select came.user_id::text as id, ${milliseconds(sql`came.at`)} as at from (${attendances(held)}) came`,
  };
}

/**
 * The instants of each step by person, in time order, and how many were read: of a step only those of the people who took the one before. Throws
 * `invalid` for more than `most` in all: a shorter period has fewer.
 */
export async function funnelFacts(
  tx: Tx,
  scope: Scope,
  steps: readonly FunnelStep[],
  people: readonly string[],
  { most, ...frame }: FunnelFrame & { most: number },
): Promise<{ times: ReadonlyMap<string, readonly number[]>[]; facts_read: number }> {
  const read = new Map<string, ReadonlyMap<string, readonly number[]>>();
  let facts_read = 0;
  let going = people;
  for (const step of steps) {
    const key = JSON.stringify(step);
    const took = read.get(key) ?? (await readStep(step, going));
    read.set(key, took);
    going = going.filter((id) => took.has(id));
  }

  async function readStep(step: FunnelStep, among: readonly string[]) {
    const { rows, idOf } =
      step.kind === "event"
        ? await eventsOf(step.event_type, among, frame)
        : step.kind === "video"
          ? viewsOf(scope, step, among, frame)
          : attendancesOf(scope, step, among, frame);
    const found = await tx.execute<Times>(sql`select id, json_agg(at order by at)::text as times
      from (${rows} limit ${most - facts_read + 1}) facts group by id`);
    const took = new Map(found.map(({ id, times }) => [idOf(id), JSON.parse(times) as number[]]));
    for (const times of took.values()) facts_read += times.length;
    if (facts_read > most)
      throw new AppError("invalid", "errors.learning.funnel_large", { values: { maximum: most } });
    return took;
  }
  return { times: steps.map((step) => read.get(JSON.stringify(step))!), facts_read };
}

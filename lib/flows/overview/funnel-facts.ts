import "server-only";
import { and, eq, gte, inArray, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { actorsOf } from "@/lib/auth/pseudonym";
import { reachesSessions, reachesVideos } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { attendances } from "@/lib/db/attendance";
import type { Tx } from "@/lib/db/client";
import { numberArray, textArray } from "@/lib/db/literals";
import { enrollments } from "@/lib/db/tables/courses";
import type { FunnelStep } from "@/lib/db/tables/funnels";
import { learningEvents } from "@/lib/db/tables/learning";
import { users } from "@/lib/db/tables/people";
import { attendees, sessions } from "@/lib/db/tables/sessions";
import { playbacks, videos } from "@/lib/db/tables/videos";
import { nextFrom } from "@/lib/domain/learning/funnels/funnel";
import { getOrInsert } from "@/lib/measure/get-or-insert";
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

/** What of a step was read: all instants of some people, in time order. */
type Read = { people: Set<string>; times: Map<string, readonly number[]> };

/** The steps of a funnel: what these people did of each, read when it is asked for, and how many facts were read. */
export class FunnelFacts {
  facts_read = 0;
  private readonly read = new Map<string, Read>();

  /** More than `most` facts are not read: `invalid`, since a shorter period has fewer. */
  constructor(
    private readonly tx: Tx,
    private readonly scope: Scope,
    private readonly frame: FunnelFrame & { most: number },
  ) {}

  /** All instants of a step, for these people at least. */
  async timesOf(
    step: FunnelStep,
    people: readonly string[],
  ): Promise<ReadonlyMap<string, readonly number[]>> {
    const key = JSON.stringify(step);
    const read = getOrInsert(this.read, key, (): Read => ({ people: new Set(), times: new Map() }));
    const missing = people.filter((id) => !read.people.has(id));
    if (missing.length > 0) {
      for (const id of missing) read.people.add(id);
      for (const [id, times] of await this.readStep(step, missing)) read.times.set(id, times);
    }
    return read.times;
  }

  /** Each person's next instant of a step. A type's events are many for each person: they are looked up by the person's index, not read. */
  async nextOf(step: FunnelStep, least: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, number>> {
    if (step.kind === "event") return await this.nextEvents(step.event_type, least);
    const times = await this.timesOf(step, [...least.keys()]);
    return new Map(
      [...least].flatMap(([id, from]) => {
        const at = nextFrom(times.get(id) ?? [], from);
        return at === undefined ? [] : [[id, at] as const];
      }),
    );
  }

  private async nextEvents(type: string, least: ReadonlyMap<string, number>) {
    const { school_id, until } = this.frame;
    const actors = await actorsOf(school_id, [...least.keys()]);
    const instants = numberArray([...actors.values()].map((id) => least.get(id)!));
    const found = await this.tx.execute<{ id: string; at: number }>(sql`
      select given.actor::text as id, next.at::float8 as at
      from unnest(${textArray([...actors.keys()])}::uuid[], ${instants}::bigint[]) given(actor, least)
        cross join lateral (
          select ${milliseconds(learningEvents.occurred_at)} as at from ${learningEvents} where ${and(
            ...[eq(learningEvents.school_id, school_id), eq(learningEvents.event_type, type)],
            sql`${learningEvents.actor} = given.actor`,
            // What rounds to the instant is at it.
            sql`${learningEvents.occurred_at} >= to_timestamp((given.least - 0.5) / 1000)`,
            lte(learningEvents.occurred_at, until),
          )}
          order by ${learningEvents.occurred_at} limit 1) next`);
    this.facts_read += found.length;
    return new Map(found.map(({ id, at }) => [actors.get(id)!, at]));
  }

  private async readStep(step: FunnelStep, among: readonly string[]) {
    const { tx, scope, frame } = this;
    const { rows, idOf } =
      step.kind === "event"
        ? await eventsOf(step.event_type, among, frame)
        : step.kind === "video"
          ? viewsOf(scope, step, among, frame)
          : attendancesOf(scope, step, among, frame);
    const found = await tx.execute<Times>(sql`select id, json_agg(at order by at)::text as times
      from (${rows} limit ${Math.max(0, frame.most - this.facts_read) + 1}) facts group by id`);
    const took = new Map(found.map(({ id, times }) => [idOf(id), JSON.parse(times) as number[]]));
    for (const times of took.values()) this.facts_read += times.length;
    if (this.facts_read > frame.most)
      throw new AppError("invalid", "errors.learning.funnel_large", { values: { maximum: frame.most } });
    return took;
  }
}

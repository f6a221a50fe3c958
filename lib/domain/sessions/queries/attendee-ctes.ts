import "server-only";
import { and, between, eq, isNull, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import { inBatch } from "@/lib/db/batches";
import { builtOnce, db } from "@/lib/db/client";
import { ofAttendee } from "@/lib/db/tables/facts";
import { sessionBases } from "@/lib/db/tables/retention";
import {
  attendeeIdentities,
  attendees,
  feedback,
  messages,
  presence,
  reactions,
} from "@/lib/db/tables/sessions";
import { viewerProgress } from "@/lib/db/tables/videos";
import { parseMultirange } from "@/lib/measure/ranges";
import type { AttendeeFacts } from "../numbers";
import type { EngagementAnswer } from "../schema";
import type { Session, SessionWindow } from "../session";

/*
 * One session's people with all their counts: the only place where presence becomes visits. Numbers,
 * the attendance table and its CSV all use it, so they cannot disagree.
 */

/** The values of the CTEs' placeholders: the session and its window. */
export const attendeeValues = (
  session: Pick<Session, "id" | "status">,
  window: SessionWindow | null,
  now: Date,
) => ({
  session_id: session.id,
  live: session.status === "live",
  from: window?.from.getTime() ?? 0,
  to: window?.to.getTime() ?? 0,
  now: now.getTime(),
});
const sessionId = sql.placeholder("session_id");
/** Now, in epoch milliseconds. */
export const nowMs = sql`${sql.placeholder("now")}::bigint`;

const lastBeat = sql`upper(r) - ${presence.grace_ms}`;
/** A visit of heartbeats `r`, `[lower, upper − grace)` (tables/sessions.ts), that has ended. */
export const closedVisit = sql`int8range(lower(r), greatest(lower(r), ${lastBeat}))`;

/**
 * The CTEs `stays`, `said`, `reacted` and `people` of one session, in the order in which a query names them. `people` has a row for every
 * attendee: `stays` merged over all their clients and clipped to the window, `present_ms`, and counts. While the session is live an open
 * visit lasts until `now`. A stay of heartbeats `[lower, upper − grace)` (tables/sessions.ts). Half-open throughout. With `byBatch` a batch
 * of attendees (db/batches.ts).
 */
export function attendeeCtes({ byBatch = false } = {}) {
  const window = sql`int8range(${sql.placeholder("from")}::bigint, ${sql.placeholder("to")}::bigint)`;
  const open = sql`${sql.placeholder("live")}::boolean and ${presence.grace_ms} > 0 and upper(r) > ${nowMs}
    and (${presence.left_ms} is null or ${presence.left_ms} < ${lastBeat})`;
  const merged = db()
    .select({
      attendee_id: presence.attendee_id,
      stays:
        sql<string>`range_agg(case when ${open} then int8range(lower(r), greatest(lower(r), ${nowMs})) else ${closedVisit} end)
            * int8multirange(${window})`.as("stays"),
    })
    .from(presence)
    .crossJoinLateral(sql`unnest(${presence.heartbeats}) r`)
    .where(and(eq(presence.session_id, sessionId), byBatch ? inBatch(presence.attendee_id) : undefined))
    .groupBy(presence.attendee_id);
  const stays = db().$with("stays").as(merged);
  const { said, reacted } = activityCtes({ byBatch });
  const rows = db()
    .select({
      id: attendees.id,
      user_id: attendees.user_id,
      name: sql<string>`${attendees.display_name}`.as("name"),
      email: attendees.email,
      host: attendees.host,
      registered_at: attendees.registered_at,
      cancelled_at: attendees.cancelled_at,
      registered:
        sql<boolean>`${attendees.registered_at} is not null and ${attendees.cancelled_at} is null`.as(
          "registered",
        ),
      stays: sql<string>`coalesce(${stays.stays}, '{}')`.as("stays"),
      reported_ms: attendees.reported_ms,
      present_ms:
        sql<number>`coalesce(${attendees.reported_ms}, (select sum(upper(x) - lower(x)) from unnest(${stays.stays}) x), 0)::bigint`
          .mapWith(Number)
          .as("present_ms"),
      ...activityOf(said, reacted),
      rating: feedback.rating,
      comment: feedback.comment,
    })
    .from(attendees)
    .leftJoin(stays, eq(stays.attendee_id, attendees.id))
    .leftJoin(said, eq(said.attendee_id, attendees.id))
    .leftJoin(reacted, eq(reacted.attendee_id, attendees.id))
    .leftJoin(feedback, ofAttendee(feedback))
    .where(and(eq(attendees.session_id, sessionId), byBatch ? inBatch(attendees.id) : undefined));
  const people = db().$with("people").as(rows);
  return { stays, said, reacted, people };
}

/** The CTEs `said` and `reacted` of one session: how often each attendee wrote, asked and reacted. */
export function activityCtes({ byBatch = false } = {}) {
  const messagesEach = db()
    .select({
      attendee_id: messages.attendee_id,
      messages: sql<number>`count(*)::int`.as("messages"),
      questions: sql<number>`(count(*) filter (where ${messages.question}))::int`.as("questions"),
    })
    .from(messages)
    .where(and(eq(messages.session_id, sessionId), byBatch ? inBatch(messages.attendee_id) : undefined))
    .groupBy(messages.attendee_id);
  const said = db().$with("said").as(messagesEach);
  const reactionsEach = db()
    .select({
      attendee_id: reactions.attendee_id,
      reactions: sql<number>`count(*)::int`.as("reactions"),
    })
    .from(reactions)
    .where(and(eq(reactions.session_id, sessionId), byBatch ? inBatch(reactions.attendee_id) : undefined))
    .groupBy(reactions.attendee_id);
  const reacted = db().$with("reacted").as(reactionsEach);
  return { said, reacted };
}

type Activity = ReturnType<typeof activityCtes>;

/** An attendee's counts, with both CTEs joined. */
export const activityOf = (said: Activity["said"], reacted: Activity["reacted"]) => ({
  messages:
    sql<number>`coalesce(${said.messages}, 0) + ${attendees.reported_messages} + ${attendees.deleted_messages}`.as(
      "messages",
    ),
  questions: sql<number>`coalesce(${said.questions}, 0) + ${attendees.deleted_questions}`.as("questions"),
  reactions: sql<number>`coalesce(${reacted.reactions}, 0) + ${attendees.deleted_reactions}`.as("reactions"),
});

type People = ReturnType<typeof attendeeCtes>["people"];

/** Whether a row of `people` attended, with the session's minimum in `minimum_ms`: the same rule as `isAttended`. */
export const attendedRow = (people: People) =>
  sql<boolean>`(not ${people.host} and ${people.present_ms} > 0
    and ${people.present_ms} >= ${sql.placeholder("minimum_ms")}::bigint)`;

function selectFacts() {
  const { stays, said, reacted, people } = attendeeCtes();
  return db()
    .with(stays, said, reacted, people)
    .select({
      host: people.host,
      registered: people.registered,
      stays: sql`${people.stays}::text`.mapWith(parseMultirange),
      reported_ms: people.reported_ms,
      messages: people.messages,
      questions: people.questions,
      reactions: people.reactions,
      rating: people.rating,
      // With the ratings that are stored, so that one that is just deleted is counted once.
      deleted_ratings: sql<Record<string, number> | null>`(select ${sessionBases.ratings} from ${sessionBases}
        where ${sessionBases.session_id} = ${sessionId})`,
    })
    .from(people);
}

/** The facts for a session's numbers: all people, and reactions by type (without the hosts'). Three index reads of one session. */
export async function readFacts(
  session: Pick<Session, "id" | "status">,
  window: SessionWindow,
  now: Date,
): Promise<{
  people: AttendeeFacts[];
  /** Whether anybody's player reported presence. */
  players: boolean;
  reactions_by_type: Record<string, number>;
  /** How many gave each rating that was deleted by its age. */
  deleted_ratings: Record<string, number>;
}> {
  const [rows, reported, types] = await Promise.all([
    builtOnce("facts of a session's people", selectFacts).execute(attendeeValues(session, window, now)),
    db()
      .select({ one: sql`1` })
      .from(presence)
      .where(and(eq(presence.session_id, session.id), isNull(presence.import_id)))
      .limit(1),
    db().execute<{ type: string; count: number }>(sql`
      select type, sum(count)::int as count from (
        select ${reactions.type} as type, count(*) as count from ${reactions} join ${attendees} on ${byAudience(reactions)}
        where ${reactions.session_id} = ${session.id} group by 1
        union all select base.type, base.count::bigint from ${sessionBases}
          cross join lateral jsonb_each_text(${sessionBases.reactions}) base(type, count)
        where ${sessionBases.session_id} = ${session.id}) counted
      group by type order by 2 desc, 1`),
  ]);
  return {
    people: rows,
    players: reported.length > 0,
    reactions_by_type: Object.fromEntries([...types].map((row) => [row.type, row.count])),
    deleted_ratings: rows[0]?.deleted_ratings ?? {},
  };
}

/** Joins facts to their attendees, without the hosts'. */
const byAudience = (facts: typeof messages | typeof reactions): SQL | undefined =>
  and(ofAttendee(facts), eq(attendees.host, false));

/** Messages, questions and reactions by minute of the window, from the audience; minutes without any are left out. */
export async function readMinutes(
  session: Pick<Session, "id">,
  window: SessionWindow,
): Promise<EngagementAnswer["timeline"]> {
  const minuteOf = (facts: typeof messages | typeof reactions) =>
    sql<number>`floor(extract(epoch from ${facts.sent_at} - ${window.from.toISOString()}::timestamptz) / 60)::int`.as(
      "minute",
    );
  const perMinute = unionAll(
    db()
      .select({
        minute: minuteOf(messages),
        messages: sql<number>`count(*)`.as("messages"),
        questions: sql<number>`count(*) filter (where ${messages.question})`.as("questions"),
        unanswered:
          sql<number>`count(*) filter (where ${messages.question} and ${messages.answered_at} is null)`.as(
            "unanswered",
          ),
        reactions: sql<number>`0`.as("reactions"),
      })
      .from(messages)
      .innerJoin(attendees, byAudience(messages))
      .where(eq(messages.session_id, session.id))
      .groupBy(sql`1`),
    db()
      .select({
        minute: minuteOf(reactions),
        messages: sql<number>`0`.as("messages"),
        questions: sql<number>`0`.as("questions"),
        unanswered: sql<number>`0`.as("unanswered"),
        reactions: sql<number>`count(*)`.as("reactions"),
      })
      .from(reactions)
      .innerJoin(attendees, byAudience(reactions))
      .where(eq(reactions.session_id, session.id))
      .groupBy(sql`1`),
  ).as("per_minute");
  return await db()
    .select({
      minute: perMinute.minute,
      messages: sql<number>`sum(${perMinute.messages})::int`,
      questions: sql<number>`sum(${perMinute.questions})::int`,
      unanswered: sql<number>`sum(${perMinute.unanswered})::int`,
      reactions: sql<number>`sum(${perMinute.reactions})::int`,
    })
    .from(perMinute)
    .where(between(perMinute.minute, 0, Math.ceil((window.to.getTime() - window.from.getTime()) / 60_000)))
    .groupBy(perMinute.minute)
    .orderBy(perMinute.minute);
}

/** The CTE `watched` of one session and its recording, `video_id`: the tenths of a second that each attendee covered, and how long they watched; empty without one. */
export const watchedCte = ({ byBatch = false } = {}) => {
  const rows = db()
    .select({
      attendee_id: attendeeIdentities.attendee_id,
      ranges: sql<string>`range_agg(${viewerProgress.watched})`.as("ranges"),
      watch_ms: sql<number>`sum(${viewerProgress.watch_ms})::bigint`.mapWith(Number).as("watch_ms"),
    })
    .from(attendeeIdentities)
    .innerJoin(
      viewerProgress,
      and(
        eq(viewerProgress.video_id, sql.placeholder("video_id")),
        eq(viewerProgress.viewer_id, attendeeIdentities.identity),
      ),
    )
    .where(
      and(
        eq(attendeeIdentities.session_id, sessionId),
        byBatch ? inBatch(attendeeIdentities.attendee_id) : undefined,
      ),
    )
    .groupBy(attendeeIdentities.attendee_id);
  return db().$with("watched").as(rows);
};

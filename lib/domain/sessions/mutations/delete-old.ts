import "server-only";
import { eq, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/client";
import { sessionBases } from "@/lib/db/tables/retention";
import { attendees, feedback, messages, reactions } from "@/lib/db/tables/sessions";
import { lockSessions } from "../live/lock";

/*
 * Facts of a session are deleted by their age: what is counted of them is added to the attendees' rows and the session's base in the same
 * transaction, so that the session's numbers stay, also where they are counted again. Each deletes at most so many rows and returns how many.
 */

const inSession = (sessionId: string): SQL => sql`session_id = ${sessionId}`;

/** Deletes messages and reactions. */
export async function deleteOldChat(tx: Tx, sessionId: string, limit: number, now: Date): Promise<number> {
  await lockSessions(tx, [sessionId]);
  const written = await deleteMessages(tx, sessionId, limit);
  const reacted = written < limit ? await deleteReactions(tx, sessionId, limit - written) : null;
  if (written + (reacted?.rows ?? 0) > 0)
    await addToBase(tx, sessionId, { chat_deleted_at: now, reactions: reacted?.types ?? {}, ratings: {} });
  return written + (reacted?.rows ?? 0);
}

async function deleteMessages(tx: Tx, sessionId: string, limit: number): Promise<number> {
  const [row] = await tx.execute<{ rows: number }>(sql`
    with gone as (
      delete from ${messages} where ${inSession(sessionId)} and id in (
        select id from ${messages} where ${inSession(sessionId)} order by id limit ${limit})
      returning attendee_id, question
    ), counted as (
      select attendee_id, count(*)::int as messages, (count(*) filter (where question))::int as questions from gone group by attendee_id
    ), added as (
      update ${attendees} set deleted_messages = ${attendees.deleted_messages} + counted.messages,
        deleted_questions = ${attendees.deleted_questions} + counted.questions
      from counted where ${attendees.session_id} = ${sessionId} and ${attendees.id} = counted.attendee_id
    )
    select count(*)::int as rows from gone`);
  return row?.rows ?? 0;
}

async function deleteReactions(tx: Tx, sessionId: string, limit: number) {
  const rows = await tx.execute<{ type: string | null; count: number }>(sql`
    with gone as (
      delete from ${reactions} where ${inSession(sessionId)} and id in (
        select id from ${reactions} where ${inSession(sessionId)} order by id limit ${limit})
      returning attendee_id, type
    ), counted as (
      select attendee_id, count(*)::int as reactions from gone group by attendee_id
    ), added as (
      update ${attendees} set deleted_reactions = ${attendees.deleted_reactions} + counted.reactions
      from counted where ${attendees.session_id} = ${sessionId} and ${attendees.id} = counted.attendee_id
    )
    select case when not ${attendees.host} then gone.type end as type, count(*)::int as count
    from gone left join ${attendees} on ${attendees.session_id} = ${sessionId} and ${attendees.id} = gone.attendee_id
    group by 1`);
  return byAudience(rows, ({ type }) => type);
}

/** Deletes ratings with their comments. */
export async function deleteOldFeedback(
  tx: Tx,
  sessionId: string,
  limit: number,
  now: Date,
): Promise<number> {
  await lockSessions(tx, [sessionId]);
  const found = await tx.execute<{ rating: string | null; count: number }>(sql`
    with gone as (
      delete from ${feedback} where ${inSession(sessionId)} and attendee_id in (
        select attendee_id from ${feedback} where ${inSession(sessionId)} order by attendee_id limit ${limit})
      returning attendee_id, rating
    )
    select case when not ${attendees.host} then gone.rating::text end as rating, count(*)::int as count
    from gone left join ${attendees} on ${attendees.session_id} = ${sessionId} and ${attendees.id} = gone.attendee_id
    group by 1`);
  const { rows, types: ratings } = byAudience(found, ({ rating }) => rating);
  if (rows > 0) await addToBase(tx, sessionId, { feedback_deleted_at: now, ratings, reactions: {} });
  return rows;
}

/** All rows, and how many the audience has of each type; the hosts' have none. */
function byAudience<Row extends { count: number }>(
  found: Iterable<Row>,
  typeOf: (row: Row) => string | null,
) {
  const all = [...found];
  return {
    rows: all.reduce((sum, { count }) => sum + count, 0),
    types: Object.fromEntries(
      all.flatMap((row) => {
        const type = typeOf(row);
        return type === null ? [] : [[type, row.count] as const];
      }),
    ),
  };
}

type Base = typeof sessionBases.$inferInsert;

/** The caller holds the session's lock. */
async function addToBase(
  tx: Tx,
  session_id: string,
  { reactions: more, ratings, ...deleted }: Required<Pick<Base, "reactions" | "ratings">> & Partial<Base>,
): Promise<void> {
  const [base] = await tx.select().from(sessionBases).where(eq(sessionBases.session_id, session_id));
  const set = {
    ...deleted,
    reactions: sumOf(base?.reactions ?? {}, more),
    ratings: sumOf(base?.ratings ?? {}, ratings),
  };
  await tx
    .insert(sessionBases)
    .values({ session_id, ...set })
    .onConflictDoUpdate({ target: sessionBases.session_id, set });
}

function sumOf(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>) {
  const sum = new Map(Object.entries(one));
  for (const [key, count] of Object.entries(other)) sum.set(key, (sum.get(key) ?? 0) + count);
  return Object.fromEntries(sum);
}

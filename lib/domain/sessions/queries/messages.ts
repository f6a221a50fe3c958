import "server-only";
import { and, asc, desc, eq, gt, gte, ilike, isNotNull, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { batches } from "@/lib/db/batches";
import { builtOnce, db } from "@/lib/db/client";
import { contains } from "@/lib/db/patterns";
import { ofAttendee } from "@/lib/db/tables/facts";
import { attendees, messages, reactions } from "@/lib/db/tables/sessions";
import { listPage } from "@/lib/http/list";
import { parseMultirange } from "@/lib/measure/ranges";
import type { MessagesQuery } from "../filters";
import { departuresBetween, type MessageNumbers, type MessageRow, type timeAround } from "../messages";
import { type Session, windowOf } from "../session";
import { attendeeCtes, attendeeValues } from "./attendee-ctes";

type Filter = Pick<MessagesQuery, "q" | "show">;

/** The size of a batch: bounds an export's memory. */
const exportBatch = 1000;

const answers = alias(messages, "answers");
const answerers = alias(attendees, "answerers");

/** Messages from the audience: the host's are shown, and counted nowhere. */
const ofAudience = eq(attendees.host, false);
const asked = and(messages.question, ofAudience);
const shown: Record<NonNullable<Filter["show"]>, SQL | undefined> = {
  questions: asked,
  unanswered: and(asked, isNull(messages.answered_at)),
};

/** A session's messages in the order of time, each with the message that answers it. */
const selectMessages = (session: Pick<Session, "id">, { q, show }: Filter, among?: SQL) =>
  db()
    .select({
      message_id: messages.id,
      sent_at: messages.sent_at,
      attendee_id: messages.attendee_id,
      user_id: attendees.user_id,
      name: attendees.display_name,
      host: attendees.host,
      text: messages.text,
      question: sql<boolean>`${asked}`,
      answered_at: messages.answered_at,
      answer_id: answers.id,
      answer_user_id: answerers.user_id,
      answer_name: answerers.display_name,
      answer_text: answers.text,
      answer_sent_at: answers.sent_at,
    })
    .from(messages)
    .innerJoin(attendees, ofAttendee(messages))
    .leftJoin(answers, and(eq(answers.session_id, messages.session_id), eq(answers.id, messages.answer_id)))
    .leftJoin(
      answerers,
      and(eq(answerers.session_id, answers.session_id), eq(answerers.id, answers.attendee_id)),
    )
    .where(
      and(
        eq(messages.session_id, session.id),
        show && shown[show],
        q ? or(ilike(messages.text, contains(q)), ilike(attendees.display_name, contains(q))) : undefined,
        among,
      ),
    )
    .orderBy(asc(messages.sent_at), asc(messages.id))
    .$dynamic();

type Selected = Awaited<ReturnType<typeof selectMessages>>[number];

const toRow = (row: Selected): MessageRow => ({
  message_id: row.message_id,
  sent_at: row.sent_at.toISOString(),
  attendee_id: row.attendee_id,
  user_id: row.user_id,
  name: row.name,
  host: row.host,
  text: row.text,
  question: row.question,
  answer: row.answered_at && {
    marked_at: row.answered_at.toISOString(),
    message:
      row.answer_id === null
        ? null
        : {
            message_id: row.answer_id,
            user_id: row.answer_user_id,
            name: row.answer_name!,
            text: row.answer_text!,
            sent_at: row.answer_sent_at!.toISOString(),
          },
  },
});

/** One page of a session's messages, and how many match. */
export async function sessionMessages(session: Pick<Session, "id">, query: MessagesQuery) {
  const { items, total } = await listPage(selectMessages(session, query), query);
  return { items: items.map(toRow), total };
}

/** All messages that match, batch by batch, in the order of the list. */
export async function* messagesInBatches(session: Pick<Session, "id">, query: Filter) {
  for await (const rows of batches(selectMessages(session, query), "message_id", exportBatch))
    yield rows.map(toRow);
}

/** The numbers of what the audience wrote. */
export async function messageNumbersOf(session: Pick<Session, "id">): Promise<MessageNumbers> {
  const counted = (what: SQL | undefined) => sql<number>`(count(*) filter (where ${what}))::int`;
  const people = (what: SQL | undefined) =>
    sql<number>`(count(distinct ${messages.attendee_id}) filter (where ${what}))::int`;
  const [numbers] = await db()
    .select({
      chat_message_count: counted(ofAudience),
      unique_chatters: people(ofAudience),
      questions_asked: counted(asked),
      unique_askers: people(asked),
      questions_answered: counted(and(asked, isNotNull(messages.answered_at))),
      median_answer_seconds: sql<number | null>`percentile_cont(0.5) within group (
        order by extract(epoch from ${answers.sent_at} - ${messages.sent_at})) filter (where ${asked})`.mapWith(
        Number,
      ),
    })
    .from(messages)
    .innerJoin(attendees, ofAttendee(messages))
    .leftJoin(answers, and(eq(answers.session_id, messages.session_id), eq(answers.id, messages.answer_id)))
    .where(eq(messages.session_id, session.id));
  return numbers!;
}

/** How many messages, and people who left, a moment shows at most. */
const aroundMax = 200;

/** What was written around a moment and who left, how many reacted, and the questions before and after it. */
export async function momentOf(
  session: Session,
  around: NonNullable<ReturnType<typeof timeAround>>,
  now: Date,
) {
  const { from, at, until, to } = around;
  const within = and(gte(messages.sent_at, from), lt(messages.sent_at, to));
  const question = (where: SQL, order: SQL) =>
    selectMessages(session, { show: "questions" }, where).orderBy(order).limit(1);
  const [written, left, [reacted], [before], [after]] = await Promise.all([
    selectMessages(session, {}, within).limit(aroundMax),
    leftBetween(session, around, now),
    db()
      .select({ reactions: sql<number>`count(*)::int` })
      .from(reactions)
      .innerJoin(attendees, and(ofAttendee(reactions), ofAudience))
      .where(
        and(eq(reactions.session_id, session.id), gte(reactions.sent_at, from), lt(reactions.sent_at, to)),
      ),
    question(lt(messages.sent_at, at), desc(messages.sent_at)),
    question(gt(messages.sent_at, until), asc(messages.sent_at)),
  ]);
  return {
    messages: written.map(toRow),
    departures: left,
    reactions: reacted?.reactions ?? 0,
    question_before: before?.sent_at.toISOString() ?? null,
    question_after: after?.sent_at.toISOString() ?? null,
  };
}

/** The people of whom a visit ends between two instants, with all their visits. */
function selectVisitors() {
  const { stays, said, reacted, people } = attendeeCtes();
  const ends = sql`exists (select from unnest(${people.stays}) visit
    where upper(visit) >= ${sql.placeholder("left_from")}::bigint and upper(visit) < ${sql.placeholder("left_to")}::bigint)`;
  return db()
    .with(stays, said, reacted, people)
    .select({
      attendee_id: people.id,
      user_id: people.user_id,
      name: people.name,
      stays: sql`${people.stays}::text`.mapWith(parseMultirange),
    })
    .from(people)
    .where(and(eq(people.host, false), ends))
    .limit(aroundMax);
}

async function leftBetween(session: Session, between: { from: Date; to: Date }, now: Date) {
  const window = windowOf(session, now);
  if (!window) return [];
  const visitors = await builtOnce("visitors", selectVisitors).execute({
    ...attendeeValues(session, window, now),
    left_from: between.from.getTime(),
    left_to: between.to.getTime(),
  });
  return departuresBetween(visitors, between, { to: window.to.getTime(), live: session.status === "live" });
}

import "server-only";
import { and, asc, desc, eq, isNotNull, ne, sql } from "drizzle-orm";
import { builtOnce, db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { ofAttendee } from "@/lib/db/tables/facts";
import { attendees, feedback } from "@/lib/db/tables/sessions";
import type { EngagementQuery } from "../filters";
import { answeredNumbers } from "../numbers";
import type { EngagementAnswer, FeedbackNumbers, SessionNumbers } from "../schema";
import { type Session, windowOf } from "../session";
import { activityCtes, activityOf, readMinutes } from "./attendee-ctes";
import { numbersOf } from "./numbers";
import { readThemes } from "./themes";

/** A session's messages, questions and reactions: in total, by minute, and by attendee. */
export async function engagement(
  session: Session,
  query: EngagementQuery,
  now: Date,
): Promise<EngagementAnswer> {
  const [numbers, timeline, busiest] = await Promise.all([
    numbersOf(session, now),
    minutesOf(session, now),
    busiestAttendees(session, query),
  ]);
  return {
    success: true,
    session_id: session.id,
    engagement: answeredNumbers(session, numbers).engagement,
    timeline,
    ...busiest,
  };
}

/** One page of the attendees who wrote, asked or reacted, the most active first. */
export async function busiestAttendees(
  session: Pick<Session, "id">,
  { limit, offset }: EngagementQuery,
): Promise<Pick<EngagementAnswer, "attendees" | "total">> {
  const [rows, [counted]] = await Promise.all([
    builtOnce("busiest attendees", () => selectBusiest().page).execute({
      session_id: session.id,
      limit,
      offset,
    }),
    builtOnce("busy attendees", () => selectBusiest().total).execute({ session_id: session.id }),
  ]);
  return { attendees: rows, total: counted?.total ?? 0 };
}

function selectBusiest() {
  const { said, reacted } = activityCtes();
  const rows = db()
    .select({
      attendee_id: sql<string>`${attendees.id}`.as("attendee_id"),
      user_id: sql<string | null>`${attendees.user_id}`.as("user_id"),
      name: sql<string>`${attendees.display_name}`.as("name"),
      ...activityOf(said, reacted),
    })
    .from(attendees)
    .leftJoin(said, eq(said.attendee_id, attendees.id))
    .leftJoin(reacted, eq(reacted.attendee_id, attendees.id))
    .where(and(eq(attendees.session_id, sql.placeholder("session_id")), eq(attendees.host, false)));
  const everybody = db().$with("everybody").as(rows);
  const busy = sql`${everybody.messages} + ${everybody.reactions}`;
  const ctes = db().with(said, reacted, everybody);
  return {
    page: ctes
      .select()
      .from(everybody)
      .where(sql`${busy} > 0`)
      .orderBy(desc(busy), byName(everybody.name), everybody.attendee_id)
      .limit(sql.placeholder("limit"))
      .offset(sql.placeholder("offset")),
    total: ctes.select({ total: sql<number>`count(*)::int` }).from(everybody).where(sql`${busy} > 0`),
  };
}

/** Messages, questions and reactions minute by minute; only minutes that have any. */
export async function minutesOf(session: Session, now: Date): Promise<EngagementAnswer["timeline"]> {
  const window = windowOf(session, now);
  return window ? await readMinutes(session, window) : [];
}

/** How many comments an answer has; the attendance CSV has all. */
const commentsMax = 200;

/** A session's ratings, and its comments with their themes. */
export async function feedbackOf(
  session: Pick<Session, "id">,
  numbers: SessionNumbers,
): Promise<FeedbackNumbers> {
  const commented = and(
    eq(feedback.session_id, session.id),
    eq(attendees.host, false),
    isNotNull(feedback.comment),
    ne(feedback.comment, ""),
  );
  const latest = db()
    .select({
      attendee_id: attendees.id,
      name: attendees.display_name,
      rating: feedback.rating,
      comment: sql<string>`${feedback.comment}`,
      sentiment: feedback.sentiment,
      sent_at: feedback.sent_at,
    })
    .from(feedback)
    .innerJoin(attendees, ofAttendee(feedback))
    .where(commented)
    .orderBy(desc(feedback.sent_at), asc(attendees.id))
    .limit(commentsMax);
  const [rows, { themes }] = await Promise.all([latest, readThemes(commented)]);
  return {
    average_rating: numbers.average_rating,
    rating_distribution: numbers.rating_distribution,
    total_responses: numbers.total_responses,
    themes,
    comments: rows.map((row) => ({
      ...row,
      sent_at: row.sent_at.toISOString(),
    })),
  };
}

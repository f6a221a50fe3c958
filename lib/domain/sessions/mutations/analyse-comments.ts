import "server-only";
import { and, desc, eq, lt, ne, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { feedback } from "@/lib/db/tables/sessions";
import { languageOf } from "../comment-language";
import { commentReader, commentsVersion } from "../comments";

/** Comments from which a session's language is told. */
const sampleMax = 50;
/** Comments that are analysed in one step: a few milliseconds, between which others are served. */
const stepSize = 10;

/**
 * Analyses comments that are new, have changed, or were analysed by an earlier version, the latest first; returns how many. Each is
 * analysed in its session's language, for one comment is mostly too short to tell. A comment that changes meanwhile keeps its turn.
 */
export async function analyseComments(limit: number): Promise<number> {
  const hasComment = ne(feedback.comment, "");
  const rows = await db()
    .select({
      session_id: feedback.session_id,
      attendee_id: feedback.attendee_id,
      comment: sql<string>`${feedback.comment}`,
    })
    .from(feedback)
    .where(and(hasComment, lt(feedback.analysis_version, commentsVersion)))
    .orderBy(desc(feedback.sent_at), feedback.session_id, feedback.attendee_id)
    .limit(limit);
  for (const session_id of new Set(rows.map((row) => row.session_id))) {
    const sample = await db()
      .select({ comment: sql<string>`${feedback.comment}` })
      .from(feedback)
      .where(and(eq(feedback.session_id, session_id), hasComment))
      .orderBy(desc(feedback.sent_at), feedback.attendee_id)
      .limit(sampleMax);
    const language = languageOf(sample.map(({ comment }) => comment));
    const read = commentReader(language);
    const own = rows.filter((row) => row.session_id === session_id);
    for (let from = 0; from < own.length; from += stepSize)
      await Promise.all(
        own.slice(from, from + stepSize).map(({ attendee_id, comment }) =>
          db()
            .update(feedback)
            .set({ ...read(comment), language, analysis_version: commentsVersion })
            .where(
              and(
                eq(feedback.session_id, session_id),
                eq(feedback.attendee_id, attendee_id),
                eq(feedback.comment, comment),
              ),
            ),
        ),
      );
  }
  return rows.length;
}

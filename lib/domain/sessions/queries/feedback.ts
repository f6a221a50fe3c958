import "server-only";
import { sql } from "@/lib/db/client";
import { languageOf, sentimentOf } from "../comment-language";
import type { FeedbackNumbers, SessionNumbers } from "../schema";
import type { Session } from "../session";
import { themesOf } from "../themes";

/** Comments that an answer carries; the attendance CSV has them all. */
const commentsMax = 200;
/** Comments that themes are looked for in, the latest: counting words of more would keep a page waiting. */
const themedMax = 2000;

/** A session's ratings, and its comments with what they are about. */
export async function feedbackOf(session: Session, numbers: SessionNumbers): Promise<FeedbackNumbers> {
  const rows = await sql()<
    { attendee_id: string; name: string; rating: number; comment: string; sent_at: Date }[]
  >`
    select a.id as attendee_id, a.display_name as name, f.rating, f.comment, f.sent_at
    from feedback f join attendees a on a.session_id = f.session_id and a.id = f.attendee_id
    where f.session_id = ${session.id} and not a.host and f.comment is not null and f.comment <> ''
    order by f.sent_at desc, a.id limit ${themedMax}`;
  const all = rows.map(({ rating, comment }) => ({ rating, comment }));
  const language = languageOf(all.map(({ comment }) => comment));
  return {
    average_rating: numbers.average_rating,
    rating_distribution: numbers.rating_distribution,
    total_responses: numbers.total_responses,
    themes: themesOf(all),
    comments: rows.slice(0, commentsMax).map((row) => ({
      attendee_id: row.attendee_id,
      name: row.name,
      rating: row.rating,
      comment: row.comment,
      sentiment: sentimentOf(row.comment, language),
      sent_at: row.sent_at.toISOString(),
    })),
  };
}

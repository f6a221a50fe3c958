import "server-only";
import { desc, type SQL, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { ofAttendee } from "@/lib/db/tables/facts";
import { attendees, feedback, sessions } from "@/lib/db/tables/sessions";
import { fewest } from "@/lib/measure/evidence";
import { themedMax, themesOf } from "../comments";
import type { Theme } from "../schema";

/** Names that can become themes, those that most comments share. The database counts all others, which are many more. */
const candidatesMax = 100;

/** The themes of the latest comments that the condition selects, of sessions' audiences, and how many comments that were. */
export async function readThemes(condition: SQL | undefined): Promise<{ themes: Theme[]; comments: number }> {
  const latest = db()
    .$with("latest")
    .as(
      db()
        .select({ rating: feedback.rating, names: feedback.names })
        .from(feedback)
        .innerJoin(sessions, sql`${sessions.id} = ${feedback.session_id}`)
        .innerJoin(attendees, ofAttendee(feedback))
        .where(condition)
        .orderBy(desc(feedback.sent_at), attendees.id)
        .limit(themedMax),
    );
  const shared = db()
    .$with("shared")
    .as(
      db()
        .select({ key: sql<string>`name->>0`.as("key") })
        .from(latest)
        .crossJoinLateral(sql`jsonb_array_elements(${latest.names}) name`)
        .groupBy(sql`1`)
        .having(sql`count(*) >= ${fewest.comments_for_theme}`)
        .orderBy(sql`count(*) desc, 1`)
        .limit(candidatesMax),
    );
  const rows = await db()
    .with(latest, shared)
    .select({
      rating: latest.rating,
      names: sql<
        [string, string][] | null
      >`(select jsonb_agg(name) from jsonb_array_elements(${latest.names}) name
        where name->>0 in (select ${shared.key} from ${shared}))`,
    })
    .from(latest);
  return { themes: themesOf(rows), comments: rows.length };
}

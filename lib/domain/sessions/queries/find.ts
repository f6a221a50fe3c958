import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import { beginsWith, holds } from "@/lib/db/patterns";
import { reachableSessions } from "./reach";

/** The sessions whose title holds these words, those that begin with them first, then the latest; `total` counts all of them. */
export async function findSessions(
  scope: Scope,
  words: string,
  limit: number,
): Promise<{
  items: { id: string; title: string; course_title: string | null; begun_at: Date; time_zone: string }[];
  total: number;
}> {
  const rows = await sql()<
    {
      id: string;
      title: string;
      course_title: string | null;
      begun_at: Date;
      time_zone: string;
      total: number;
    }[]
  >`
    select s.id, s.title, c.title as course_title, s.begun_at, h.time_zone,
      count(*) over ()::int as total
    from sessions s join schools h on h.id = s.school_id left join courses c on c.id = s.course_id
    where ${reachableSessions(scope)} and s.title ilike ${holds(words)}
    order by s.title ilike ${beginsWith(words)} desc, s.begun_at desc, s.id limit ${limit}`;
  return { items: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

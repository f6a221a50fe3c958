import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import { beginsWith, holds } from "@/lib/db/patterns";
import { reachableVideos } from "./reach";

/** The videos whose title holds these words, those that begin with them first; `total` counts all of them. */
export async function findVideos(
  scope: Scope,
  words: string,
  limit: number,
): Promise<{
  items: { id: string; title: string; course_title: string; lesson_number: string | null }[];
  total: number;
}> {
  const rows = await sql()<
    { id: string; title: string; course_title: string; lesson_number: string | null; total: number }[]
  >`
    select v.id, v.title, c.title as course_title, l.number as lesson_number, count(*) over ()::int as total
    from videos v join courses c on c.id = v.course_id left join lessons l on l.id = v.lesson_id
    where ${reachableVideos(scope)} and v.title ilike ${holds(words)}
    order by v.title ilike ${beginsWith(words)} desc, lower(v.title), v.id limit ${limit}`;
  return { items: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

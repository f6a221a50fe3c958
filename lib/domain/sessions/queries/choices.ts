import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import { reachableSessions } from "./reach";

/** More than this do not fit a menu; search finds the others. */
const choicesMax = 500;

type Choice = { value: string; label: string };

/** What the list can be narrowed to: the courses and the instructors of the sessions that a scope reaches. */
export async function listChoices(scope: Scope): Promise<{ courses: Choice[]; instructors: Choice[] }> {
  const [courses, instructors] = await Promise.all([
    sql()<Choice[]>`
      select c.id as value, c.title as label from courses c
      where exists (select from sessions s where s.course_id = c.id and ${reachableSessions(scope)})
      order by lower(c.title), c.id limit ${choicesMax}`,
    sql()<Choice[]>`
      select i.id as value, i.name as label from users i
      where exists (select from sessions s where s.instructor_id = i.id and ${reachableSessions(scope)})
      order by lower(i.name), i.id limit ${choicesMax}`,
  ]);
  return { courses: [...courses], instructors: [...instructors] };
}

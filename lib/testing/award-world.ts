import type { Sql } from "postgres";
import { actorOf } from "@/lib/auth/pseudonym";
import { enroll, makeCourse, makeSchool, makeUser } from "./database";

/** What the tests of awards begin with, and read. */
export function awardWorld(sql: Sql) {
  async function schoolWithStudent(given: Parameters<typeof makeSchool>[0] = {}) {
    const school = await makeSchool(given);
    const student = await makeUser({ school_id: school.id });
    const course = await makeCourse({ school_id: school.id });
    await enroll(course.id, student.id);
    return { school, student, course, actor: await actorOf(school.id, student.id) };
  }

  const completes = (video_id: string, user_id: string, at: string) =>
    sql`insert into viewer_progress (video_id, viewer_id, playbacks, completed_at) values (${video_id}, ${`u:${user_id}`}, 1, ${at})`;

  /** Awards of an actor in the order of their time. */
  const awards = async (actor: string) =>
    (
      await sql<{ text: string }[]>`
        select to_char(occurred_at at time zone 'UTC', 'DD HH24:MI') || ' ' || coalesce(properties->>'reason', event_type) || ' '
          || coalesce(properties->>'amount', properties->>'level', properties->>'streak_days') as text
        from learning_events where actor = ${actor} and event_type in ('xp_earned', 'level_up', 'streak_update')
        order by occurred_at, event_type desc, properties->>'reason' collate "C" desc`
    ).map(({ text }) => text);
  return { schoolWithStudent, completes, awards };
}

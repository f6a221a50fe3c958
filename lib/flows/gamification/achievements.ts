import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { attendances } from "@/lib/db/attendance";
import { db, type Tx } from "@/lib/db/client";
import { numberArray, textArray } from "@/lib/db/literals";
import { practiceSessions } from "@/lib/db/tables/practice";
import { results } from "@/lib/db/tables/results";
import { attendees, sessions } from "@/lib/db/tables/sessions";
import { videos, viewerProgress } from "@/lib/db/tables/videos";
import { queriesOf } from "@/lib/db/tx";
import {
  type Achievement,
  achievements,
  type CountedAct,
  isCounted,
} from "@/lib/domain/gamification/achievements";
import { awardId, type Fact } from "@/lib/domain/gamification/awards";
import { streaksOf } from "@/lib/domain/learning/activity";
import { eventKey, readIds } from "@/lib/domain/learning/ingest/rows";
import { withDay } from "@/lib/measure/day-set";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { noRanges, type Ranges } from "@/lib/measure/ranges";
import { languageIn } from "@/lib/platform/catalogues";

/* Which achievements students have reached and have not been awarded, by what the server knows. */

/** So many people are counted at a time. */
const peopleMax = 500;

/** What somebody did that was not awarded before. */
export type Done = Pick<Fact, "actor" | "act"> & { user_id: string };
/** What somebody has with this run's awards. */
export type Standing = { level: number; longest_streak_days: number };
type School = { school_id: string; time_zone: string };
export type Achieved = { actor: string; at: Date; id: string; achievement: Achievement };

/**
 * The achievements that these people have reached: counted acts at the time of the one that reached the number, though it was long ago; streaks
 * and levels now, since facts that are awarded late do not say when they were reached.
 */
export async function reachedAchievements(
  { tx, now }: { tx: Tx; now: Date },
  school: School,
  done: readonly Done[],
  standingOf: (actor: string) => Standing,
): Promise<Achieved[]> {
  const people = new Map(done.map((one) => [one.actor, one]));
  const acts = new Map<string, Set<string>>();
  for (const { actor, act } of done) getOrInsert(acts, actor, () => new Set()).add(act);
  const practised = done.flatMap(({ act, user_id }) => (act === "practice_completed" ? user_id : []));
  const practiceStreaks = await practiceStreaksOf(school, [...new Set(practised)]);
  const candidates = [...people.values()].flatMap((person) => {
    const { level, longest_streak_days: streak } = standingOf(person.actor);
    return achievements
      .filter((one) =>
        isCounted(one)
          ? acts.get(person.actor)?.has(one.of)
          : { level, streak, practice_streak: practiceStreaks.get(person.user_id) ?? 0 }[one.of] >=
            one.at_least,
      )
      .map((achievement) => ({
        ...{ person, achievement, actor: person.actor },
        id: awardId("achievement_earned", achievement.id),
      }));
  });
  const stored = await readIds(queriesOf(tx), candidates);
  const open = candidates.filter((one) => !stored.has(eventKey(one)));
  const times = await timesOf(school.school_id, open);
  return open.flatMap(({ person, achievement, actor, id }) => {
    const at = isCounted(achievement)
      ? times.get(timeKey(person.user_id, achievement.of, achievement.at_least))
      : now;
    return at ? [{ actor, at, id, achievement }] : [];
  });
}

/** The properties of an achievement's event; programs read its name in English, pages in the reader's language. */
export const achievementProperties = ({ id }: Achievement) => ({
  achievement_id: id,
  name: languageIn("en").t(`gamification.achievements.names.${id}`),
});

const timeKey = (userId: string, act: CountedAct, count: number) => `${userId} ${act} ${count}`;

/** When people did an act for the first, tenth … time, of the numbers that are asked for. */
async function timesOf(
  schoolId: string,
  asked: readonly { person: Done; achievement: Achievement }[],
): Promise<Map<string, Date>> {
  const people = new Map<CountedAct, Set<string>>();
  for (const { person, achievement } of asked)
    if (isCounted(achievement)) getOrInsert(people, achievement.of, () => new Set()).add(person.user_id);
  const times = new Map<string, Date>();
  for (const [act, ids] of people) {
    const numbers = achievements.filter(({ of }) => of === act).map(({ at_least }) => at_least);
    const all = [...ids];
    for (let i = 0; i < all.length; i += peopleMax) {
      const facts = factsOf[act](schoolId, all.slice(i, i + peopleMax));
      const rows = await db().execute<{ user_id: string; n: number; at: string | Date }>(sql`
        select user_id, n::int as n, at
        from (select user_id, at, row_number() over (partition by user_id order by at, key) as n from (${facts}) f) counted
        where n = any(${numberArray(numbers)}::int[])`);
      for (const { user_id, n, at } of rows) times.set(timeKey(user_id, act, n), new Date(at));
    }
  }
  return times;
}

/** The longest run of days of the school on which each of these people practised. */
async function practiceStreaksOf(
  { time_zone }: School,
  userIds: readonly string[],
): Promise<Map<string, number>> {
  const { user_id, created_at } = practiceSessions;
  const day = sql<string>`(${created_at} at time zone ${time_zone})::date::text`;
  const days = new Map<string, Ranges>();
  for (let i = 0; i < userIds.length; i += peopleMax) {
    const rows = await db()
      .selectDistinct({ user_id, day })
      .from(practiceSessions)
      .where(isOf(user_id, userIds.slice(i, i + peopleMax)));
    for (const row of rows) days.set(row.user_id, withDay(days.get(row.user_id) ?? noRanges, row.day));
  }
  return new Map([...days].map(([id, all]) => [id, streaksOf(all).longest_streak_days]));
}

const isOf = (
  column: SQL | typeof results.user_id | typeof attendees.user_id | typeof practiceSessions.user_id,
  userIds: readonly string[],
) => sql`${column} = any(${textArray(userIds)}::uuid[])`;

/** Each thing that people did, once, with the first time: as facts.ts reads them. */
const factsOf: Record<CountedAct, (schoolId: string, userIds: readonly string[]) => SQL> = {
  session_attended: (schoolId, userIds) => sql`
    select a.user_id, a.session_id as key, coalesce(${sessions.ended_at}, ${sessions.scheduled_end}) as at
    from (${attendances(
      and(
        eq(sessions.school_id, schoolId),
        eq(sessions.status, "ended"),
        eq(sessions.left_out, false),
        isOf(attendees.user_id, userIds),
      ),
    )}) a join ${sessions} on ${sessions.id} = a.session_id`,
  video_completed: (schoolId, userIds) => sql`
    select substr(${viewerProgress.viewer_id}, 3)::uuid as user_id, coalesce(${videos.version_of}, ${videos.id}) as key,
      min(${viewerProgress.completed_at}) as at
    from ${viewerProgress} join ${videos} on ${videos.id} = ${viewerProgress.video_id}
    where ${videos.school_id} = ${schoolId} and ${viewerProgress.completed_at} is not null and ${viewerProgress.playbacks} > 0
      and ${viewerProgress.viewer_id} = any(${textArray(userIds.map((id) => `u:${id}`))}::text[])
    group by 1, 2`,
  assessment_submitted: (_schoolId, userIds) => sql`
    select ${results.user_id} as user_id, ${results.assessment_id} as key,
      min(coalesce(${results.submitted_at}, ${results.created_at})) as at
    from ${results} where not ${results.carried_over} and ${isOf(results.user_id, userIds)}
    group by 1, 2`,
  practice_completed: (_schoolId, userIds) => sql`
    select ${practiceSessions.user_id} as user_id, ${practiceSessions.id} as key, ${practiceSessions.created_at} as at
    from ${practiceSessions} where ${isOf(practiceSessions.user_id, userIds)}`,
};

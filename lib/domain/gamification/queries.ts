import "server-only";
import { and, eq, gte, isNull, lte, sql } from "drizzle-orm";
import { actorsOf, pseudonymsOf } from "@/lib/auth/pseudonym";
import { isTakenBy, oneInSchool, reachesCourses, reachesPeople } from "@/lib/auth/reach";
import { isStaff, type Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { courses, enrollments } from "@/lib/db/tables/courses";
import { dailyActivity, gamificationStats } from "@/lib/db/tables/learning";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { AppError } from "@/lib/platform/errors";
import { dayOf } from "@/lib/platform/time";
import { firstDayOf, placeOf, ranked, shortName, upToRank } from "./ranking";
import { rulesOf } from "./rules";
import type { Leaderboard, LeaderboardQuery, OwnRank, RankedPerson, XpSettings } from "./schema";

/** The reader's place among the ranked people of a course; null without XP. `people` is null where fewer are ranked than the school compares. */
export type CourseRank = {
  course_id: string;
  people: number | null;
  rank: number | null;
  percentile: number | null;
};

export type Ranking = Omit<Leaderboard, "items"> & {
  /** Everybody who is ranked, the most XP first. */
  people: RankedPerson[];
  /** The same among the people of each course that was asked for. */
  course_ranks: CourseRank[];
};

/**
 * The students of the scope's school, or of one course, by the XP of a time. Whose XP it is is computed here, from the pseudonyms of the students;
 * nothing stored says it. Students see the names of those who want it, staff also those of the people whom they may find.
 */
export async function ranking(
  scope: Scope,
  { timeframe, course_id }: Pick<LeaderboardQuery, "timeframe" | "course_id">,
  now: Date,
  /** Courses of whose people the reader's place is asked too: they take them. */
  courseIds: readonly string[] = [],
): Promise<Ranking> {
  const course = course_id === undefined ? null : await reachCourse(scope, course_id);
  const school_id = course?.school_id ?? scope.school_id;
  const [school] = school_id ? await db().select().from(schools).where(eq(schools.id, school_id)) : [];
  const to = dayOf(now, school?.time_zone ?? "UTC");
  const from = firstDayOf(timeframe, to);
  const none = {
    ...{
      timeframe,
      from,
      to,
      time_zone: school?.time_zone ?? "UTC",
      people: [],
      you: null,
      course_ranks: [],
    },
    ...{ participants: 0, students: 0, not_ranked: 0 },
  };
  if (!school?.rankings) return { state: "off", ...none };
  const students = await studentsOf(scope, school.id, course?.id);
  const counts = {
    students: students.length,
    not_ranked: students.filter(({ appearance }) => appearance === "unranked").length,
  };
  const own = students.find(({ id }) => id === scope.user_id);
  if (own?.appearance === "unranked") return { state: "unranked", ...none, ...counts };
  const byId = new Map(students.map((person) => [person.id, person]));
  const actors = await actorsOf(school.id, [...byId.keys()]);
  const xp = await xpIn(school.id, { from, to }, course ? [...actors.keys()] : null);
  const people = ranked(
    [...actors].flatMap(([actor, id]) => {
      const { xp: earned = 0, level = 1 } = xp.get(actor) ?? {};
      const person = byId.get(id)!;
      return earned > 0 && person.appearance !== "unranked"
        ? [{ key: actor, xp: earned, level, person, is_you: id === scope.user_id }]
        : [];
    }),
  );
  const found = { ...none, ...counts, participants: people.length };
  if (people.length < school.minimum_group_size) return { state: "too_few", ...found };
  return {
    ...found,
    state: "shown",
    people: people.map(({ key: _, person, ...row }) => {
      const known = row.is_you || person.known;
      const name = person.known ? person.name : person.appearance === "named" ? shortName(person) : null;
      return { ...row, user_id: known ? person.id : null, name };
    }),
    you: own ? await ownRankIn(school.id, scope, people) : null,
    course_ranks: await ranksAmong(courseIds, people, school.minimum_group_size),
  };
}

async function ranksAmong(
  courseIds: readonly string[],
  people: readonly { key: string; xp: number; is_you: boolean; person: { id: string } }[],
  least: number,
): Promise<CourseRank[]> {
  if (courseIds.length === 0) return [];
  const taken = await db()
    .select({ course_id: enrollments.course_id, user_id: enrollments.user_id })
    .from(enrollments)
    .where(isAnyOf(enrollments.course_id, [...courseIds]));
  const takers = new Map(courseIds.map((id) => [id, new Set<string>()]));
  for (const { course_id, user_id } of taken) takers.get(course_id)?.add(user_id);
  return [...takers].map(([course_id, ids]) => {
    const among = ranked(people.filter(({ person }) => ids.has(person.id)));
    if (among.length < least) return { course_id, people: null, rank: null, percentile: null };
    const own = among.find(({ is_you }) => is_you);
    return {
      ...{ course_id, people: among.length, rank: own?.rank ?? null },
      percentile: own ? placeOf(own, among).percentile : null,
    };
  });
}

/** The first ranks, and the reader's own wherever it is. */
export async function leaderboard(scope: Scope, query: LeaderboardQuery, now: Date): Promise<Leaderboard> {
  const { people, course_ranks: _, ...answer } = await ranking(scope, query, now);
  return { ...answer, items: upToRank(people, query.limit) };
}

/** A course that the scope takes or whose numbers it may read. */
async function reachCourse(scope: Scope, given: string) {
  const course = await oneInSchool(
    scope,
    { table: courses, unknown: "errors.general.course_unknown", given },
    (where, order) =>
      db()
        .select({
          id: courses.id,
          school_id: courses.school_id,
          reached: sql<boolean>`(${isTakenBy(scope, courses)} or ${reachesCourses(scope, courses)})`,
        })
        .from(courses)
        .where(where)
        .orderBy(order)
        .limit(2),
  );
  if (!course.reached) throw new AppError("forbidden", "errors.general.course_not_taught");
  return course;
}

const studentsOf = (scope: Scope, schoolId: string, courseId: string | undefined) =>
  db()
    .select({
      id: users.id,
      name: users.name,
      first_name: users.first_name,
      last_name: users.last_name,
      appearance: users.appearance,
      known: sql<boolean>`${isStaff(scope) ? reachesPeople(scope, users) : sql`false`}`,
    })
    .from(users)
    .where(
      and(
        eq(users.school_id, schoolId),
        eq(users.role, "student"),
        isNull(users.disabled_at),
        courseId === undefined
          ? undefined
          : sql`${users.id} in (select ${enrollments.user_id} from ${enrollments} where ${enrollments.course_id} = ${courseId})`,
      ),
    );

/** Each actor's XP of these days, and their level; of a school, or of some actors. */
async function xpIn(
  schoolId: string,
  { from, to }: { from: string | null; to: string },
  actors: string[] | null,
): Promise<Map<string, { xp: number; level: number }>> {
  const ofStats = actors
    ? isAnyOf(gamificationStats.actor, actors)
    : eq(gamificationStats.school_id, schoolId);
  if (from === null) {
    const { actor, xp, level } = gamificationStats;
    const rows = await db().select({ actor, xp, level }).from(gamificationStats).where(ofStats);
    return new Map(rows.map(({ actor, ...row }) => [actor, row]));
  }
  const rows = await db()
    .select({
      actor: dailyActivity.actor,
      xp: sql<number>`sum(${dailyActivity.xp})`.mapWith(Number),
      level: sql<number>`max(${gamificationStats.level})`.mapWith(Number),
    })
    .from(dailyActivity)
    .innerJoin(gamificationStats, eq(gamificationStats.actor, dailyActivity.actor))
    .where(
      and(
        actors ? isAnyOf(dailyActivity.actor, actors) : eq(dailyActivity.school_id, schoolId),
        gte(dailyActivity.day, from),
        lte(dailyActivity.day, to),
      ),
    )
    .groupBy(dailyActivity.actor);
  return new Map(rows.map(({ actor, ...row }) => [actor, row]));
}

/** The reader's own place, also without XP. */
async function ownRankIn(
  schoolId: string,
  scope: Scope,
  people: readonly { rank: number; xp: number; level: number; is_you: boolean }[],
): Promise<OwnRank> {
  const own = people.find(({ is_you }) => is_you);
  if (own) return { rank: own.rank, xp: own.xp, level: own.level, ...placeOf(own, people) };
  const [stats] = await db()
    .select({ level: gamificationStats.level })
    .from(gamificationStats)
    .where(isAnyOf(gamificationStats.actor, await pseudonymsOf(schoolId, scope.user_id)));
  return {
    rank: null,
    shared_with: 0,
    xp: 0,
    level: stats?.level ?? 1,
    percentile: null,
    next: lastRank(people),
  };
}

/** What somebody without XP needs for the last rank. */
const lastRank = (people: readonly { rank: number; xp: number }[]): OwnRank["next"] => {
  const last = people.at(-1);
  return last ? { rank: last.rank, xp: last.xp } : null;
};

/** What each act gives in the scope's school, and whether it ranks; null without a school. */
export async function xpSettings({ school_id }: Scope): Promise<XpSettings | null> {
  if (school_id === null) return null;
  const { xp_rules, rankings, revision } = schools;
  const [school] = await db()
    .select({ xp_rules, rankings, revision })
    .from(schools)
    .where(eq(schools.id, school_id));
  return school ? toXpSettings(school) : null;
}

/** A school's row as its page and its conflicts have it. */
export const toXpSettings = (
  school: Pick<typeof schools.$inferSelect, "xp_rules" | "rankings" | "revision">,
): XpSettings => ({
  rules: rulesOf(school.xp_rules),
  rankings: school.rankings,
  revision: school.revision,
});

/** How a student appears in rankings, and the name by which others would see them; null for staff. */
export async function ownAppearance(scope: Scope) {
  if (isStaff(scope)) return null;
  const { name, first_name, last_name, appearance } = users;
  const [person] = await db()
    .select({ name, first_name, last_name, appearance })
    .from(users)
    .where(eq(users.id, scope.user_id));
  return person ? { appearance: person.appearance, short_name: shortName(person) } : null;
}

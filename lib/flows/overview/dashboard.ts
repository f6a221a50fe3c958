import "server-only";
import { and, between, desc, eq, gt, inArray, isNotNull, sql } from "drizzle-orm";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import { db, dbPlanning } from "@/lib/db/client";
import { isAmong, isAnyOf } from "@/lib/db/literals";
import { dailyActivity, gamificationStats } from "@/lib/db/tables/learning";
import { schools } from "@/lib/db/tables/schools";
import { videos, viewerProgress } from "@/lib/db/tables/videos";
import { ranked, upToRank } from "@/lib/domain/gamification/ranking";
import type { Dashboard, TimeRange } from "@/lib/domain/learning/overviews";
import { activityByDay } from "@/lib/domain/learning/queries/activity";
import { contentTrends } from "@/lib/domain/videos/queries/content-trends";
import { listsVideos } from "@/lib/domain/videos/queries/reach";
import { share } from "@/lib/measure/rounding";
import { type Day, dayOf, plusDays, startOfDayInstant } from "@/lib/platform/time";
import { quizzesOf } from "./quizzes";
import { activeSince, allNames, byActor, type Student, studentsOf } from "./students";

const daysOf = { day: 1, week: 7, month: 30, year: 365 } as const satisfies Record<TimeRange, number>;
const performersMax = 10;
const completionsMax = 10;

/** What the students of a scope did in a time that ends today. */
export async function dashboard(scope: Scope, time_range: TimeRange, now: Date): Promise<Dashboard> {
  const { time_zone } = await ownSchool(scope);
  const to = dayOf(now, time_zone);
  const from = plusDays(to, 1 - daysOf[time_range]);
  const instant = startOfDayInstant(from, time_zone);
  const students = await studentsOf(scope);
  const actors = await byActor(students);
  const ids = students.map(({ id }) => id);
  const [active, activity, { daily }, quizzes, top_performers, recent_completions] = await Promise.all([
    activeSince(students, actors, { from, time_zone }, now),
    activityByDay(scope, { from, to }, [...actors.keys()]),
    contentTrends(scope, { days: daysOf[time_range], limit: 1 }, now),
    quizzesOf(scope, ids, { from: instant, before: startOfDayInstant(plusDays(to, 1), time_zone) }),
    topPerformers(actors, { from, to }),
    recentCompletions(scope, students),
  ]);
  const sum = (of: (day: (typeof daily)[number]) => number) => daily.reduce((all, one) => all + of(one), 0);
  return {
    ...{ time_range, from, to, time_zone },
    ...{ total_students: students.length, active_users: active.size, activities: activity.activities },
    completed_views_percentage: share(
      sum((one) => one.completed_views),
      sum((one) => one.views),
    ),
    average_quiz_score_percentage: quizzes.average_quiz_score_percentage,
    ...{ top_performers, recent_completions },
  };
}

/** So many are summed first, then twice as many, and so on. */
const candidatesAtFirst = 100;

/**
 * The XP in these days of those who can be among the first. Who has earned the most of all time comes first: nobody earns more in some days than ever,
 * so that who has less of all time than the last that is shown has of these days need not be summed.
 */
async function largestXp(
  schoolId: string,
  rankable: ReadonlyMap<string, Student>,
  { from, to, fewest }: { from: Day; to: Day; fewest: number },
): Promise<{ actor: string; xp: number }[]> {
  const { actor, xp, school_id } = gamificationStats;
  const ever = await db()
    .select({ actor, xp })
    .from(gamificationStats)
    .where(and(eq(school_id, schoolId), gt(xp, 0)))
    .orderBy(desc(xp), actor);
  const candidates = ever.filter((row) => rankable.has(row.actor));
  const earned: { actor: string; xp: number }[] = [];
  for (let read = 0, size = candidatesAtFirst; read < candidates.length; read += size, size *= 2) {
    const last = earned.sort((a, b) => b.xp - a.xp)[Math.max(fewest, performersMax) - 1];
    if (last && candidates[read]!.xp < last.xp) break;
    const some = [
      ...allNames(
        rankable,
        candidates.slice(read, read + size).map((row) => row.actor),
      ).keys(),
    ];
    earned.push(
      ...(await dbPlanning()
        .select({ actor: dailyActivity.actor, xp: sql<number>`sum(${dailyActivity.xp})`.mapWith(Number) })
        .from(dailyActivity)
        .where(and(isAnyOf(dailyActivity.actor, some), between(dailyActivity.day, from, to)))
        .groupBy(dailyActivity.actor)
        .having(sql`sum(${dailyActivity.xp}) > 0`)),
    );
  }
  return earned;
}

/** By the XP of these days, without who chose not to be ranked, and schools that rank nobody or too few. */
async function topPerformers(actors: ReadonlyMap<string, Student>, { from, to }: { from: Day; to: Day }) {
  const rankable = [...actors].filter(([, { appearance }]) => appearance !== "unranked");
  const schoolIds = [...new Set(rankable.map(([, { school_id }]) => school_id))];
  const settings = await db()
    .select({ id: schools.id, fewest: schools.minimum_group_size })
    .from(schools)
    .where(and(inArray(schools.id, schoolIds), eq(schools.rankings, true)));
  const ofSchools = await Promise.all(
    settings.map(async ({ id, fewest }) => {
      const own = new Map(rankable.filter(([, { school_id }]) => school_id === id));
      const rows = await largestXp(id, own, { from, to, fewest });
      return rows.length < fewest ? [] : rows;
    }),
  );
  const earners = ofSchools.flat().map(({ actor, xp }) => {
    const student = actors.get(actor)!;
    return { key: actor, xp, user_id: student.id, name: student.name };
  });
  return upToRank(ranked(earners), performersMax).map(({ key: _, ...row }) => row);
}

/** The videos of the scope that these students completed last. */
async function recentCompletions(scope: Scope, students: readonly Student[]) {
  const names = new Map(students.map(({ id, name }) => [`u:${id}`, { user_id: id, name }]));
  const rows = await db()
    .select({
      viewer_id: viewerProgress.viewer_id,
      video_id: videos.id,
      title: videos.title,
      completed_at: viewerProgress.completed_at,
    })
    .from(viewerProgress)
    .innerJoin(videos, eq(videos.id, viewerProgress.video_id))
    .where(
      and(
        listsVideos(scope),
        isNotNull(viewerProgress.completed_at),
        isAmong(viewerProgress.viewer_id, [...names.keys()]),
      ),
    )
    .orderBy(desc(viewerProgress.completed_at), viewerProgress.video_id, viewerProgress.viewer_id)
    .limit(completionsMax);
  return rows.map(({ viewer_id, completed_at, ...video }) => ({
    ...names.get(viewer_id)!,
    ...video,
    completed_at: completed_at!.toISOString(),
  }));
}

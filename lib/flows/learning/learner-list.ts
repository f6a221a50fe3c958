import "server-only";
import type { Scope } from "@/lib/auth/scope";
import {
  type EnrollmentProgress,
  enrollmentProgress,
  pairKey,
  progressFacts,
} from "@/lib/domain/courses/lessons/learner-progress";
import { isCourseCompleted } from "@/lib/domain/courses/progress";
import { reachCourse } from "@/lib/domain/courses/queries";
import { meanFrom } from "@/lib/domain/courses/results/scores";
import { atRiskVersion, quietDaysSince, standingOf } from "@/lib/domain/learners/at-risk";
import { listedCourses, type Narrowing, quietEnrollments } from "@/lib/domain/learners/enrollment-activity";
import { listedLearners } from "@/lib/domain/learners/list";
import {
  activityOf,
  enrollmentsOf,
  namesOf,
  type Page,
  quizScoresOf,
  sessionCountsOf,
  videoSharesOf,
  weekMinutesOf,
  weeksOfRow,
} from "@/lib/domain/learners/rows";
import {
  type LearnerRow,
  type LearnersAnswer,
  type LearnersQuery,
  numbersMax,
  type RiskChain,
} from "@/lib/domain/learners/schema";
import { reachClass } from "@/lib/flows/overview/students";
import type { Language } from "@/lib/language/language";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { mean } from "@/lib/measure/quantiles";
import { oneDecimal } from "@/lib/measure/rounding";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import { progressOver } from "./student-progress";

/* The learners of a scope's courses, with who is at risk: what lib/domain/learners/at-risk.ts decides, from several nouns. */

/** The course and class of a list. Throws as `reachCourse` and `reachClass` do. */
export async function narrowingOf(
  scope: Scope,
  { course_id, class_id }: Pick<LearnersQuery, "course_id" | "class_id">,
): Promise<Narrowing> {
  const [course, group] = await Promise.all([
    course_id === undefined ? undefined : reachCourse(scope, course_id),
    class_id === undefined ? undefined : reachClass(scope, class_id),
  ]);
  return { course_id: course?.id, class_id: group };
}

/** The chain of who is at risk, and those who are, each with the most days that they have been quiet. */
export async function learnersAtRisk(scope: Scope, narrowing: Narrowing, now: Date) {
  const facts = await progressFacts(await listedCourses(scope, narrowing));
  const { counts, learners, ...quiet } = await quietEnrollments(scope, narrowing, now, facts);
  const progress = await enrollmentProgress(quiet.not_stored);
  const completed = new Set(progress.filter(isCourseCompleted).map(pairKey));
  const open = quiet.not_stored.filter((one) => !completed.has(pairKey(one)));
  const atRisk = new Map(Object.entries(learners));
  for (const { user_id, quiet_days } of open)
    atRisk.set(user_id, Math.max(quiet_days, atRisk.get(user_id) ?? 0));
  const chain: RiskChain = {
    rule_version: atRiskVersion,
    ...{ enrollments: counts.enrollments, not_over: counts.not_over, once_active: counts.once_active },
    ...{ quiet: counts.quiet, not_completed: quiet.open + open.length, learners: atRisk.size },
  };
  return {
    atRisk,
    facts,
    summary: {
      ...{ courses: counts.courses, learners: counts.learners, seen_in_7_days: counts.seen },
      at_risk: chain,
    },
  };
}

/** One page of the learners, and the numbers of all of them. */
export async function learnerList(scope: Scope, query: LearnersQuery, now: Date) {
  const narrowing = await narrowingOf(scope, query);
  const { atRisk, facts, summary } = await learnersAtRisk(scope, narrowing, now);
  const values = await sortValues({ scope, narrowing, now }, query);
  const [{ ids, total }, numbers] = await Promise.all([
    listedLearners(scope, { narrowing, atRisk, now, facts, values }, query),
    summary.learners <= numbersMax ? numbersOf(scope, narrowing) : null,
  ]);
  return { items: await rowsOf({ scope, narrowing, ids, now }), total, ...summary, numbers };
}
export type LearnerList = Awaited<ReturnType<typeof learnerList>>;

type Sorted = { scope: Scope; narrowing: Narrowing; now: Date };

/** The number of each learner by which a list is sorted: what their row shows, before it is rounded. Empty for orders without one. */
async function sortValues(
  people: Sorted,
  { sort }: Pick<LearnersQuery, "sort">,
): Promise<Map<string, number>> {
  const known = (pairs: readonly (readonly [id: string, value: number | null])[]) =>
    new Map(pairs.flatMap(([id, value]) => (value === null ? [] : [[id, value] as const])));
  switch (sort) {
    case "came":
      return known(
        (await sessionCountsOf(people)).map((one) => [
          one.user_id,
          one.sessions ? one.came / one.sessions : null,
        ]),
      );
    case "videos":
      return known((await videoSharesOf(people)).map((one) => [one.user_id, one.percentage]));
    case "quizzes":
      return known((await quizScoresOf(people)).map((one) => [one.user_id, mean(one.scores)]));
    case "minutes":
      return known((await weekMinutesOf(people)).map((one) => [one.user_id, one.weeks["0"] ?? 0]));
    case "progress": {
      const progress = await enrollmentProgress(await enrollmentsOf(people));
      const byUser = new Map<string, EnrollmentProgress[]>();
      for (const one of progress) getOrInsert(byUser, one.user_id, () => []).push(one);
      return known(
        [...byUser].map(([id, own]) => [id, progressOver(own.map(asCourse)).overall_progress_percentage]),
      );
    }
    default:
      return new Map();
  }
}

/** An enrollment's progress as `progressOver` takes it. */
const asCourse = <One extends Omit<EnrollmentProgress, "user_id" | "lessons_known">>({
  course_id,
  mastery_percentage,
  ...counts
}: One) => ({
  ...{ id: course_id, title: "", lessons: [{ progress_percentage: mastery_percentage }] },
  progress: { ...counts, mastery_percentage },
});

async function numbersOf(scope: Scope, narrowing: Narrowing): Promise<LearnersAnswer["numbers"]> {
  const [sessions, quizzes] = await Promise.all([
    sessionCountsOf({ scope, narrowing }),
    quizScoresOf({ scope, narrowing }),
  ]);
  const sum = (of: (row: (typeof sessions)[number]) => number) =>
    sessions.reduce((all, row) => all + of(row), 0);
  const scores = quizzes.flatMap((row) => row.scores);
  return {
    ...{ sessions: sum((row) => row.sessions), came: sum((row) => row.came) },
    ...{ missed_recorded: sum((row) => row.missed_recorded), caught_up: sum((row) => row.caught_up) },
    quizzes_scored: scores.length,
    quiz_mean_percentage: scores.length < meanFrom ? null : oneDecimal(mean(scores)),
  };
}

/** How many learners are at risk, of how many. */
export function learnersFindings(
  { learners, at_risk }: Pick<LearnersAnswer, "learners" | "at_risk">,
  { t }: Language,
): Finding[] {
  if (learners === 0) return [];
  const values = { at_risk: at_risk.learners, learners };
  return at_risk.learners === 0
    ? [plain(t("learners.list.none_at_risk", values))]
    : [key(t("learners.list.at_risk_of", values)), plain(t("learners.list.at_risk_rule"))];
}

const batchSize = 200;
/** A school has fewer learners than this, and an export reads their ids at once. */
const exportMax = 200_000;

/** All learners that match, in the order of the list: who they are as of the start, what a row says as of its batch. */
export async function* learnersInBatches(
  scope: Scope,
  narrowing: Narrowing,
  query: LearnersQuery,
  now: Date,
) {
  const { atRisk, facts } = await learnersAtRisk(scope, narrowing, now);
  const whole = { ...query, limit: exportMax, offset: 0 };
  const values = await sortValues({ scope, narrowing, now }, query);
  const { ids } = await listedLearners(scope, { narrowing, atRisk, now, facts, values }, whole);
  for (let from = 0; from < ids.length; from += batchSize)
    yield await rowsOf({ scope, narrowing, ids: ids.slice(from, from + batchSize), now });
}

async function rowsOf(page: Page): Promise<LearnerRow[]> {
  if (page.ids.length === 0) return [];
  const [names, activity, sessions, videos, quizzes, minutes] = await Promise.all([
    namesOf(page.ids),
    activityOf(page),
    sessionCountsOf(page),
    videoSharesOf(page),
    quizScoresOf(page),
    weekMinutesOf(page),
  ]);
  const progress = new Map((await enrollmentProgress(activity)).map((one) => [pairKey(one), one]));
  const byUser = <Row extends { user_id: string }>(rows: readonly Row[]) =>
    new Map(rows.map((row) => [row.user_id, row]));
  const [minutesOf, named, sessionsOf, videosOf, quizzesOf] = [
    byUser(minutes),
    byUser(names),
    byUser(sessions),
    byUser(videos),
    byUser(quizzes),
  ];
  return page.ids.flatMap((id) => {
    const person = named.get(id);
    if (!person) return [];
    const taken = activity
      .filter(({ user_id }) => user_id === id)
      .map(({ user_id, time_zone, is_over, latest, course_title, enrolled_at, ...enrollment }) => {
        const own = progress.get(pairKey({ course_id: enrollment.course_id, user_id }));
        const quiet_days = quietDaysSince(latest && new Date(latest.at), page.now, time_zone);
        return {
          ...{ ...enrollment, title: course_title, enrolled_at: new Date(enrolled_at).toISOString() },
          standing: standingOf({ over: is_over, quiet_days, completed: !!own && isCourseCompleted(own) }),
          quiet_days,
          last_activity: latest && { ...latest, at: new Date(latest.at).toISOString() },
          lessons: own?.lessons ?? 0,
          lessons_completed: own?.lessons_completed ?? 0,
          mastery_percentage: own?.mastery_percentage ?? null,
        };
      });
    const done = progressOver(taken.map(asCourse));
    const risks = taken.filter(({ standing }) => standing === "at_risk").map((one) => one.quiet_days ?? 0);
    const scores = quizzesOf.get(id)?.scores ?? [];
    const { user_id: _, ...came } = sessionsOf.get(id) ?? {
      ...{ user_id: id, sessions: 0, came: 0, missed_recorded: 0, caught_up: 0 },
    };
    return [
      {
        ...person,
        last_seen_at:
          taken
            .flatMap(({ last_activity }) => last_activity?.at ?? [])
            .sort()
            .at(-1) ?? null,
        at_risk: risks.length > 0,
        quiet_days: risks.length ? Math.max(...risks) : null,
        courses: taken.map(({ mastery_percentage, ...one }) => ({
          ...one,
          progress_percentage: oneDecimal(mastery_percentage),
        })),
        ...came,
        videos: videosOf.get(id)?.videos ?? 0,
        video_percentage: oneDecimal(videosOf.get(id)?.percentage ?? null),
        video_shares: videosOf.get(id)?.shares ?? [],
        progress_percentage: done.overall_progress_percentage,
        ...{ lessons: done.lessons_total, lessons_completed: done.lessons_completed },
        ...{ quizzes: quizzesOf.get(id)?.quizzes ?? 0, quizzes_scored: scores.length },
        quiz_mean_percentage: scores.length < meanFrom ? null : oneDecimal(mean(scores)),
        week_minutes: Array.from({ length: weeksOfRow }, (_, index) =>
          oneDecimal((minutesOf.get(id)?.weeks[String(weeksOfRow - 1 - index)] ?? 0) / 60_000),
        ),
        quiz_scores: scores.length < meanFrom ? scores.map((one) => oneDecimal(one)) : [],
      },
    ];
  });
}

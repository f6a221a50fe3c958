import "server-only";
import type { Learner } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { mayNote } from "@/lib/domain/learners/notes/queries";
import { areasOf, focusAreas } from "@/lib/domain/practice/areas";
import { practiceTypes, type ScoreName, type Scores, scoreNames } from "@/lib/domain/practice/practice";
import { classesOfLearner, classWeeks, practiceOf } from "@/lib/domain/practice/queries";
import { directionOfScore, meanSessions, valuesOf } from "@/lib/domain/practice/scores";
import { dueWords, wordsOf } from "@/lib/domain/practice/spacing";
import { statsOf, totalsOf } from "@/lib/domain/practice/stats";
import { classBands, mondayOf, runningWeek, weeksOf } from "@/lib/domain/practice/weeks";
import { AppError } from "@/lib/platform/errors";
import { dayOf, plusDays, startOfDayInstant } from "@/lib/platform/time";
import { followedAt } from "./followed";
import { treatedIn } from "./treated-in";

/** The weeks of a sparkline, and the sessions that the chart of scores has at most. */
const weeksShown = 12;
const pointsMax = 60;

export type PracticeOverview = Awaited<ReturnType<typeof practiceOverview>>;

/**
 * All that a page shows of a learner's practice: their own, and for staff who teach them and admins, who may read notes about them. Throws
 * `forbidden` for everybody else.
 */
export async function practiceOverview(
  scope: Scope,
  { time_zone, ...learner }: Learner & { time_zone: string },
  now: Date,
) {
  if (learner.user_id !== scope.user_id && !(await mayNote(scope, learner.user_id)))
    throw new AppError("forbidden", "errors.learner.not_taught");
  const today = dayOf(now, time_zone);
  const [sessions, classes] = await Promise.all([practiceOf(learner), classesOfLearner(learner)]);
  const points = sessions.slice(-pointsMax);
  const first = points[0]?.created_at ?? now;
  const since = startOfDayInstant(mondayOf(dayOf(first, time_zone)), time_zone);
  const focus = focusAreas(sessions, now, time_zone);
  const [lessons, mates] = await Promise.all([
    treatedIn(
      scope,
      focus.map(({ area }) => area),
      learner,
    ),
    classWeeks(learner, since, time_zone),
  ]);
  const followed = await Promise.all(
    focus.map(({ key }, index) => {
      const { video_id, from_seconds = null, to_seconds = null } = lessons[index] ?? {};
      return video_id && from_seconds !== null && to_seconds !== null && scope.school_id !== null
        ? followedAt(scope.school_id, key, { video_id, from_seconds, to_seconds })
        : null;
    }),
  );
  const words = wordsOf(sessions, time_zone);
  const monday = mondayOf(today);
  return {
    ...{ time_zone, today, classes, sessions, points, words: words.length },
    byType: practiceTypes.map((session_type) => {
      const own = sessions.filter((session) => session.session_type === session_type);
      const { average_scores, ...totals } = totalsOf(own);
      const mean = (score: ScoreName) =>
        valuesOf(own, score).length < meanSessions ? null : average_scores[score];
      return {
        ...{ session_type, ...totals },
        means: Object.fromEntries(scoreNames.map((score) => [score, mean(score)])) as Scores,
      };
    }),
    week: statsOf(sessions, "week", now, time_zone),
    weeks: weeksOf(sessions, today, time_zone, weeksShown),
    running: {
      now: runningWeek(sessions, monday, today, time_zone),
      before: runningWeek(sessions, plusDays(monday, -7), plusDays(monday, -1), time_zone),
    },
    scores: scoreNames.map((score) => ({
      ...directionOfScore(sessions, score),
      bands: classBands(mates, score),
    })),
    areas: areasOf(sessions).sort(
      (a, b) =>
        b.last_named_at.getTime() - a.last_named_at.getTime() || b.last - a.last || (a.key < b.key ? -1 : 1),
    ),
    focus: focus.map((area, index) => ({
      ...area,
      lesson: lessons[index] ?? null,
      followed: followed[index] ?? null,
    })),
    ...dueWords(words, today),
  };
}

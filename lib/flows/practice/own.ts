import "server-only";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import { focusAreas } from "@/lib/domain/practice/areas";
import type { Practice } from "@/lib/domain/practice/practice";
import { classPractice, practiceOf } from "@/lib/domain/practice/queries";
import { dueWords, wordsOf } from "@/lib/domain/practice/spacing";
import { classMedians, type Period, statsOf, stretchOf } from "@/lib/domain/practice/stats";
import type { Language } from "@/lib/language/language";
import { twoDecimals } from "@/lib/measure/rounding";
import { dayOf } from "@/lib/platform/time";
import { treatedIn } from "./treated-in";

/* What somebody reads of their own practice. */

/** More words than this are not listed. */
const wordsMax = 20;

/** The caller's statistics of this week or month, with the medians of their classes. */
export async function ownStats(scope: Scope, period: Period, now: Date) {
  const { time_zone } = await ownSchool(scope);
  const { start, end } = stretchOf(period, now, time_zone);
  const [sessions, mates] = await Promise.all([practiceOf(scope), classPractice(scope, start, end)]);
  return { ...statsOf(sessions, period, now, time_zone), class_median: classMedians(mates) };
}

/** What the caller should begin with: areas of the last days with where they are treated, words that are due, and the last session. */
export async function warmUp(scope: Scope, now: Date, language: Language) {
  const { time_zone } = await ownSchool(scope);
  const sessions = await practiceOf(scope);
  const areas = focusAreas(sessions, now, time_zone);
  const lessons = await treatedIn(
    scope,
    areas.map(({ area }) => area),
  );
  const words = wordsOf(sessions, time_zone);
  const { due, due_tomorrow } = dueWords(words, dayOf(now, time_zone));
  const last = sessions.at(-1);
  return {
    time_zone,
    focus_areas: areas.map(({ key: _, weight, ...area }, index) => ({
      ...area,
      weight: twoDecimals(weight),
      lesson: lessons[index] ?? null,
    })),
    vocabulary: {
      due: due.slice(0, wordsMax),
      ...{ due_total: due.length, due_tomorrow, learned: words.length },
    },
    last_session: last
      ? {
          ...{ id: last.id, created_at: last.created_at.toISOString(), session_type: last.session_type },
          summary: lineOf(last, language),
        }
      : null,
  };
}

/** A session in one line. */
function lineOf(session: Practice, { t, count }: Language): string {
  const { session_type, topics, duration_seconds, words_spoken, fluency_score } = session;
  return t("practice.last_session", {
    type: t(`practice.types.${session_type}`),
    topic: topics[0] ?? "",
    about: topics.length > 0 ? "yes" : "no",
    minutes: Math.round(duration_seconds / 60),
    words: count(words_spoken),
    scored: fluency_score === null ? "no" : "yes",
    fluency: fluency_score === null ? "" : count(Math.round(fluency_score)),
  });
}

import "server-only";
import type { LearnerTableRow } from "@/components/learners/learners-table";
import type { LearnerRow } from "@/lib/domain/learners/schema";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { dayOf } from "@/lib/platform/time";
import type { shownIn } from "../shown";

type Course = LearnerRow["courses"][number];

/** A learner's row in words, in the school's zone. */
export function learnerRow(
  row: LearnerRow,
  { shown, timeZone, language }: { shown: ReturnType<typeof shownIn>; timeZone: string; language: Language },
): LearnerTableRow {
  const { t, and, percent, decimal } = language;
  const day = (instant: string) => dateFormat(language.code).shortDay(dayOf(new Date(instant), timeZone));
  const of = (part: number, all: number) => t("learners.page.of", { part, all });
  const { quizzes_scored: scored } = row;
  return {
    ...{ user_id: row.user_id, name: row.name },
    courses: and(row.courses.map(({ title }) => title)) || t("learners.list.no_courses"),
    risk: riskOf(row.courses, day, language),
    reason: reasonOf(row.courses, day, language),
    seen: row.last_seen_at === null ? null : shown(row.last_seen_at),
    came: row.sessions
      ? {
          text: of(row.came, row.sessions),
          detail: row.missed_recorded
            ? t("learners.list.caught_up", { caught_up: row.caught_up, missed: row.missed_recorded })
            : null,
        }
      : null,
    videos:
      row.video_percentage === null
        ? null
        : { shares: row.video_shares, text: percent(row.video_percentage) },
    progress:
      row.progress_percentage === null
        ? null
        : {
            text: percent(row.progress_percentage),
            detail: t("learners.list.lessons", { completed: row.lessons_completed, lessons: row.lessons }),
          },
    minutes: row.week_minutes.some((minutes) => minutes > 0)
      ? {
          weeks: row.week_minutes,
          text: decimal(row.week_minutes.at(-1) ?? 0, 0),
          label: t("learners.list.minutes_label", {
            weeks: row.week_minutes.length,
            minutes: row.week_minutes.map((one) => decimal(one, 0)).join("; "),
          }),
        }
      : null,
    quizzes: row.quizzes
      ? {
          text:
            row.quiz_mean_percentage === null
              ? row.quiz_scores.map((score) => decimal(score)).join("; ") || "—"
              : percent(row.quiz_mean_percentage),
          detail: of(scored, row.quizzes),
        }
      : null,
  };
}

/** Why somebody is not at risk, where none of their courses keeps them active. */
function reasonOf(courses: readonly Course[], day: (instant: string) => string, { t, and }: Language) {
  const standings = new Set(courses.map(({ standing }) => standing));
  const titles = and(courses.map(({ title }) => title));
  const [first] = courses;
  if (standings.size !== 1 || !first) return null;
  if (standings.has("not_begun")) return t("learners.list.not_begun", { day: day(first.enrolled_at) });
  if (standings.has("completed")) return t("learners.list.completed", { courses: titles });
  return standings.has("over") ? t("learners.list.over") : null;
}

/** In which courses they are at risk, the longest quiet first, and what shows it; null in none. */
function riskOf(courses: readonly Course[], day: (instant: string) => string, { t }: Language) {
  const risks = courses
    .filter(({ standing }) => standing === "at_risk")
    .map((course) => ({ ...course, quiet_days: course.quiet_days ?? 0 }))
    .toSorted((a, b) => b.quiet_days - a.quiet_days);
  const [longest, ...others] = risks;
  if (!longest) return null;
  const evidence = risks.map(({ title, last_activity: last, lessons_completed: completed, lessons }) => {
    const values = {
      ...{ kind: last?.kind ?? "video", title: last?.title ?? "", day: last ? day(last.at) : "" },
      ...{ completed, lessons },
    };
    return others.length
      ? t("learners.list.evidence_in", { course: title, ...values })
      : t("learners.list.evidence", values);
  });
  const days = Math.min(...risks.map(({ quiet_days }) => quiet_days));
  const text = others.length
    ? t("learners.list.quiet_courses", { courses: risks.length, days })
    : t("learners.list.quiet", { course: longest.title, days });
  return { text, evidence };
}

import { type ScorePoint, ScoresOverTime } from "@/components/learners/learner-charts";
import { Scores } from "@/components/learners/scores";
import { ClientMessages } from "@/components/shell/client-messages";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import type { ClassScores } from "@/lib/domain/courses/results/class-scores";
import { handedOf, type ScoredAssessment, sideOfClass } from "@/lib/flows/learning/scores";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { unknown } from "@/lib/language/numbers";
import { oneDecimal } from "@/lib/measure/rounding";

/** A learner's quizzes and handed-in work, each beside the middle half of the class. */
export function LearnerScores({
  assessments,
  zone,
  now,
}: {
  assessments: readonly ScoredAssessment[];
  zone: string;
  now: Date;
}) {
  const language = useLanguage();
  const { t } = language;
  if (assessments.length === 0) return null;
  const points = scorePoints(assessments, zone, language);
  return (
    <Section id="scores" title={t("learners.scores.title")} sub={t("learners.scores.about")} line>
      {points.length >= curveFrom ? (
        <ClientMessages of={["learners.scores"]}>
          <div className="mb-8">
            <ScoresOverTime points={points} />
          </div>
        </ClientMessages>
      ) : null}
      <Scores
        rows={assessments.map((one) => {
          const { class_scores: half } = one;
          return {
            ...{ key: one.id, title: one.title, course: one.course_title },
            href: `/courses/${one.course_id}/results/${one.id}`,
            ...{ handed: handedText(one, zone, now, language), missing: handedOf(one, now) === "missing" },
            score: scoreOf(one, language),
            percentage: one.score_percentage,
            band: bandOf(half, language),
            side: sideOfClass(one.score_percentage, half),
          };
        })}
      />
    </Section>
  );
}

/** Fewer points are no curve. */
const curveFrom = 3;

/** The scores whose time is known, the earliest first. */
export function scorePoints(
  assessments: readonly ScoredAssessment[],
  zone: string,
  { t, code, percent }: Language,
): ScorePoint[] {
  const { shortDate } = dateFormat(code);
  return assessments
    .flatMap((one) => {
      const { submitted_at: at, score_percentage: score, class_scores: half } = one;
      if (!at || score === null) return [];
      const day = shortDate(at, zone);
      const title = t("learners.scores.point", { title: one.title, day, score: percent(score, 0) });
      return [
        {
          ...{ key: one.id, name: one.title, at, day, title, value: oneDecimal(score) },
          href: `/courses/${one.course_id}/results/${one.id}`,
          band: half && { low: oneDecimal(half.low), high: oneDecimal(half.high) },
        },
      ];
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at: _, ...point }) => point);
}

/** A class's middle half with its words. */
export const bandOf = (half: ClassScores | null, { t, decimal, percent }: Language) =>
  half && {
    ...{ low: half.low, high: half.high },
    text: t("learners.scores.band", {
      ...{ low: decimal(half.low, 0), high: percent(half.high, 0), people: half.people },
    }),
  };

function handedText(one: ScoredAssessment, zone: string, now: Date, { t, code }: Language): string {
  const { dayAndTime } = dateFormat(code);
  const when = (at: Date | null) => (at ? dayAndTime(at, now, zone) : "");
  switch (handedOf(one, now)) {
    case "in_time":
      return when(one.submitted_at);
    case "late":
      return t("learners.scores.late", { when: when(one.submitted_at) });
    case "missing":
      return t("learners.scores.missing", { when: when(one.due_at) });
    case "open":
      return t("learners.scores.open", { when: when(one.due_at) });
    case null:
      return t(one.submitted ? "learners.scores.unknown_when" : "learners.scores.no_due");
  }
}

/** The points and the share; that it is not marked yet. */
function scoreOf(
  { submitted, points, maximum_points, score_percentage }: ScoredAssessment,
  { t, percent }: Language,
) {
  if (!submitted) return unknown;
  if (points === null) return t("learners.scores.not_marked");
  return `${t("learners.scores.points", { points, maximum: maximum_points })} · ${percent(score_percentage, 0)}`;
}

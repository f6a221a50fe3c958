import { PracticeScores } from "@/components/practice/scores";
import { meanSessions } from "@/lib/domain/practice/scores";
import { mondayOf } from "@/lib/domain/practice/weeks";
import type { PracticeOverview } from "@/lib/flows/practice/overview";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { dayOf } from "@/lib/platform/time";
import { runningMeans, scoreChange, scoresTitle } from "./parts";

/** The chart of scores; none before a session has one. */
export function PracticeScoresPart({
  practice: { scores, sessions, points, time_zone },
  language,
}: {
  practice: PracticeOverview;
  language: Language;
}) {
  const { t, decimal } = language;
  const shown = scores.filter((score) => score.sessions > 0);
  if (shown.length === 0) return null;
  const { shortDate, absolute } = dateFormat(language.code);
  const left = sessions.length - points.length;
  const weeks = points.map(({ created_at }) => mondayOf(dayOf(created_at, time_zone)));
  return (
    <PracticeScores
      title={scoresTitle(shown, language)}
      sub={t("practice.scores.about", { count: points.length })}
      ticks={points.map(({ created_at }) => shortDate(created_at, time_zone))}
      pointText={points.map(({ created_at }) => absolute(created_at, time_zone))}
      scores={shown.map(({ bands, ...one }) => {
        const values = sessions.map((session) => session[one.score]);
        const means = runningMeans(values, meanSessions).slice(left);
        const { recent, first, last } = one;
        return {
          key: one.score,
          name: t(`practice.score.${one.score}`),
          change: scoreChange(one, language),
          text: [
            recent === null
              ? t("practice.numbers.few", { count: one.sessions })
              : t("practice.scores.recent", { mean: decimal(recent) }),
            first === null || last === null
              ? null
              : t("practice.scores.ends", { first: decimal(first), last: decimal(last) }),
          ]
            .filter(Boolean)
            .join(". "),
          points: points.map((point, index) => {
            const band = bands.get(weeks[index]!);
            return {
              value: point[one.score],
              mean: means[index] ?? null,
              band: band ? { low: band.low, high: band.high } : null,
            };
          }),
        };
      })}
    />
  );
}

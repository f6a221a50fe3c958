import type { MosaicPart } from "@/components/charts/mosaic";
import { type ChangeProps, changeTo } from "@/components/ui/change";
import type { ScoreComponent } from "@/lib/domain/sessions/metrics";
import type { SessionNumbers } from "@/lib/domain/sessions/schema";
import { againstTypical, type People, peopleOf } from "@/lib/domain/sessions/typical";
import type { Language } from "@/lib/language/language";
import type { Band } from "@/lib/measure/evidence";
import { roundToSum } from "@/lib/measure/rounding";

/** A component of the score with its points, rounded so that all add up to the score. */
export type ScoreLine = MosaicPart & {
  component: ScoreComponent;
  /** Its full name: "Attendance rate". */
  name: string;
  /** Its points compared with the typical ones; undefined where those are not known. */
  change: ChangeProps | undefined;
};

/** A smaller difference in points does not count, whatever the band says. */
const samePoints = 0.05;

/** The components that apply, as the mosaic and the table beside it show them. `names`: from the glossary. */
export function scoreLines(
  numbers: SessionNumbers,
  bands: Readonly<Record<ScoreComponent, Band | null>> | null,
  names: Readonly<Record<ScoreComponent, string>>,
  language: Language,
): ScoreLine[] {
  const parts = numbers.engagement_score_parts.flatMap(({ component, value, effective_weight, points }) =>
    value === null || effective_weight === null || points === null
      ? []
      : [{ component, value, weight: effective_weight, points }],
  );
  const rounded = roundToSum(parts.map(({ points }) => points));
  const most = roundToSum(parts.map(({ weight }) => weight * 100));
  return parts.map((part, index) => {
    const band = bands?.[part.component] ?? null;
    return {
      ...part,
      label: language.t(`session.score.${part.component}`),
      name: names[part.component],
      points: rounded[index] ?? part.points,
      of: most[index] ?? part.weight * 100,
      typical: band?.median ?? null,
      detail: detailOf(part.component, numbers, language),
      change: pointsChange(part, peopleOf(numbers), band, language),
    };
  });
}

/** Points above or below those of the typical value; within the middle half they are about typical. */
function pointsChange(
  { component, value, weight }: { component: ScoreComponent; value: number; weight: number },
  people: People,
  band: Band | null,
  { t, decimal }: Language,
): ChangeProps | undefined {
  const compared = againstTypical(component, value, people, band);
  if (!compared) return undefined;
  const points = Math.abs(compared.difference * weight);
  const by = decimal(points);
  return changeTo(points < samePoints ? "same" : compared.side, {
    above: t("session.score.above", { by }),
    same: t("session.score.same"),
    below: t("session.score.below", { by }),
  });
}

/** What a component was calculated from. */
function detailOf(
  component: ScoreComponent,
  { attendance, engagement, peak_viewers }: SessionNumbers,
  { t, decimal }: Language,
): string {
  const { total_attended: base, registered_attended, total_registered } = attendance;
  const { engaged, chat_message_count: messages } = engagement;
  switch (component) {
    case "attendance_rate":
      return t("session.score.registered_attended", { part: registered_attended, base: total_registered });
    case "engagement_rate":
      return engaged === null
        ? t("session.score.talk_not_recorded")
        : t("session.score.wrote_or_reacted", { part: engaged, base });
    case "chat_activity":
      return messages === null
        ? t("session.score.messages_not_recorded")
        : t("session.score.messages_each", { messages, each: decimal(messages / base) });
    case "peak_retention":
      return t("session.score.present_at_once", { part: peak_viewers.peak_count ?? 0, base });
  }
}

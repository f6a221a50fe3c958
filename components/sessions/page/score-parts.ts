import type { MosaicPart } from "@/components/charts/mosaic";
import { type ChangeProps, changeTo } from "@/components/ui/change";
import type { ScoreComponent } from "@/lib/domain/sessions/metrics";
import type { SessionNumbers } from "@/lib/domain/sessions/schema";
import { againstTypical, type People, peopleOf } from "@/lib/domain/sessions/typical";
import type { Band } from "@/lib/measure/evidence";
import { roundToSum } from "@/lib/measure/rounding";
import { decimal, ofBase, plural } from "@/lib/platform/format";

/** A component of the score with its points, rounded so that all add up to the score. */
export type ScoreLine = MosaicPart & {
  component: ScoreComponent;
  /** Its full name: "Attendance rate". */
  name: string;
  /** Its points compared with the typical ones; undefined where those are not known. */
  change: ChangeProps | undefined;
};

const short: Readonly<Record<ScoreComponent, string>> = {
  attendance_rate: "Attendance",
  engagement_rate: "Took part",
  chat_activity: "Chat",
  peak_retention: "Peak",
};

/** A smaller difference in points does not count, whatever the band says. */
const samePoints = 0.05;

/** The components that apply, as the mosaic and the table beside it show them. `names`: from the glossary. */
export function scoreLines(
  numbers: SessionNumbers,
  bands: Readonly<Record<ScoreComponent, Band | null>> | null,
  names: Readonly<Record<ScoreComponent, string>>,
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
      label: short[part.component],
      name: names[part.component],
      points: rounded[index] ?? part.points,
      of: most[index] ?? part.weight * 100,
      typical: band?.median ?? null,
      detail: detailOf(part.component, numbers),
      change: pointsChange(part, peopleOf(numbers), band),
    };
  });
}

/** Points above or below those of the typical value; within the middle half they are about typical. */
function pointsChange(
  { component, value, weight }: { component: ScoreComponent; value: number; weight: number },
  people: People,
  band: Band | null,
): ChangeProps | undefined {
  const compared = againstTypical(component, value, people, band);
  if (!compared) return undefined;
  const points = Math.abs(compared.difference * weight);
  return changeTo(points < samePoints ? "same" : compared.side, {
    above: `${decimal(points)} above`,
    same: "about typical",
    below: `${decimal(points)} below`,
  });
}

/** What a component was calculated from. */
function detailOf(
  component: ScoreComponent,
  { attendance, engagement, peak_viewers }: SessionNumbers,
): string {
  const came = attendance.total_attended;
  switch (component) {
    case "attendance_rate":
      return `${ofBase(attendance.registered_attended, attendance.total_registered)} registered attended`;
    case "engagement_rate":
      return engagement.engaged === null
        ? "messages and reactions were not recorded"
        : `${ofBase(engagement.engaged, came)} wrote or reacted`;
    case "chat_activity":
      return engagement.chat_message_count === null
        ? "messages were not recorded"
        : `${plural(engagement.chat_message_count, "message")}, ${decimal(engagement.chat_message_count / came)} each; 2 is full marks`;
    case "peak_retention":
      return `${ofBase(peak_viewers.peak_count, came)} present at once`;
  }
}

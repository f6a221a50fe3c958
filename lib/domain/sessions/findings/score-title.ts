import { sideOf } from "@/lib/measure/typical";
import type { AnalyticsAnswer, ScoreComponent } from "../schema";
import type { Typical } from "../typical";

/** A part that is above or below what is usual, as a reason. */
const reasons: Readonly<Record<ScoreComponent, { above: string; below: string }>> = {
  attendance_rate: { above: "more of the registered came", below: "fewer of the registered came" },
  engagement_rate: { above: "people took part", below: "fewer took part" },
  chat_activity: { above: "people wrote more", below: "people wrote less" },
  peak_retention: { above: "more stayed", below: "fewer stayed" },
};

/**
 * Why the score is what it is: the part that moved it furthest from the usual, in points; and staying, where it did not move
 * it although one might think so.
 */
export function scoreTitle(
  {
    engagement_score: score,
    engagement_score_parts: parts,
  }: Pick<AnalyticsAnswer, "engagement_score" | "engagement_score_parts">,
  typical: Typical | null,
): string {
  if (score === null) return "No score: nobody came";
  const usual = sideOf(score, typical?.numbers.engagement_score);
  if (!typical || usual === null) return "What the score is made of";
  const moved = parts
    .flatMap(({ component, value, effective_weight: weight }) => {
      const band = typical.parts[component];
      const side = sideOf(value, band);
      return value === null || weight === null || !band || side === null
        ? []
        : [{ component, side, points: (value - band.median) * weight }];
    })
    .sort((a, b) => b.points - a.points);
  const [most, least] = [moved[0], moved.at(-1)];
  const up = most?.side === "above" ? most : null;
  const down = least?.side === "below" ? least : null;
  if (usual === "above") {
    if (!up) return "The score is higher than usual";
    const stayed = moved.find(({ component }) => component === "peak_retention");
    const aside = stayed && stayed.side !== "above" ? ", not because more stayed" : "";
    return `The score is high because ${reasons[up.component].above}${aside}`;
  }
  if (usual === "below")
    return down
      ? `The score is low because ${reasons[down.component].below}${up ? `, although ${reasons[up.component].above}` : ""}`
      : "The score is lower than usual";
  return up && down
    ? `The score is as usual: ${reasons[up.component].above}, but ${reasons[down.component].below}`
    : "The score is as usual";
}

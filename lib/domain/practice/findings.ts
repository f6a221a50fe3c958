import type { Language } from "@/lib/language/language";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import type { Area } from "./areas";
import type { ScoreDirection } from "./scores";

/* What the practice page opens with. */

const changed = ["more", "less", "none"] as const;
type Changed = Area & { before: number; direction: (typeof changed)[number] };
const isChanged = (area: Area): area is Changed =>
  area.before !== null && changed.some((direction) => direction === area.direction);

/** The areas that are named more often or less often than before, those with the largest change first. */
export const changedAreas = (areas: readonly Area[]): Changed[] =>
  areas
    .filter(isChanged)
    .sort((a, b) => Math.abs(b.last - b.before) - Math.abs(a.last - a.before) || (a.key < b.key ? -1 : 1));

/** The score that has changed most, the area that has, and without either how many sessions there are. */
export function practiceFindings(
  {
    scores,
    areas,
    sessions,
    of,
  }: {
    scores: readonly ScoreDirection[];
    areas: readonly Area[];
    sessions: readonly unknown[];
    /** Whom it is said to: the learner, or staff about the learner. */
    of: "you" | "learner";
  },
  { t, decimal }: Language,
): Finding[] {
  const [score] = scores
    .filter(({ direction }) => direction === "higher" || direction === "lower")
    .sort((a, b) => Math.abs(b.change!) - Math.abs(a.change!));
  const [area] = changedAreas(areas);
  const findings: Finding[] = [];
  if (score)
    findings.push(
      plain(
        t("practice.findings.score", {
          ...{ of, score: score.score, direction: score.direction },
          ...{ first: decimal(score.first!), last: decimal(score.last!) },
        }),
      ),
    );
  if (area) {
    const { last, before } = area;
    findings.push(key(t("practice.findings.area", { area: area.area, last, before })));
  }
  if (findings.length === 0)
    findings.push(plain(t("practice.findings.sessions", { count: sessions.length })));
  return findings;
}

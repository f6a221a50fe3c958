import { fewest } from "@/lib/measure/evidence";
import type { ScoreComponent } from "./metrics";
import type { ScoreNote, ScorePart } from "./schema";

/** The score's inputs: counts of people and messages. */
export type ScoreFacts = {
  registered: number;
  registered_attended: number;
  attended: number;
  /** Attended, and wrote or reacted; null if messages and reactions were not recorded, like `messages`. */
  engaged: number | null;
  messages: number | null;
  /** Null if join and leave times are unknown. */
  peak: number | null;
  chat_enabled: boolean;
};

/** Version 1 (spec: sessions, "Engagement score"). */
const weights: Readonly<Record<ScoreComponent, number>> = {
  attendance_rate: 0.3,
  engagement_rate: 0.4,
  chat_activity: 0.15,
  peak_retention: 0.15,
};

/** Messages per person for full marks in chat. */
const fullMessagesEach = 2;

/** Components of less than this weight do not make a score. */
const knownWeightMin = 0.5;

/**
 * The engagement score, version 1: 0–100 with one decimal, and the parts that add up to it. A component that does not
 * apply or is not known is left out, and the others keep their proportions. Null, with its reason, when nobody came or components of less
 * than half the weight are left. Rounded only here; the points keep three decimals, so that their sum is the score to within half a hundredth.
 */
export function engagementScore(facts: ScoreFacts): {
  score: number | null;
  note: ScoreNote | null;
  parts: ScorePart[];
} {
  const values = valuesOf(facts);
  const known = Object.entries(weights).filter(([component]) => values[component as ScoreComponent] !== null);
  const total = known.reduce((sum, [, weight]) => sum + weight, 0);
  const counts = facts.attended > 0 && total >= knownWeightMin;
  let score = 0;
  const parts = (Object.keys(weights) as ScoreComponent[]).map((component): ScorePart => {
    const value = values[component];
    const weight = weights[component];
    const part = { component, value: value === null ? null : round(value, 10), weight };
    if (value === null || !counts) return { ...part, effective_weight: null, points: null };
    const effective = weight / total;
    score += value * effective;
    return {
      ...part,
      effective_weight: round(effective, 10_000),
      points: round(value * effective, 1000),
    };
  });
  return { score: counts ? round(score, 10) : null, note: noteOf(facts.attended, counts), parts };
}

function noteOf(attended: number, counts: boolean): ScoreNote | null {
  if (attended === 0) return "nobody_came";
  if (!counts) return "too_little_known";
  return attended < fewest.people_for_rate ? "few_people" : null;
}

/** 0–100, unrounded; null for a component that does not apply. */
function valuesOf(facts: ScoreFacts): Record<ScoreComponent, number | null> {
  const { registered, attended, peak } = facts;
  const came = attended > 0;
  return {
    attendance_rate: registered > 0 ? (facts.registered_attended / registered) * 100 : null,
    engagement_rate: came && facts.engaged !== null ? (facts.engaged / attended) * 100 : null,
    chat_activity:
      came && facts.chat_enabled && facts.messages !== null
        ? Math.min(1, facts.messages / attended / fullMessagesEach) * 100
        : null,
    peak_retention: came && peak !== null ? (peak / attended) * 100 : null,
  };
}

const round = (value: number, steps: number): number => Math.round(value * steps) / steps;

import type { SessionSummary } from "@/lib/domain/sessions/schema";
import { decimal } from "@/lib/platform/format";

/** Fewer sessions than this are no yardstick. */
const enough = 3;

/** How a score stands against the instructor's sessions before: within their middle half it is as usual, else so many points from their middle. */
export function scoreAgainst(
  score: number | null,
  typical: SessionSummary["typical_score"],
): { direction: "up" | "down" | "same"; tone: "good" | "bad" | "neutral"; words: string } | null {
  if (score === null || !typical || typical.sessions < enough) return null;
  if (score >= typical.low && score <= typical.high)
    return { direction: "same", tone: "neutral", words: "as usual" };
  const points = decimal(Math.abs(score - typical.median));
  return score > typical.median
    ? { direction: "up", tone: "good", words: points }
    : { direction: "down", tone: "bad", words: points };
}

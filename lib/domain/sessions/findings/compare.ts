import { steepestDrop } from "@/lib/measure/drop-offs";
import { compareRates } from "@/lib/measure/evidence";
import { decimal, percent } from "@/lib/platform/format";
import { beginSentence, type Finding, key, plain } from "@/lib/platform/phrases";
import type { CompareAnswer, ComparedSession } from "../compare";
import { type ComparedMetric, comparedMetrics, metrics } from "../metrics";
import { inWords } from "./sentences";

/** The sentences of the comparison page. */
type CompareFindings = {
  title: string;
  summary: Finding[];
  panelsTitle: string;
  tableTitle: string;
  overlayTitle: string;
};

type Given = Pick<CompareAnswer, "sessions" | "trends" | "best" | "lowest">;
type NameOf = (id: string) => string;

export function compareFindings(given: Given): CompareFindings {
  const nameOf = names(given.sessions);
  return {
    title: `${beginSentence(inWords(given.sessions.length))} sessions compared`,
    summary: summaryOf(given, nameOf),
    panelsTitle: panelsTitle(given.sessions),
    tableTitle: tableTitle(given, nameOf),
    overlayTitle: overlayTitle(given.sessions, nameOf),
  };
}

/** `session 6` in one course, else the title in quotes; by its letter on the page where titles repeat. */
function names(sessions: readonly ComparedSession[]): NameOf {
  const distinct = (values: readonly unknown[]) => new Set(values).size === sessions.length;
  const oneCourse = new Set(sessions.map((session) => session.course_title)).size === 1;
  const numbers = sessions.map((session) => session.series_number);
  const byWeek = oneCourse && !numbers.includes(null) && distinct(numbers);
  const byTitle = distinct(sessions.map((session) => session.title));
  const found = new Map(
    sessions.map((session, index) => [
      session.session_id,
      byWeek
        ? `session ${session.series_number}`
        : byTitle
          ? `“${session.title}”`
          : `session ${String.fromCharCode(65 + index)}`,
    ]),
  );
  return (id) => found.get(id) ?? "";
}

function summaryOf({ sessions: all, best, trends }: Given, nameOf: NameOf): Finding[] {
  const sessions = all.filter(({ ranked }) => ranked);
  const others = all.length - sessions.length;
  const found: Finding[] = [];
  if (sessions.length === 0)
    return [
      plain(
        "These sessions are shown and not ranked: their format or length differs too much, or few people came.",
      ),
    ];
  if (others > 0)
    found.push(
      plain(
        `${beginSentence(inWords(others))} ${others === 1 ? "is" : "are"} shown and not ranked: another format or length, few people, or left out.`,
      ),
    );
  const score = scoreSentence(sessions, trends.engagement_score);
  if (score) found.push(plain(score));
  const longest = only(best.average_presence_percentage);
  const drew = only(best.total_attended);
  const engaged = only(best.engagement_rate);
  const more = drew && drew === engaged ? `${nameOf(drew)} drew and engaged the most` : null;
  if (longest) {
    const whole = sessions.filter(({ metrics }) => metrics.largest_drop_off_percent === 0);
    const alone = sessions.length > 2 && whole.length === 1 && whole[0]!.session_id === longest;
    const known = sessions.every(({ metrics }) => metrics.largest_drop_off_percent !== null);
    const why = alone && known ? ", the only one that lost nobody at once," : "";
    // One clause fewer if it is the same session.
    if (drew === longest && drew === engaged)
      return [...found, key(`${beginSentence(nameOf(longest))}${why} drew, engaged and kept people best.`)];
    found.push(key(`${beginSentence(nameOf(longest))}${why} held people longest${more ? ";" : "."}`));
    if (more) found.push(plain(`${more}.`));
  } else if (more) found.push(key(`${beginSentence(more)}.`));
  return found.length > (others > 0 ? 1 : 0) ? found : [...found, plain("No clear differences.")];
}

const only = (ids: readonly string[]): string | null => (ids.length === 1 ? ids[0]! : null);

/** Whether the score rose or fell beyond chance: every time, or overall. */
function scoreSentence(
  sessions: readonly ComparedSession[],
  { direction, first_half, second_half }: CompareAnswer["trends"]["engagement_score"],
): string | null {
  if (direction !== "rising" && direction !== "falling") return null;
  const way = direction === "rising" ? "rose" : "fell";
  const scores = sessions.flatMap(({ metrics }) => metrics.engagement_score ?? []);
  const steps = scores.slice(1).map((score, index) => Math.sign(score - scores[index]!));
  if (scores.length === sessions.length && steps.every((step) => step === (direction === "rising" ? 1 : -1)))
    return `The score ${way} every time, from ${decimal(scores[0]!)} to ${decimal(scores.at(-1)!)}.`;
  if (first_half === null || second_half === null) return null;
  const rose = second_half > first_half;
  return rose === (direction === "rising")
    ? `Overall the score ${way}, from ${decimal(first_half)} on average in the first half to ${decimal(second_half)} in the second.`
    : null;
}

/** Drop-offs are falls by more than a fifth of those present, within a twentieth of the session. */
function panelsTitle(sessions: readonly ComparedSession[]): string {
  const known = sessions.filter(({ retention }) => retention.length > 0);
  const lost = known.filter(({ drop_offs }) => drop_offs.length > 0);
  if (known.length < 2) return "Share of attendees present";
  if (lost.length === 0) return "No session lost more than a fifth of the room at once";
  if (lost.length === known.length)
    return `In ${known.length === 2 ? "both" : `all ${inWords(known.length)}`} more than a fifth of the room left at once`;
  return `In ${inWords(lost.length)} of ${inWords(known.length)} more than a fifth of the room left at once`;
}

function tableTitle({ sessions, best: bests, lowest }: Given, nameOf: NameOf): string {
  // The largest room is no merit, and its peak says the same again.
  const measures = comparedMetrics.filter(
    (metric) => metrics[metric].unit !== "people" && bests[metric].length > 0,
  );
  const top = most(sessions, measures, bests);
  const bottom = most(sessions, measures, lowest);
  if (!top) return "Side by side";
  const best = `${beginSentence(nameOf(top.id))} is best on ${inWords(top.count)} measures`;
  return bottom && bottom.id !== top.id
    ? `${best}, ${nameOf(bottom.id)} lowest on ${inWords(bottom.count)}`
    : best;
}

/** The session with the most measures; null for a tie, or if none has more than one. */
function most(
  sessions: readonly ComparedSession[],
  measures: readonly ComparedMetric[],
  named: CompareAnswer["best"],
): { id: string; count: number } | null {
  const [first, second] = sessions
    .map(({ session_id: id }) => ({
      id,
      count: measures.filter((metric) => named[metric].includes(id)).length,
    }))
    .sort((a, b) => b.count - a.count);
  return first && first.count >= 2 && first.count > (second?.count ?? 0) ? first : null;
}

/** The sessions with the largest and smallest share present at the last step of the axis, if chance does not explain it. */
function overlayTitle(sessions: readonly ComparedSession[], nameOf: NameOf): string {
  const ends = sessions
    .filter(({ ranked, retention }) => ranked && retention.length > 0)
    .map(({ session_id: id, retention, metrics }) => {
      const of = metrics.total_attended ?? 0;
      return { id, share: retention.at(-1)!, rate: { part: Math.round((retention.at(-1)! * of) / 100), of } };
    })
    .sort((a, b) => b.share - a.share);
  const [first, last] = [ends[0], ends.at(-1)];
  if (!first || !last || compareRates(first.rate, last.rate)?.side !== "above")
    return "The same curves on one axis";
  return `${beginSentence(nameOf(first.id))} keeps ${percent(first.share, 0)} to the end, ${nameOf(last.id)} ${percent(last.share, 0)}`;
}

/** An instant as local time: `19:00`. */
type Clock = (instant: Date) => string;

const instantAt = ({ started_at, duration_minutes }: ComparedSession, part: number): Date =>
  new Date(Date.parse(started_at) + part * (duration_minutes ?? 0) * 60_000);

/** When each drop-off of a session began and ended. */
export const dropOffClocks = (session: ComparedSession, clock: Clock): string[] =>
  session.drop_offs.map(
    ({ from, to }) => `${clock(instantAt(session, from))} to ${clock(instantAt(session, to))}`,
  );

/** Where a session lost the largest share of those present. */
export function lossText(session: ComparedSession, clock: Clock): { text: string; tone: "good" | "loss" } {
  if (session.retention.length === 0) return { text: "times were not recorded", tone: "good" };
  const worst = steepestDrop(session.drop_offs);
  if (!worst) return { text: "no drop-off", tone: "good" };
  return {
    text: `${percent(worst.lost_percent, 0)} left at ${clock(instantAt(session, worst.at))}`,
    tone: "loss",
  };
}

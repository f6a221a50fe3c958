import type { Language } from "@/lib/language/language";
import { steepestDrop } from "@/lib/measure/drop-offs";
import { compareRates } from "@/lib/measure/evidence";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import type { CompareAnswer, ComparedSession } from "../compare";
import { type ComparedMetric, comparedMetrics, metrics } from "../metrics";
import { numberOfSessions } from "../words";

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

export function compareFindings(given: Given, language: Language): CompareFindings {
  const { t, beginSentence } = language;
  const nameOf = names(given.sessions, language);
  return {
    title: beginSentence(
      t("sessions.compare_findings.title", { words: numberOfSessions(given.sessions.length, language) }),
    ),
    summary: summaryOf(given, nameOf, language),
    panelsTitle: panelsTitle(given.sessions, language),
    tableTitle: tableTitle(given, nameOf, language),
    overlayTitle: overlayTitle(given.sessions, nameOf, language),
  };
}

/** `session 6` in one course, else the title in quotes; by its letter on the page where titles repeat. */
function names(sessions: readonly ComparedSession[], { t }: Language): NameOf {
  const distinct = (values: readonly unknown[]) => new Set(values).size === sessions.length;
  const oneCourse = new Set(sessions.map((session) => session.course_title)).size === 1;
  const numbers = sessions.map((session) => session.series_number);
  const byWeek = oneCourse && !numbers.includes(null) && distinct(numbers);
  const byTitle = distinct(sessions.map((session) => session.title));
  const found = new Map(
    sessions.map((session, index) => [
      session.session_id,
      byWeek
        ? t("sessions.compare_findings.by_number", { number: session.series_number ?? 0 })
        : byTitle
          ? t("sessions.compare_findings.by_title", { title: session.title })
          : t("sessions.compare_findings.by_letter", { letter: String.fromCharCode(65 + index) }),
    ]),
  );
  return (id) => found.get(id) ?? "";
}

function summaryOf({ sessions: all, best, trends }: Given, nameOf: NameOf, language: Language): Finding[] {
  const { t, beginSentence } = language;
  const sessions = all.filter(({ ranked }) => ranked);
  const others = all.length - sessions.length;
  const found: Finding[] = [];
  if (sessions.length === 0) return [plain(t("sessions.compare_findings.none_ranked"))];
  if (others > 0)
    found.push(
      plain(
        beginSentence(
          t("sessions.compare_findings.not_ranked", {
            count: others,
            words: numberOfSessions(others, language),
          }),
        ),
      ),
    );
  const score = scoreSentence(sessions, trends.engagement_score, language);
  if (score) found.push(plain(score));
  const longest = only(best.average_presence_percentage);
  const drew = only(best.total_attended);
  const engaged = only(best.engagement_rate);
  const more =
    drew && drew === engaged ? t("sessions.compare_findings.drew_and_engaged", { name: nameOf(drew) }) : null;
  if (longest) {
    const whole = sessions.filter(({ metrics }) => metrics.largest_drop_off_percent === 0);
    const alone = sessions.length > 2 && whole.length === 1 && whole[0]!.session_id === longest;
    const known = sessions.every(({ metrics }) => metrics.largest_drop_off_percent !== null);
    const best = { name: beginSentence(nameOf(longest)), alone: alone && known ? "yes" : "no" };
    // One clause fewer if it is the same session.
    if (drew === longest && drew === engaged)
      return [...found, key(t("sessions.compare_findings.best_at_all", best))];
    found.push(key(t("sessions.compare_findings.held_longest", { ...best, more: more ? "yes" : "no" })));
    if (more) found.push(plain(more));
  } else if (more) found.push(key(beginSentence(more)));
  return found.length > (others > 0 ? 1 : 0)
    ? found
    : [...found, plain(t("sessions.compare_findings.no_differences"))];
}

const only = (ids: readonly string[]): string | null => (ids.length === 1 ? ids[0]! : null);

/** Whether the score rose or fell beyond chance: every time, or overall. */
function scoreSentence(
  sessions: readonly ComparedSession[],
  { direction, first_half, second_half }: CompareAnswer["trends"]["engagement_score"],
  { t, decimal }: Language,
): string | null {
  if (direction !== "rising" && direction !== "falling") return null;
  const scores = sessions.flatMap(({ metrics }) => metrics.engagement_score ?? []);
  const steps = scores.slice(1).map((score, index) => Math.sign(score - scores[index]!));
  if (scores.length === sessions.length && steps.every((step) => step === (direction === "rising" ? 1 : -1)))
    return t("sessions.compare_findings.score_every_time", {
      direction,
      from: decimal(scores[0]!),
      to: decimal(scores.at(-1)!),
    });
  if (first_half === null || second_half === null) return null;
  const rose = second_half > first_half;
  return rose === (direction === "rising")
    ? t("sessions.compare_findings.score_overall", {
        direction,
        first: decimal(first_half),
        second: decimal(second_half),
      })
    : null;
}

/** Drop-offs are falls by more than a fifth of those present, within a twentieth of the session. */
function panelsTitle(sessions: readonly ComparedSession[], language: Language): string {
  const { t } = language;
  const known = sessions.filter(({ retention }) => retention.length > 0).length;
  const lost = sessions.filter(
    ({ retention, drop_offs }) => retention.length > 0 && drop_offs.length > 0,
  ).length;
  if (known < 2) return t("sessions.compare_findings.share_present");
  if (lost === 0) return t("sessions.compare_findings.none_lost");
  const words = numberOfSessions(known, language);
  return lost === known
    ? t("sessions.compare_findings.all_lost", { count: known, words })
    : t("sessions.compare_findings.some_lost", {
        count: lost,
        lost: numberOfSessions(lost, language),
        known: words,
      });
}

function tableTitle({ sessions, best: bests, lowest }: Given, nameOf: NameOf, language: Language): string {
  const { t, beginSentence } = language;
  // The largest room is no merit, and its peak says the same again.
  const measures = comparedMetrics.filter(
    (metric) => metrics[metric].unit !== "people" && bests[metric].length > 0,
  );
  const top = most(sessions, measures, bests);
  const bottom = most(sessions, measures, lowest);
  if (!top) return t("sessions.compare_findings.side_by_side");
  const best = { best: beginSentence(nameOf(top.id)), most: numberOfSessions(top.count, language) };
  return bottom && bottom.id !== top.id
    ? t("sessions.compare_findings.best_and_lowest", {
        ...best,
        lowest: nameOf(bottom.id),
        least: numberOfSessions(bottom.count, language),
      })
    : t("sessions.compare_findings.best_on", best);
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
function overlayTitle(
  sessions: readonly ComparedSession[],
  nameOf: NameOf,
  { t, percent, beginSentence }: Language,
): string {
  const ends = sessions
    .filter(({ ranked, retention }) => ranked && retention.length > 0)
    .map(({ session_id: id, retention, metrics }) => {
      const of = metrics.total_attended ?? 0;
      return { id, share: retention.at(-1)!, rate: { part: Math.round((retention.at(-1)! * of) / 100), of } };
    })
    .sort((a, b) => b.share - a.share);
  const [first, last] = [ends[0], ends.at(-1)];
  if (!first || !last || compareRates(first.rate, last.rate)?.side !== "above")
    return t("sessions.compare_findings.same_curves");
  return t("sessions.compare_findings.keeps", {
    first: beginSentence(nameOf(first.id)),
    share: percent(first.share, 0),
    last: nameOf(last.id),
    other_share: percent(last.share, 0),
  });
}

/** An instant as local time: `19:00`. */
type Clock = (instant: Date) => string;

const instantAt = ({ started_at, duration_minutes }: ComparedSession, part: number): Date =>
  new Date(Date.parse(started_at) + part * (duration_minutes ?? 0) * 60_000);

/** When each drop-off of a session began and ended. */
export const dropOffClocks = (session: ComparedSession, clock: Clock, { t }: Language): string[] =>
  session.drop_offs.map(({ from, to }) =>
    t("sessions.findings.clock_range", {
      from: clock(instantAt(session, from)),
      to: clock(instantAt(session, to)),
    }),
  );

/** Where a session lost the largest share of those present. */
export function lossText(
  session: ComparedSession,
  clock: Clock,
  { t, percent }: Language,
): { text: string; tone: "good" | "loss" } {
  if (session.retention.length === 0) return { text: t("sessions.compare_findings.no_times"), tone: "good" };
  const worst = steepestDrop(session.drop_offs);
  if (!worst) return { text: t("sessions.compare_findings.no_drop_off"), tone: "good" };
  return {
    text: t("sessions.compare_findings.left_at", {
      share: percent(worst.lost_percent, 0),
      time: clock(instantAt(session, worst.at)),
    }),
    tone: "loss",
  };
}

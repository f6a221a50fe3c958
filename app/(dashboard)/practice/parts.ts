import { createElement } from "react";
import { RowStrip } from "@/components/charts/row-strip";
import type { AreaRow } from "@/components/practice/areas-table";
import type { WarmUpArea } from "@/components/practice/warm-up";
import type { WeekSums } from "@/components/practice/weeks";
import type { ChangeProps } from "@/components/ui/change";
import type { NumberProps } from "@/components/ui/numbers";
import { changedAreas } from "@/lib/domain/practice/findings";
import type { Followed } from "@/lib/domain/practice/followed";
import { type ScoreDirection, valuesOf } from "@/lib/domain/practice/scores";
import { mondayOf } from "@/lib/domain/practice/weeks";
import type { PracticeOverview } from "@/lib/flows/practice/overview";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { unknown } from "@/lib/language/numbers";
import { oneDecimal } from "@/lib/measure/rounding";
import { plusDays } from "@/lib/platform/time";

/* What the practice page shows, in words. */

const strip = (values: readonly number[]) =>
  createElement(RowStrip, { kind: "band", values: [...values], band: null });

/** Whether a score has changed, in words: higher is good. */
export function scoreChange(score: ScoreDirection, { t, decimal }: Language): ChangeProps {
  const { direction, change } = score;
  const words = t(`practice.scores.directions.${direction}`, {
    by: change === null ? "" : decimal(Math.abs(change)),
  });
  if (direction === "higher") return { direction: "up", tone: "good", words };
  if (direction === "lower") return { direction: "down", tone: "bad", words };
  return { direction: direction === "same" ? "same" : "none", tone: "neutral", words };
}

/** This week beside the last by the same time, and the scores. More time or words are neither good nor bad. */
export function numbersOf(
  { week, weeks, scores, sessions }: PracticeOverview,
  language: Language,
): NumberProps[] {
  const { t, count, decimal } = language;
  const amount = (
    key: "sessions" | "minutes" | "words",
    [now, before]: readonly [number, number],
    history: readonly number[],
  ): NumberProps => {
    const by = Math.round(now) - Math.round(before);
    const words = by === 0 ? "same" : by > 0 ? "more" : "fewer";
    return {
      label: t(`practice.numbers.${key}`),
      value: count(Math.round(now)),
      base: t("practice.numbers.before", { value: count(Math.round(before)) }),
      change: {
        direction: by === 0 ? "same" : by > 0 ? "up" : "down",
        tone: "neutral",
        words: t(`practice.numbers.${words}`, { by: count(Math.abs(by)) }),
      },
      spark: strip(history),
    };
  };
  const { previous } = week;
  return [
    amount(
      "sessions",
      [week.total_sessions, previous.total_sessions],
      weeks.map((one) => one.sessions),
    ),
    amount(
      "minutes",
      [week.total_minutes, previous.total_minutes],
      weeks.map((one) => one.seconds / 60),
    ),
    amount(
      "words",
      [week.total_words, previous.total_words],
      weeks.map((one) => one.words),
    ),
    ...scores.map((one): NumberProps => {
      const { score, recent } = one;
      const label = t(`practice.score.${score}`);
      if (recent === null)
        return { label, value: unknown, base: t("practice.numbers.few", { count: one.sessions }) };
      return {
        ...{ label, value: decimal(recent), unit: t("practice.numbers.of_100") },
        base: t("practice.numbers.mean"),
        change: scoreChange(one, language),
        spark: strip(valuesOf(sessions, score)),
      };
    }),
  ];
}

/** This week's minutes and words beside the last week's, in words by the same time of the week. */
export function weekSums({ week, running }: PracticeOverview, { t, count }: Language): WeekSums[] {
  return (["minutes", "words"] as const).map((key) => {
    const by = Math.round(week[`total_${key}`]) - Math.round(week.previous[`total_${key}`]);
    return {
      ...{ key, now: running.now[key], before: running.before[key] },
      title: t(`practice.weeks.title_${key}`, {
        direction: by > 0 ? "more" : by < 0 ? "fewer" : week[`total_${key}`] > 0 ? "same" : "none",
        count: Math.abs(by),
        by: count(Math.abs(by)),
      }),
    };
  });
}

/** The days of a week from Monday on. */
export function weekDays({ today }: PracticeOverview, { code }: Language): { full: string; short: string }[] {
  const { weekday, weekdayLetter } = dateFormat(code);
  return Array.from({ length: 7 }, (_, index) => {
    const day = plusDays(mondayOf(today), index);
    return { full: weekday(day), short: weekdayLetter(day) };
  });
}

export const warmUpTitle = ({ focus, due }: PracticeOverview, { t }: Language): string =>
  t("practice.warm_up.title", { areas: focus.length, words: due.length });

/** The areas to begin with, each with its reason and what followed for others who watched. */
export const warmUpAreas = ({ focus, today }: PracticeOverview, language: Language): WarmUpArea[] =>
  focus.map(({ key, area, sessions, of, last_named_on, lesson, followed }) => ({
    ...{ key, area, lesson },
    followed: followed && followedText(followed, language),
    reason: language.t("practice.warm_up.reason", {
      ...{ sessions, of, day: dateFormat(language.code).shortDay(last_named_on) },
      when: last_named_on === today ? "today" : last_named_on === plusDays(today, -1) ? "yesterday" : "day",
    }),
  }));

const followedTones = { less: "good", more: "bad", same: "neutral" } as const;
const followedDirections = { less: "down", more: "up", same: "same" } as const;

/** How often an area was named before and after people watched: with how many they are, and the interval. */
function followedText(followed: Followed, { t, decimal }: Language): WarmUpArea["followed"] {
  if (followed.kind === "too_few") return { change: null, text: t("practice.followed.too_few") };
  const { kind, people, before, after, change, interval } = followed;
  const whole = (value: number) => decimal(value, 0);
  return {
    change: {
      ...{ direction: followedDirections[kind], tone: followedTones[kind] },
      words: t(`practice.followed.${kind}`, { by: whole(Math.abs(change)) }),
    },
    text: t("practice.followed.numbers", {
      ...{ people, before: whole(before), after: whole(after) },
      ...{ low: whole(interval.low), high: whole(interval.high) },
    }),
  };
}

export const wordsText = ({ words, due_tomorrow }: PracticeOverview, { t }: Language): string =>
  t("practice.words.text", { learned: words, tomorrow: due_tomorrow });

/** Which scores have changed; else that none has, or the subject. */
export function scoresTitle(scores: readonly ScoreDirection[], { t, decimal }: Language): string {
  const said = scores.flatMap(({ score, direction, change }) => {
    const values = { score: t(`practice.score.${score}`), by: decimal(Math.abs(change ?? 0)) };
    if (direction === "higher") return t("practice.scores.rose", values);
    return direction === "lower" ? t("practice.scores.fell", values) : [];
  });
  if (said.length > 0) return said.join("; ");
  const compared = scores.some(({ direction }) => direction === "same");
  return t(compared ? "practice.scores.no_change" : "practice.scores.subject");
}

/** The two areas that have changed most; else the subject. */
export function areasTitle({ areas }: PracticeOverview, { t }: Language): string {
  const said = changedAreas(areas)
    .slice(0, 2)
    .map(({ area, direction }) =>
      t(direction === "more" ? "practice.areas.more" : "practice.areas.less", { area }),
    );
  return said.join("; ") || t("practice.areas.title");
}

/** More areas are not listed: the latest named come first. */
const areasMax = 12;

export const areaRows = ({ areas, time_zone }: PracticeOverview, now: Date, { code }: Language): AreaRow[] =>
  areas.slice(0, areasMax).map(({ last_named_at, ...area }) => ({
    ...area,
    last_named: dateFormat(code).dayAndTime(last_named_at, now, time_zone),
  }));

/** A score beside each session: the mean of the last ones up to it. */
export function runningMeans(values: readonly (number | null)[], of: number): (number | null)[] {
  const last: number[] = [];
  return values.map((value) => {
    if (value === null) return null;
    last.push(value);
    if (last.length > of) last.shift();
    return last.length < of ? null : oneDecimal(last.reduce((sum, one) => sum + one, 0) / of);
  });
}

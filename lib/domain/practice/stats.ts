import { quantile } from "@/lib/measure/quantiles";
import { oneDecimal } from "@/lib/measure/rounding";
import {
  type Day,
  dayOf,
  daysInclusive,
  instantAt,
  localOf,
  plusDays,
  startOfDayInstant,
} from "@/lib/platform/time";
import { areasOf } from "./areas";
import { named, type Practice, practiceTypes, type ScoreName, type Scores, scoreNames } from "./practice";
import { meanScores } from "./scores";

/* What a learner's sessions of a week or a month add up to, and how that differs from the period before. */

export const periods = ["week", "month"] as const;
export type Period = (typeof periods)[number];
const listedMax = 10;

/** A calendar week (from Monday) or month of the school's zone until now, and the one before until the same day and time. */
export function stretchOf(period: Period, now: Date, timeZone: string) {
  const { day: to, clock } = localOf(now, timeZone);
  const weekday = (new Date(`${to}T00:00:00Z`).getUTCDay() + 6) % 7;
  const from = period === "week" ? plusDays(to, -weekday) : `${to.slice(0, 7)}-01`;
  const previous_from = period === "week" ? plusDays(from, -7) : `${plusDays(from, -1).slice(0, 7)}-01`;
  const sameDay = plusDays(previous_from, daysInclusive(from, to) - 1);
  const start = startOfDayInstant(from, timeZone);
  return {
    ...{ from, to, previous_from, start, end: now },
    previous_start: startOfDayInstant(previous_from, timeZone),
    // The month before may be shorter.
    previous_end: sameDay < from ? instantAt(sameDay, clock, timeZone) : start,
  };
}

export type Totals = {
  total_sessions: number;
  total_minutes: number;
  total_words: number;
  average_scores: Scores;
};

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const minutes = (rows: readonly Pick<Practice, "duration_seconds">[]): number =>
  oneDecimal(sum(rows.map(({ duration_seconds }) => duration_seconds)) / 60);
const words = (rows: readonly Pick<Practice, "words_spoken">[]): number =>
  sum(rows.map(({ words_spoken }) => words_spoken));

export const totalsOf = (rows: readonly Practice[]): Totals => ({
  total_sessions: rows.length,
  total_minutes: minutes(rows),
  total_words: words(rows),
  average_scores: meanScores(rows),
});

/** The sessions of a stretch, its start included. */
export const within = (rows: readonly Practice[], start: Date, end: Date): Practice[] =>
  rows.filter(({ created_at }) => created_at >= start && created_at <= end);

const difference = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : oneDecimal(a - b);

/** One totals minus another; a score that one of them lacks has no difference. */
export const changeOf = (now: Totals, before: Totals) => ({
  total_sessions: now.total_sessions - before.total_sessions,
  total_minutes: oneDecimal(now.total_minutes - before.total_minutes),
  total_words: now.total_words - before.total_words,
  average_scores: Object.fromEntries(
    scoreNames.map((score) => [score, difference(now.average_scores[score], before.average_scores[score])]),
  ) as Scores,
});

/** The statistics of all sessions of a learner, the oldest first. */
export function statsOf(sessions: readonly Practice[], period: Period, now: Date, timeZone: string) {
  const stretch = stretchOf(period, now, timeZone);
  const rows = within(sessions, stretch.start, stretch.end);
  const before = within(sessions, stretch.previous_start, stretch.previous_end);
  const totals = totalsOf(rows);
  const previous = totalsOf(before);
  return {
    ...{ period, from: stretch.from, to: stretch.to, time_zone: timeZone, ...totals },
    by_type: practiceTypes.map((session_type) => {
      const { average_scores, ...own } = totalsOf(rows.filter((row) => row.session_type === session_type));
      return { session_type, ...own, average_scores };
    }),
    daily: daysOf(rows, stretch.from, stretch.to, timeZone),
    previous: { from: stretch.previous_from, ...previous },
    change: changeOf(totals, previous),
    top_topics: topTopics(rows),
    weak_areas: weakAreas(rows, sessions, timeZone),
  };
}

/** Every day of a stretch, with its sessions. */
export function daysOf(rows: readonly Practice[], from: Day, to: Day, timeZone: string) {
  return Array.from({ length: daysInclusive(from, to) }, (_, index) => {
    const day = plusDays(from, index);
    const own = rows.filter(({ created_at }) => dayOf(created_at, timeZone) === day);
    return { day, sessions: own.length, minutes: minutes(own), words: words(own) };
  });
}

/** The topics of the most sessions; of equally many the alphabetically first. */
export function topTopics(rows: readonly Practice[]): { topic: string; sessions: number }[] {
  const topics = new Map<string, { topic: string; sessions: number }>();
  for (const row of rows)
    for (const [key, topic] of named(row.topics))
      topics.set(key, { topic, sessions: (topics.get(key)?.sessions ?? 0) + 1 });
  return [...topics]
    .sort(([a, one], [b, other]) => other.sessions - one.sessions || (a < b ? -1 : 1))
    .map(([, topic]) => topic)
    .slice(0, listedMax);
}

/** The areas that the period's sessions name most often, each with its direction over all sessions. */
function weakAreas(rows: readonly Practice[], sessions: readonly Practice[], timeZone: string) {
  const counts = new Map<string, number>();
  for (const row of rows)
    for (const key of named(row.areas_to_improve).keys()) counts.set(key, (counts.get(key) ?? 0) + 1);
  return areasOf(sessions)
    .filter(({ key }) => counts.has(key))
    .map(({ key, area, before, last, last_of, direction, last_named_at }) => ({
      ...{ key, area, sessions: counts.get(key)!, before, last, last_of, direction },
      last_named_on: dayOf(last_named_at, timeZone),
    }))
    .sort((a, b) => b.sessions - a.sessions || (a.key < b.key ? -1 : 1))
    .slice(0, listedMax)
    .map(({ key: _, ...area }) => area);
}

/** Fewer people are compared with nobody. */
export const classPeopleMin = 5;

/** What one person of a class practised in a period. */
export type ClassMate = Scores & { sessions: number; minutes: number; words: number };

/** The medians of the people of a class who practised; null with fewer than five, and each score with fewer who have it. */
export function classMedians(mates: readonly ClassMate[]) {
  if (mates.length < classPeopleMin) return null;
  const median = (values: readonly (number | null)[]): number | null => {
    const known = values.filter((value) => value !== null);
    return known.length < classPeopleMin ? null : oneDecimal(quantile(known, 0.5));
  };
  const of = (key: "sessions" | "minutes" | "words" | ScoreName) => median(mates.map((mate) => mate[key]));
  return {
    people: mates.length,
    total_sessions: of("sessions"),
    total_minutes: of("minutes"),
    total_words: of("words"),
    average_scores: Object.fromEntries(scoreNames.map((score) => [score, of(score)])) as Scores,
  };
}

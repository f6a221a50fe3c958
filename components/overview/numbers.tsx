import { RowStrip } from "@/components/charts/row-strip";
import { changeTo } from "@/components/ui/change";
import { DurationValue, explained, type NumberProps, NumberStrip, shareValue } from "@/components/ui/numbers";
import { useLanguage } from "@/components/ui/use-language";
import type { OverviewChanges } from "@/lib/domain/sessions/findings/overview";
import type { OverviewAnswer } from "@/lib/domain/sessions/schema";
import { wordsOf } from "@/lib/glossary/glossary";
import type { Language } from "@/lib/language/language";
import { bandOf, compareToNumber, fewest } from "@/lib/measure/evidence";
import { count, decimal, duration, percent, plural } from "@/lib/platform/format";

type Totals = Omit<OverviewAnswer, "success" | "recent_sessions">;
/** One finished session of the little histories, in time order. */
type HistorySession = Pick<
  OverviewAnswer["recent_sessions"][number],
  "session_id" | "attendance_rate" | "engagement_rate" | "average_presence_percentage"
>;
type Watched = { hours: number; people: number };

type Props = {
  totals: Totals;
  /** The same for the period before; null when all time is counted. */
  before: Totals | null;
  /** What changed beyond chance, between sessions that are alike. */
  changes: OverviewChanges | null;
  history: readonly HistorySession[];
  videos: { now: Watched; before: Watched | null };
  /** "28 days before": the period that a change is compared with. */
  beforeText: string;
  listHref: string;
  /** Sessions that have not started, whatever period is counted. */
  planned: number;
};

/** A smaller difference does not count. */
const sameBelow = 0.5;

/** The overview's headline numbers: how much was taught, and how it was attended. */
export function OverviewNumbers(props: Props) {
  const { totals, before, changes, history, videos, beforeText, listHref, planned } = props;
  const language = useLanguage();
  const { average_duration_minutes: minutes } = totals;
  const watched = minutes === null ? null : minutes * 60;
  const items: NumberProps[] = [
    {
      ...explained(wordsOf("sessions_held", language), count(totals.sessions_held), {
        links: [{ label: `See the ${plural(totals.sessions_held, "session")}`, href: listHref }],
      }),
      value: count(totals.sessions_held),
      base: planned === 0 ? "none planned" : `${count(planned)} more planned`,
      ...since(totals.sessions_held, before?.sessions_held, (by) => ({
        above: `${count(by)} more`,
        below: `${count(by)} fewer`,
      })),
    },
    rate("average_attendance_rate", props, language),
    {
      ...explained(wordsOf("average_duration_minutes", language), duration(watched), {
        typical: comparedText(changes, "average_presence_percentage", beforeText),
        links: [
          { label: `See the ${plural(totals.sessions_held, "session")}`, href: `${listHref}&sort=-watched` },
        ],
      }),
      value: <DurationValue seconds={watched} />,
      base: `${plural(totals.sessions_held, "session")} together`,
      ...beyondChance(changes, "average_presence_percentage", 100, (by) => ({
        above: `${by} points more of the length`,
        below: `${by} points less of the length`,
      })),
      // Of each session's length: a longer session is not one in which people stay longer.
      spark: spark(history.map((session) => session.average_presence_percentage)),
    },
    rate("average_engagement_rate", props, language),
    {
      label: "Videos watched",
      value: decimal(videos.now.hours, videos.now.hours < 10 ? 1 : 0),
      unit: "h",
      base: `by ${plural(videos.now.people, "person", "people")}`,
      ...since(videos.now.hours, comparedHours(videos), (by) => ({
        above: `${decimal(by, 0)} h more`,
        below: `${decimal(by, 0)} h less`,
      })),
      explanation: {
        title: "Videos watched",
        definition: `${wordsOf("total_watch_time_seconds", language).definition} Over all videos that you can see.`,
        links: [{ label: "See the videos", href: "/videos" }],
      },
    },
    {
      ...explained(wordsOf("average_rating", language), decimal(totals.average_rating), {
        typical: comparedText(changes, "average_rating", beforeText),
      }),
      value: decimal(totals.average_rating),
      unit: totals.average_rating === null ? undefined : "of 5",
      base: totals.average_rating === null ? "no ratings yet" : "of all ratings",
      ...beyondChance(changes, "average_rating", 1, (by) => ({
        above: `${by} higher`,
        below: `${by} lower`,
      })),
    },
  ];
  return <NumberStrip items={items} />;
}

/** The hours before, where in both periods ten people watched. */
const comparedHours = ({ now, before }: Props["videos"]) =>
  before && Math.min(now.people, before.people) >= fewest.people_for_comparison ? before.hours : null;

function spark(values: (number | null)[]) {
  const known = values.filter((value) => value !== null);
  return <RowStrip kind="band" values={values} band={bandOf(known)} />;
}

/** What a rate of people is computed from: those who did, and those who did not. */
function rate(
  key: "average_attendance_rate" | "average_engagement_rate",
  { totals, changes, history, beforeText, listHref }: Props,
  language: Language,
): NumberProps {
  const value = totals[key];
  const of = {
    average_attendance_rate: {
      part: totals.registered_attended,
      base: totals.total_registered,
      names: ["Registered and attended", "Registered, did not attend"],
      noun: "registration",
      none: "no registrations",
      metric: "attendance_rate" as const,
      sort: "rate",
    },
    average_engagement_rate: {
      part: totals.engaged,
      base: totals.attended_where_recorded,
      names: ["Wrote or reacted", "Only listened"],
      noun: "attendee",
      none: "no attendees",
      metric: "engagement_rate" as const,
      sort: "took_part",
    },
  }[key];
  const [did, didNot] = of.names;
  return {
    ...explained(wordsOf(key, language), percent(value), {
      operands: [
        { label: did!, value: count(of.part) },
        { label: didNot!, value: count(of.base - of.part) },
      ],
      result: { label: `${count(of.part)} ÷ ${count(of.base)} × 100`, value: percent(value) },
      typical: comparedText(changes, key, beforeText),
      links: [
        { label: `See the ${plural(totals.sessions_held, "session")}`, href: `${listHref}&sort=-${of.sort}` },
      ],
    }),
    ...shareValue(of.part, of.base, value, language),
    base: value === null ? of.none : `of ${plural(of.base, of.noun)}`,
    ...beyondChance(changes, key, 100, (by) => ({
      above: `${by} points higher`,
      below: `${by} points lower`,
    })),
    spark: spark(history.map((session) => session[of.metric])),
  };
}

type Changed = Exclude<keyof OverviewChanges, "sessions" | "sessions_before">;

/** An arrow only for a change that chance does not explain. `scale`: 100 for shares, in points. */
function beyondChance(
  changes: OverviewChanges | null,
  key: Changed,
  scale: number,
  words: (by: string) => { above: string; below: string },
): Pick<NumberProps, "change"> {
  const change = changes?.[key];
  if (!change || change.side === "same") return {};
  const { above, below } = words(decimal(Math.abs(change.difference) * scale));
  return { change: changeTo(change.side, { above, same: "", below }) };
}

/** With what a number is compared, and how certain the difference is. */
function comparedText(changes: OverviewChanges | null, key: Changed, beforeText: string): string | undefined {
  if (!changes) return undefined;
  const { sessions, sessions_before: earlier } = changes;
  const change = changes[key];
  if (!change?.interval)
    return `Not compared with the ${beforeText}: it needs ${fewest.sessions_for_trend} sessions of the same course and format in each.`;
  const scale = key === "average_rating" ? 1 : 100;
  const unit = key === "average_rating" ? "stars" : "points";
  const { low, high } = change.interval;
  return `Compared with ${plural(earlier, "session")} of the same course and format in the ${beforeText} (${count(sessions)} now): the 95\u00a0% interval of the difference is ${decimal(low * scale)} to ${decimal(high * scale)} ${unit}${change.side === "same" ? ", so it can be chance" : ""}.`;
}

/** A change of a count since the days before, without a verdict; none where either is unknown. */
function since(
  now: number | null,
  before: number | null | undefined,
  words: (by: number) => { above: string; below: string },
): Pick<NumberProps, "change"> {
  const compared = compareToNumber(now, before, sameBelow);
  if (!compared) return {};
  const { above, below } = words(Math.abs(compared.difference));
  const verdict = { above: "neutral", below: "neutral" } as const;
  return { change: changeTo(compared.side, { above, same: "about the same", below }, verdict) };
}

import { RowStrip } from "@/components/charts/row-strip";
import { changeTo } from "@/components/ui/change";
import { DurationValue, explained, type NumberProps, NumberStrip, shareValue } from "@/components/ui/numbers";
import { useLanguage } from "@/components/ui/use-language";
import type { OverviewChanges } from "@/lib/domain/sessions/findings/overview";
import type { OverviewAnswer } from "@/lib/domain/sessions/schema";
import { wordsOf } from "@/lib/glossary/glossary";
import type { Language } from "@/lib/language/language";
import { bandOf, compareToNumber, fewest } from "@/lib/measure/evidence";

type Totals = Omit<OverviewAnswer, "success" | "recent_sessions">;
/** One finished session of the little histories, in time order. */
type HistorySession = Pick<
  OverviewAnswer["recent_sessions"][number],
  "session_id" | "attendance_rate" | "engagement_rate" | "average_presence_percentage"
>;
type Watched = { seconds: number; people: number };

type Props = {
  totals: Totals;
  /** The same for the period before; null when all time is counted. */
  before: Totals | null;
  /** What changed beyond chance, between sessions that are alike. */
  changes: OverviewChanges | null;
  history: readonly HistorySession[];
  videos: { now: Watched; before: Watched | null };
  /** How long the period is, and the one before, with which it is compared. */
  days: number;
  listHref: string;
  /** Sessions that have not started, whatever period is counted. */
  planned: number;
  /** How many learners are at risk now, and of how many: they follow the page. */
  quiet: Required<Pick<NumberProps, "value" | "base">>;
};

/** A smaller difference does not count. */
const sameBelow = 0.5;

/** The overview's headline numbers: how much was taught, and how it was attended. */
export function OverviewNumbers(props: Props) {
  const { totals, before, changes, history, videos, listHref, planned, quiet } = props;
  const language = useLanguage();
  const { t, count, decimal, duration, beginSentence } = language;
  const sessions = { count: totals.sessions_held };
  const { average_duration_minutes: minutes } = totals;
  const watched = minutes === null ? null : minutes * 60;
  const hours = hoursOf(videos.now);
  const items: NumberProps[] = [
    {
      ...explained(wordsOf("sessions_held", language), count(totals.sessions_held), {
        links: [{ label: t("overview.numbers.see_sessions", sessions), href: listHref }],
      }),
      value: count(totals.sessions_held),
      base: t("overview.numbers.planned", { count: planned }),
      ...since(
        totals.sessions_held,
        before?.sessions_held,
        (by) => ({
          above: t("overview.numbers.more", { by: count(by) }),
          below: t("overview.numbers.fewer", { by: count(by) }),
        }),
        language,
      ),
    },
    rate("average_attendance_rate", props, language),
    {
      ...explained(wordsOf("average_duration_minutes", language), duration(watched), {
        typical: comparedText("average_presence_percentage", props, language),
        links: [{ label: t("overview.numbers.see_sessions", sessions), href: `${listHref}&sort=-watched` }],
      }),
      value: <DurationValue seconds={watched} />,
      base: t("overview.numbers.together", sessions),
      ...beyondChance(
        changes,
        "average_presence_percentage",
        (by) => ({
          above: t("overview.numbers.longer", { by }),
          below: t("overview.numbers.shorter", { by }),
        }),
        language,
      ),
      // Of each session's length: a longer session is not one in which people stay longer.
      spark: spark(history.map((session) => session.average_presence_percentage)),
    },
    rate("average_engagement_rate", props, language),
    {
      label: t("overview.numbers.videos_watched"),
      value: decimal(hours, hours < 10 ? 1 : 0),
      unit: "h",
      base: t("overview.numbers.by_people", { count: videos.now.people }),
      ...since(
        hours,
        comparedHours(videos),
        (by) => ({
          above: t("overview.numbers.hours_more", { by: decimal(by, 0) }),
          below: t("overview.numbers.hours_less", { by: decimal(by, 0) }),
        }),
        language,
      ),
      explanation: {
        title: t("overview.numbers.videos_watched"),
        definition: t("overview.numbers.over_all_videos", {
          definition: t("glossary.total_watch_time_seconds.definition"),
        }),
        links: [{ label: t("overview.numbers.see_videos"), href: "/videos" }],
      },
    },
    {
      label: t("overview.numbers.gone_quiet"),
      ...quiet,
      unit: t("overview.numbers.learners"),
      explanation: {
        title: t("overview.numbers.gone_quiet"),
        definition: beginSentence(t("learners.list.at_risk_rule")),
        links: [{ label: t("overview.priorities.open_learners"), href: "/learners?at_risk=yes" }],
      },
    },
  ];
  return <NumberStrip items={items} />;
}

const hoursOf = ({ seconds }: Watched) => seconds / 3600;

/** The hours before, where in both periods ten people watched. */
const comparedHours = ({ now, before }: Props["videos"]) =>
  before && Math.min(now.people, before.people) >= fewest.people_for_comparison ? hoursOf(before) : null;

function spark(values: (number | null)[]) {
  const known = values.filter((value) => value !== null);
  return <RowStrip kind="band" values={values} band={bandOf(known)} />;
}

/** What a rate of people is computed from: those who did, and those who did not. */
function rate(
  key: "average_attendance_rate" | "average_engagement_rate",
  props: Props,
  language: Language,
): NumberProps {
  const { totals, changes, history, listHref } = props;
  const { t, count, percent } = language;
  const value = totals[key];
  const of = {
    average_attendance_rate: {
      part: totals.registered_attended,
      base: totals.total_registered,
      names: [t("glossary.registered_attended.label"), t("overview.numbers.did_not_come")],
      base_text: t("overview.numbers.of_registrations", { count: totals.total_registered }),
      none: t("overview.numbers.no_registrations"),
      metric: "attendance_rate" as const,
      sort: "rate",
    },
    average_engagement_rate: {
      part: totals.engaged,
      base: totals.attended_where_recorded,
      names: [t("overview.numbers.engaged"), t("overview.numbers.listened")],
      base_text: t("overview.numbers.of_attendees", { count: totals.attended_where_recorded }),
      none: t("overview.numbers.no_attendees"),
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
      typical: comparedText(key, props, language),
      links: [
        {
          label: t("overview.numbers.see_sessions", { count: totals.sessions_held }),
          href: `${listHref}&sort=-${of.sort}`,
        },
      ],
    }),
    ...shareValue(of.part, of.base, value, language),
    base: value === null ? of.none : of.base_text,
    ...beyondChance(
      changes,
      key,
      (by) => ({
        above: t("overview.numbers.points_higher", { by }),
        below: t("overview.numbers.points_lower", { by }),
      }),
      language,
    ),
    spark: spark(history.map((session) => session[of.metric])),
  };
}

type Changed = Exclude<keyof OverviewChanges, "sessions" | "sessions_before">;

/** An arrow only for a change that chance does not explain, in points. */
function beyondChance(
  changes: OverviewChanges | null,
  key: Changed,
  words: (by: string) => { above: string; below: string },
  { decimal }: Language,
): Pick<NumberProps, "change"> {
  const change = changes?.[key];
  if (!change || change.side === "same") return {};
  const { above, below } = words(decimal(Math.abs(change.difference) * 100));
  return { change: changeTo(change.side, { above, same: "", below }) };
}

/** With what a number is compared, and how certain the difference is. */
function comparedText(key: Changed, { changes, days }: Props, { t, decimal }: Language): string | undefined {
  if (!changes) return undefined;
  const change = changes[key];
  if (!change?.interval)
    return t("overview.numbers.not_compared", { days, sessions: fewest.sessions_for_trend });
  return t("overview.numbers.compared", {
    days,
    earlier: changes.sessions_before,
    now: changes.sessions,
    low: decimal(change.interval.low * 100),
    high: decimal(change.interval.high * 100),
    same: change.side === "same" ? "yes" : "no",
  });
}

/** A change of a count since the days before, without a verdict; none where either is unknown. */
function since(
  now: number | null,
  before: number | null | undefined,
  words: (by: number) => { above: string; below: string },
  { t }: Language,
): Pick<NumberProps, "change"> {
  const compared = compareToNumber(now, before, sameBelow);
  if (!compared) return {};
  const { above, below } = words(Math.abs(compared.difference));
  const verdict = { above: "neutral", below: "neutral" } as const;
  return { change: changeTo(compared.side, { above, same: t("overview.numbers.same"), below }, verdict) };
}

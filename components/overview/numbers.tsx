import { RowStrip } from "@/components/charts/row-strip";
import { changeTo } from "@/components/ui/change";
import { DurationValue, explained, type NumberProps, NumberStrip } from "@/components/ui/numbers";
import type { OverviewAnswer } from "@/lib/domain/sessions/schema";
import { glossary } from "@/lib/glossary/glossary";
import { compareToNumber } from "@/lib/measure/evidence";
import { middleHalf } from "@/lib/measure/quantiles";
import { count, decimal, duration, percent, plural } from "@/lib/platform/format";

type Totals = Omit<OverviewAnswer, "success" | "recent_sessions">;
/** One finished session of the little histories, in time order. */
type HistorySession = Pick<
  OverviewAnswer["recent_sessions"][number],
  "session_id" | "attendance_rate" | "engagement_rate" | "average_duration_minutes"
>;
type Watched = { hours: number; people: number };

type Props = {
  totals: Totals;
  /** The same for the period before; null when all time is counted. */
  before: Totals | null;
  history: readonly HistorySession[];
  recordings: { now: Watched; before: Watched | null };
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
  const { totals, before, history, recordings, beforeText, listHref, planned } = props;
  const { average_duration_minutes: minutes } = totals;
  const watched = minutes === null ? null : minutes * 60;
  const items: NumberProps[] = [
    {
      ...explained(glossary.sessions_held, count(totals.sessions_held), {
        links: [{ label: "See the sessions", href: listHref }],
      }),
      value: count(totals.sessions_held),
      base: planned === 0 ? "none planned" : `${count(planned)} more planned`,
      ...since(
        totals.sessions_held,
        before?.sessions_held,
        (by) => ({ above: `${count(by)} more`, below: `${count(by)} fewer` }),
        { above: "neutral", below: "neutral" },
      ),
    },
    rate("average_attendance_rate", totals, before, "attendance_rate", history, {
      base:
        totals.average_attendance_rate === null
          ? "no registrations"
          : `of ${plural(totals.total_registered, "registration")}`,
      beforeText,
      listHref,
    }),
    {
      ...explained(glossary.average_duration_minutes, duration(watched), {
        links: [{ label: "See the sessions", href: `${listHref}&sort=-watched` }],
      }),
      value: <DurationValue seconds={watched} />,
      base: `${plural(totals.sessions_held, "session")} together`,
      ...since(totals.average_duration_minutes, before?.average_duration_minutes, (by) => ({
        above: `${decimal(by, 0)} min longer`,
        below: `${decimal(by, 0)} min shorter`,
      })),
      spark: spark(history.map((session) => session.average_duration_minutes)),
    },
    rate("average_engagement_rate", totals, before, "engagement_rate", history, {
      base:
        totals.average_engagement_rate === null
          ? "no attendees"
          : `of ${plural(totals.total_attended, "attendee")}`,
      beforeText,
      listHref,
    }),
    {
      label: "Recordings watched",
      value: decimal(recordings.now.hours, recordings.now.hours < 10 ? 1 : 0),
      unit: "h",
      base: `by ${plural(recordings.now.people, "person", "people")}`,
      ...since(recordings.now.hours, recordings.before?.hours, (by) => ({
        above: `${decimal(by, 0)} h more`,
        below: `${decimal(by, 0)} h less`,
      })),
      explanation: {
        title: "Recordings watched",
        definition: `${glossary.total_watch_time_seconds.definition} Over all videos that you can see.`,
        links: [{ label: "See the videos", href: "/videos" }],
      },
    },
    {
      ...explained(glossary.average_rating, decimal(totals.average_rating)),
      value: decimal(totals.average_rating),
      unit: totals.average_rating === null ? undefined : "of 5",
      base: totals.average_rating === null ? "no ratings yet" : "of all ratings",
      ...since(totals.average_rating, before?.average_rating, (by) => ({
        above: `${decimal(by)} higher`,
        below: `${decimal(by)} lower`,
      })),
    },
  ];
  return <NumberStrip items={items} />;
}

function spark(values: (number | null)[]) {
  const known = values.filter((value) => value !== null);
  return <RowStrip kind="band" values={values} band={middleHalf(known)} />;
}

function rate(
  key: "average_attendance_rate" | "average_engagement_rate",
  totals: Totals,
  before: Totals | null,
  of: "attendance_rate" | "engagement_rate",
  history: readonly HistorySession[],
  words: { base: string; beforeText: string; listHref: string },
): NumberProps {
  const value = totals[key];
  const earlier = before?.[key] ?? null;
  return {
    ...explained(glossary[key], percent(value), {
      operands:
        key === "average_attendance_rate"
          ? [{ label: "Registered", value: count(totals.total_registered) }]
          : [{ label: "Attended", value: count(totals.total_attended) }],
      typical: earlier === null ? undefined : `${percent(earlier)} in the ${words.beforeText}.`,
      links: [
        {
          label: "See the sessions",
          href: `${words.listHref}&sort=-${of === "attendance_rate" ? "rate" : "took_part"}`,
        },
      ],
    }),
    value: decimal(value),
    unit: value === null ? undefined : "%",
    base: words.base,
    ...since(value, earlier, (by) => ({
      above: `${decimal(by)} points higher`,
      below: `${decimal(by)} points lower`,
    })),
    spark: spark(history.map((session) => session[of])),
  };
}

/** A change since the days before; none where either is unknown. */
function since(
  now: number | null,
  before: number | null | undefined,
  words: (by: number) => { above: string; below: string },
  verdict?: Parameters<typeof changeTo>[2],
): Pick<NumberProps, "change"> {
  const compared = compareToNumber(now, before, sameBelow);
  if (!compared) return {};
  const { above, below } = words(Math.abs(compared.difference));
  return { change: changeTo(compared.side, { above, same: "about the same", below }, verdict) };
}

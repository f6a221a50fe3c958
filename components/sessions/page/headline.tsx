import { clockText } from "@/components/charts/axis";
import type { Explanation } from "@/components/ui/explain";
import { DurationValue, explained, type NumberProps, NumberStrip, shareValue } from "@/components/ui/numbers";
import { useLanguage } from "@/components/ui/use-language";
import type { AttendeesQuery } from "@/lib/domain/sessions/filters";
import type { LiveState } from "@/lib/domain/sessions/live/schema";
import type { HeadlineMetric, ScoreComponent } from "@/lib/domain/sessions/metrics";
import type { SessionNumbers } from "@/lib/domain/sessions/schema";
import type { Words } from "@/lib/glossary/glossary";
import type { Language } from "@/lib/language/language";
import { countedBelow, unknown } from "@/lib/language/numbers";
import { roundToSum } from "@/lib/measure/rounding";
import { type SessionAxis, secondOf } from "../timeline/audience-facts";
import type { Comparison } from "./comparisons";

/** The numbers' names and definitions, from the glossary. */
type HeadlineTerms = Record<HeadlineMetric, Words> & {
  parts: Record<ScoreComponent, string>;
};

export type HeadlineProps = {
  numbers: SessionNumbers;
  /** Null once it has ended. */
  hereNow: number | null;
  durationMinutes: number | null;
  /** The time of the peak in the school's time zone. */
  peakClock: string | null;
  comparisons: Record<HeadlineMetric, Comparison>;
  terms: HeadlineTerms;
};

/** What the headline shows of a session as it is in this state. */
export function currentHeadline(
  state: LiveState,
  axis: SessionAxis,
): Pick<HeadlineProps, "numbers" | "hereNow" | "durationMinutes" | "peakClock"> {
  const { peak_timestamp: peakAt } = state.numbers.peak_viewers;
  const live = state.session_status === "live";
  const until = live ? state.at : (axis.to ?? state.at);
  return {
    numbers: state.numbers,
    hereNow: live ? state.current_viewers : null,
    durationMinutes: Math.max(0, secondOf(axis, until)) / 60,
    peakClock: peakAt === null ? null : clockText(axis.clockStart, secondOf(axis, peakAt)),
  };
}

/** The session page's six headline numbers, each compared with the typical value and with an explanation. */
export function HeadlineNumbers(props: HeadlineProps) {
  return <NumberStrip items={headlineItems(props, useLanguage())} />;
}

export const headlineItems = (props: HeadlineProps, language: Language): NumberProps[] =>
  [score, attendance, watched, peak, rating, tookPart].map((number) => number(props, language));

/** A link to the attendance table with the people that a number counts. */
const people = (status: NonNullable<AttendeesQuery["status"]>, label: string, sort = "name") => ({
  label,
  href: `?people.status=${status}${sort === "name" ? "" : `&people.sort=${sort}`}#attendance`,
});

/** A number as text, and what its explanation adds to the glossary. */
type Particulars = Pick<NumberProps, "value" | "unit" | "base"> &
  Partial<Explanation> & {
    /** The number in the explanation's title. */
    text: string;
  };

/** A number with its comparison and its explanation, which names the typical value. */
function card(
  { comparisons, terms }: HeadlineProps,
  key: HeadlineMetric,
  { value, unit, base, text, ...particulars }: Particulars,
): NumberProps {
  const { typical, ...beside } = comparisons[key];
  return { value, unit, base, ...beside, ...explained(terms[key], text, { typical, ...particulars }) };
}

function score(props: HeadlineProps, { t, decimal, percent }: Language): NumberProps {
  const { numbers, terms } = props;
  const { engagement_score: value, engagement_score_note: note } = numbers;
  const parts = numbers.engagement_score_parts.filter(({ points }) => points !== null);
  const points = roundToSum(parts.map((part) => part.points ?? 0));
  return card(props, "engagement_score", {
    value: decimal(value),
    unit: value === null ? undefined : t("session.headline.of_100"),
    base: note ? t(`sessions.score_note.${note}`) : t("session.headline.parts", { count: parts.length }),
    text: decimal(value),
    operands: parts.map((part, index) => ({
      label: `${terms.parts[part.component]} ${percent(part.value)} × ${decimal(part.effective_weight, 2)}`,
      value: decimal(points[index]),
    })),
    result: { label: t("session.headline.all_parts"), value: decimal(value) },
    links: [{ label: t("session.headline.see_parts"), href: "#score" }],
  });
}

function attendance(props: HeadlineProps, language: Language): NumberProps {
  const { t, count, percent } = language;
  const { numbers } = props;
  const { attendance_rate: rate, registered_attended: part, total_registered: base } = numbers.attendance;
  const attended = numbers.attendance.total_attended;
  return card(props, "attendance_rate", {
    ...shareValue(part, base, rate, language),
    base:
      rate === null
        ? t("session.headline.no_registrations")
        : base < countedBelow
          ? t("session.headline.registered")
          : t("session.headline.of_registered", { part, base }),
    text: percent(rate),
    operands: [
      { label: t("session.headline.registered_attended"), value: count(part) },
      { label: t("session.headline.registered_absent"), value: count(base - part) },
    ],
    result: { label: t("session.headline.by_registered", { part, base }), value: percent(rate) },
    links: [
      people("registered_attended", t("session.headline.see_attended", { count: part })),
      people("no_show", t("session.headline.see_absent", { count: base - part })),
      people("came", t("session.headline.see_all_attended", { count: attended })),
    ],
  });
}

function watched(props: HeadlineProps, { t, count, duration }: Language): NumberProps {
  const { numbers, durationMinutes, hereNow } = props;
  const { average_duration_minutes: minutes, total_attended: came } = numbers.attendance;
  const seconds = minutes === null ? null : minutes * 60;
  const length = durationMinutes === null ? null : duration(durationMinutes * 60);
  return card(props, "average_duration_minutes", {
    value: <DurationValue seconds={seconds} />,
    base:
      minutes === null
        ? t("session.headline.no_attendees")
        : length &&
          t(hereNow === null ? "session.headline.of_length" : "session.headline.of_length_so_far", {
            length,
          }),
    text: duration(seconds),
    operands: [
      { label: t("session.headline.people_attended"), value: count(came) },
      { label: t("session.headline.length"), value: length ?? unknown },
    ],
    result: { label: t("session.headline.by_attended"), value: duration(seconds) },
    links: [people("came", t("session.headline.see_minutes", { count: came }), "-minutes")],
  });
}

function peak(props: HeadlineProps, { t, count }: Language): NumberProps {
  const { numbers, terms, peakClock, hereNow } = props;
  const value = numbers.peak_viewers.peak_count;
  const came = numbers.attendance.total_attended;
  const atMost = numbers.presence === "first_to_last";
  const { definition } = terms.peak_count;
  return card(props, "peak_count", {
    value: count(value),
    unit: value === null ? undefined : t("session.headline.people_unit", { count: value }),
    base: peakBase(),
    text: count(value),
    ...(atMost ? { definition: t("session.headline.peak_at_most", { definition }) } : {}),
    operands: [
      { label: t("session.headline.people_attended"), value: count(came) },
      ...(hereNow === null ? [] : [{ label: t("session.headline.here_now"), value: count(hereNow) }]),
    ],
    result: {
      label: peakClock
        ? t("session.headline.at_once_at", { time: peakClock })
        : t("session.headline.at_once"),
      value: count(value),
    },
    links: [people("came", t("session.headline.see_joins", { count: came }), "joined")],
  });

  function peakBase(): string {
    if (value === null) return t("session.headline.no_peak");
    if (hereNow !== null) return t("session.headline.count_here", { count: hereNow });
    if (atMost) return t("session.headline.at_most_of", { count: came });
    return peakClock
      ? t("session.headline.of_at_once", { count: came, time: peakClock })
      : t("session.headline.no_attendees");
  }
}

function rating(props: HeadlineProps, { t, count, decimal }: Language): NumberProps {
  const { numbers } = props;
  const { average_rating: value, total_responses: answers, rating_distribution: stars } = numbers;
  const came = numbers.attendance.total_attended;
  return card(props, "average_rating", {
    value: decimal(value),
    unit: value === null ? undefined : t("session.headline.of_5"),
    base:
      value === null
        ? t("session.headline.no_ratings")
        : answers <= came
          ? t("session.headline.of_answered", { part: answers, base: came })
          : t("session.headline.answered", { count: answers }),
    text: value === null ? unknown : t("session.headline.mean_of_5", { value: decimal(value, 2) }),
    operands: (["5", "4", "3", "2", "1"] as const).map((star) => ({
      label: t("session.headline.stars", { stars: Number(star) }),
      value: count(stars[star]),
    })),
    result: { label: t("session.headline.by_answers", { count: answers }), value: decimal(value, 2) },
    links: [
      people("rated", t("session.headline.see_ratings", { count: answers }), "-rating"),
      { label: t("session.headline.see_comments"), href: "#feedback" },
    ],
  });
}

function tookPart(props: HeadlineProps, language: Language): NumberProps {
  const { t, count, percent } = language;
  const { numbers, terms } = props;
  const { engagement_rate: rate, engaged } = numbers.engagement;
  const came = numbers.attendance.total_attended;
  if (engaged === null)
    return {
      value: unknown,
      base: t("session.headline.not_in_report"),
      ...explained(terms.engagement_rate, unknown),
    };
  return card(props, "engagement_rate", {
    ...shareValue(engaged, came, rate, language),
    base:
      rate === null
        ? t("session.headline.no_attendees")
        : came < countedBelow
          ? t("session.headline.wrote_or_reacted")
          : t("session.headline.of_wrote_or_reacted", { part: engaged, base: came }),
    text: percent(rate),
    operands: [
      { label: t("session.headline.took_part"), value: count(engaged) },
      { label: t("session.headline.only_listened"), value: count(came - engaged) },
    ],
    result: {
      label: t("session.headline.by_who_attended", { part: engaged, base: came }),
      value: percent(rate),
    },
    links: [
      people("engaged", t("session.headline.see_took_part", { count: engaged })),
      people("listened", t("session.headline.see_listened", { count: came - engaged })),
    ],
  });
}

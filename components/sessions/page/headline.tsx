import { clockText } from "@/components/charts/axis";
import type { Explanation } from "@/components/ui/explain";
import { DurationValue, explained, type NumberProps, NumberStrip, shareValue } from "@/components/ui/numbers";
import { useLanguage } from "@/components/ui/use-language";
import type { AttendeesQuery } from "@/lib/domain/sessions/filters";
import type { LiveState } from "@/lib/domain/sessions/live/schema";
import type { HeadlineMetric, ScoreComponent } from "@/lib/domain/sessions/metrics";
import type { SessionNumbers } from "@/lib/domain/sessions/schema";
import { scoreNoteNames } from "@/lib/domain/sessions/words";
import type { Words } from "@/lib/glossary/glossary";
import type { Language } from "@/lib/language/language";
import { roundToSum } from "@/lib/measure/rounding";
import {
  count,
  countedBelow,
  decimal,
  duration,
  ofBase,
  percent,
  plural,
  unknown,
} from "@/lib/platform/format";
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

function score(props: HeadlineProps): NumberProps {
  const { numbers, terms } = props;
  const value = numbers.engagement_score;
  const parts = numbers.engagement_score_parts.filter(({ points }) => points !== null);
  const points = roundToSum(parts.map((part) => part.points ?? 0));
  return card(props, "engagement_score", {
    value: decimal(value),
    unit: value === null ? undefined : "of 100",
    base: numbers.engagement_score_note
      ? scoreNoteNames[numbers.engagement_score_note]
      : plural(parts.length, "part"),
    text: decimal(value),
    operands: parts.map((part, index) => ({
      label: `${terms.parts[part.component]} ${percent(part.value)} × ${decimal(part.effective_weight, 2)}`,
      value: decimal(points[index]),
    })),
    result: { label: "All parts together", value: decimal(value) },
    links: [{ label: "See the parts of the score", href: "#score" }],
  });
}

function attendance(props: HeadlineProps, language: Language): NumberProps {
  const { numbers } = props;
  const { attendance_rate: rate, registered_attended: came, total_registered: base } = numbers.attendance;
  const missing = base - came;
  return card(props, "attendance_rate", {
    ...shareValue(came, base, rate, language),
    base:
      rate === null
        ? "no registrations"
        : base < countedBelow
          ? "registered"
          : `${ofBase(came, base)} registered`,
    text: percent(rate),
    operands: [
      { label: "Registered and attended", value: count(came) },
      { label: "Registered, did not attend", value: count(missing) },
    ],
    result: { label: `${count(came)} ÷ ${count(base)} registered × 100`, value: percent(rate) },
    links: [
      people("registered_attended", `See the ${count(came)} registered who attended`),
      people("no_show", `See the ${count(missing)} registered who did not`),
      people("came", `See all ${count(numbers.attendance.total_attended)} who attended`),
    ],
  });
}

function watched(props: HeadlineProps): NumberProps {
  const { numbers, durationMinutes, hereNow } = props;
  const minutes = numbers.attendance.average_duration_minutes;
  const seconds = minutes === null ? null : minutes * 60;
  const length = durationMinutes === null ? null : duration(durationMinutes * 60);
  return card(props, "average_duration_minutes", {
    value: <DurationValue seconds={seconds} />,
    base:
      minutes === null ? "no attendees" : length ? `of ${length}${hereNow === null ? "" : " so far"}` : null,
    text: duration(seconds),
    operands: [
      { label: "People who attended", value: count(numbers.attendance.total_attended) },
      { label: "Length of the session", value: length ?? unknown },
    ],
    result: { label: "minutes present ÷ people who attended", value: duration(seconds) },
    links: [
      people(
        "came",
        `See how long each of the ${count(numbers.attendance.total_attended)} was present`,
        "-minutes",
      ),
    ],
  });
}

function peak(props: HeadlineProps): NumberProps {
  const { numbers, terms, peakClock, hereNow } = props;
  const value = numbers.peak_viewers.peak_count;
  const came = numbers.attendance.total_attended;
  const atMost = numbers.presence === "first_to_last";
  return card(props, "peak_count", {
    value: count(value),
    unit: value === null ? undefined : value === 1 ? "person" : "people",
    base: peakBase(),
    text: count(value),
    ...(atMost
      ? {
          definition: `${terms.peak_count.definition} The report has only first join and last leave times, so the true peak may be lower.`,
        }
      : {}),
    operands: [
      { label: "People who attended", value: count(came) },
      ...(hereNow === null ? [] : [{ label: "Here now", value: count(hereNow) }]),
    ],
    result: { label: peakClock ? `Present at once, ${peakClock}` : "Present at once", value: count(value) },
    links: [people("came", `See when each of the ${count(came)} joined and left`, "joined")],
  });

  function peakBase(): string {
    if (value === null) return "the peak was not recorded";
    if (hereNow !== null) return `${count(hereNow)} here now`;
    if (atMost) return `at most, of ${count(came)}`;
    return peakClock ? `of ${count(came)} at once, ${peakClock}` : "no attendees";
  }
}

function rating(props: HeadlineProps): NumberProps {
  const { numbers } = props;
  const { average_rating: value, total_responses: answers, rating_distribution: stars } = numbers;
  const came = numbers.attendance.total_attended;
  return card(props, "average_rating", {
    value: decimal(value),
    unit: value === null ? undefined : "of 5",
    base:
      value === null
        ? "no ratings"
        : answers <= came
          ? `${ofBase(answers, came)} answered`
          : `${count(answers)} answered`,
    text: value === null ? unknown : `${decimal(value, 2)} of 5`,
    operands: (["5", "4", "3", "2", "1"] as const).map((star) => ({
      label: `${star} ${star === "1" ? "star" : "stars"}`,
      value: count(stars[star]),
    })),
    result: { label: `all stars ÷ ${plural(answers, "answer")}`, value: decimal(value, 2) },
    links: [
      people("rated", `See the ${plural(answers, "rating")}`, "-rating"),
      { label: "See what they wrote", href: "#feedback" },
    ],
  });
}

function tookPart(props: HeadlineProps, language: Language): NumberProps {
  const { numbers, terms } = props;
  const { engagement_rate: rate, engaged } = numbers.engagement;
  const came = numbers.attendance.total_attended;
  if (engaged === null)
    return {
      value: unknown,
      base: "not in the report",
      ...explained(terms.engagement_rate, unknown),
    };
  return card(props, "engagement_rate", {
    ...shareValue(engaged, came, rate, language),
    base:
      rate === null
        ? "no attendees"
        : came < countedBelow
          ? "wrote or reacted"
          : `${ofBase(engaged, came)} wrote or reacted`,
    text: percent(rate),
    operands: [
      { label: "Wrote or reacted", value: count(engaged) },
      { label: "Only listened", value: count(came - engaged) },
    ],
    result: { label: `${count(engaged)} ÷ ${count(came)} who attended × 100`, value: percent(rate) },
    links: [
      people("engaged", `See the ${count(engaged)} who took part`),
      people("listened", `See the ${count(came - engaged)} who only listened`),
    ],
  });
}

import { RowStrip } from "@/components/charts/row-strip";
import { changeFromTypical } from "@/components/ui/change";
import type { Explanation } from "@/components/ui/explain";
import { DurationValue, explained, type NumberProps, NumberStrip } from "@/components/ui/numbers";
import {
  type HeadlineMetric,
  metricOf,
  metrics,
  type ScoreComponent,
  type TypicalMetric,
} from "@/lib/domain/sessions/metrics";
import type { SessionNumbers } from "@/lib/domain/sessions/schema";
import { againstTypical, peopleOf, rateOf } from "@/lib/domain/sessions/typical";
import { scoreNoteNames } from "@/lib/domain/sessions/words";
import type { Words } from "@/lib/glossary/glossary";
import { type Band, fewest, wilson } from "@/lib/measure/evidence";
import {
  count,
  countedBelow,
  decimal,
  duration,
  inUnit,
  ofBase,
  percent,
  plural,
  unknown,
} from "@/lib/platform/format";

/** The numbers' names and definitions, from the glossary. */
type HeadlineTerms = Record<HeadlineMetric, Words> & {
  parts: Record<ScoreComponent, string>;
};

/** What this session is compared with. */
export type Benchmark = {
  bands: Record<TypicalMetric, Band | null>;
  /** The instructor's sessions among them, in time order. */
  history: Record<TypicalMetric, (number | null)[]>;
  /** "classes of this course". */
  which: string;
};

export type HeadlineProps = {
  numbers: SessionNumbers;
  /** Null once it has ended: only then are its numbers compared with other sessions. */
  hereNow: number | null;
  durationMinutes: number | null;
  /** The time of the peak in the school's time zone. */
  peakClock: string | null;
  benchmark: Benchmark;
  terms: HeadlineTerms;
};

/** The session page's six headline numbers, each compared with the typical value and with an explanation. */
export function HeadlineNumbers(props: HeadlineProps) {
  return (
    <NumberStrip
      items={[score(props), attendance(props), watched(props), peak(props), rating(props), tookPart(props)]}
    />
  );
}

const people = (status: string, label: string) => ({ label, href: `?people.status=${status}#attendance` });
const sorted = (sort: string, label: string) => ({ label, href: `?people.sort=${sort}#attendance` });

/** A number as text, and what its explanation adds to the glossary. */
type Particulars = Pick<NumberProps, "value" | "unit" | "base"> &
  Partial<Explanation> & {
    /** The number in the explanation's title. */
    text: string;
  };

/** A number with its change, its sparkline and its explanation, which names the typical value. */
function card(
  { benchmark, hereNow, terms, numbers }: HeadlineProps,
  key: HeadlineMetric,
  { value, unit, base, text, ...particulars }: Particulars,
): NumberProps {
  // Minutes are compared as a share of the session's length.
  const measured = key === "average_duration_minutes" ? "average_presence_percentage" : key;
  const { unit: measuredIn } = metrics[measured];
  const band = benchmark.bands[measured];
  const of = metricOf(measured, numbers);
  const compared = againstTypical(measured, of, peopleOf(numbers), band);
  const typical = band ? typicalText(measured, numbers, band, benchmark.which, compared !== null) : undefined;
  return {
    value,
    unit,
    base,
    // A live session is not compared with finished ones.
    ...(hereNow === null
      ? {
          change: changeFromTypical(measuredIn, compared, band),
          spark: <RowStrip kind="band" values={[...benchmark.history[measured], of]} band={band} />,
        }
      : {}),
    ...explained(terms[key], text, { typical, ...particulars }),
  };
}

/** What a number is compared with, and why it may not be. */
function typicalText(
  key: Exclude<HeadlineMetric, "average_duration_minutes"> | "average_presence_percentage",
  numbers: SessionNumbers,
  { median, low, high, sessions }: Band,
  which: string,
  compared: boolean,
): string {
  const written = (edge: number) => inUnit(metrics[key].unit, edge);
  const of = key === "average_presence_percentage" ? " of the session's length" : "";
  const typical = `Typical is ${written(median)}${of}: the median of the last ${sessions} ${which}. Half of them are between ${written(low)} and ${written(high)}.`;
  const people = peopleOf(numbers);
  const rate = rateOf(key, people);
  if ((people.total_attended ?? 0) < fewest.people_for_rate)
    return `${typical} Not compared: fewer than ${fewest.people_for_rate} people attended.`;
  if (!rate || rate.of === 0) return typical;
  if (rate.of < fewest.people_for_comparison)
    return `${typical} Not compared: a share of fewer than ${fewest.people_for_comparison} people.`;
  const interval = wilson(rate);
  return `${typical} The 95\u00a0% interval of ${ofBase(rate.part, rate.of)} is ${decimal(interval.low * 100)} to ${percent(interval.high * 100)}${compared ? "." : ", so the difference can be chance."}`;
}

function score(props: HeadlineProps): NumberProps {
  const { numbers, terms } = props;
  const value = numbers.engagement_score;
  const parts = numbers.engagement_score_parts.filter(({ points }) => points !== null);
  return card(props, "engagement_score", {
    value: decimal(value),
    unit: value === null ? undefined : "of 100",
    base: numbers.engagement_score_note
      ? scoreNoteNames[numbers.engagement_score_note]
      : plural(parts.length, "part"),
    text: decimal(value),
    operands: parts.map((part) => ({
      label: `${terms.parts[part.component]} ${percent(part.value)} × ${decimal(part.effective_weight, 2)}`,
      value: decimal(part.points),
    })),
    result: { label: "All parts together", value: decimal(value) },
    links: [{ label: "See the parts of the score", href: "#score" }],
  });
}

/** A share of people: a percentage, or a count when they are few. */
function shareOf(part: number, base: number, rate: number | null): Pick<NumberProps, "value" | "unit"> {
  if (rate === null) return { value: unknown };
  return base < countedBelow
    ? { value: count(part), unit: `of ${count(base)}` }
    : { value: decimal(rate), unit: "%" };
}

function attendance(props: HeadlineProps): NumberProps {
  const { numbers } = props;
  const { attendance_rate: rate, registered_attended: came, total_registered: base } = numbers.attendance;
  const missing = base - came;
  return card(props, "attendance_rate", {
    ...shareOf(came, base, rate),
    base:
      rate === null
        ? "no registrations"
        : base < countedBelow
          ? "registered"
          : `${ofBase(came, base)} registered`,
    text: percent(rate),
    operands: [
      { label: "Registered and attended", value: count(came) },
      { label: "Registered", value: count(base) },
    ],
    result: { label: `${count(came)} ÷ ${count(base)} × 100`, value: percent(rate) },
    links: [
      people("came", `See the ${count(numbers.attendance.total_attended)} who attended`),
      ...(missing > 0 ? [people("did_not_come", "See who did not attend")] : []),
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
    links: [sorted("-minutes", "See how long each person was present")],
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
    links: [sorted("joined", "See when each person joined and left")],
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
    links: [{ label: "See what they wrote", href: "#feedback" }],
  });
}

function tookPart(props: HeadlineProps): NumberProps {
  const { numbers, terms } = props;
  const { engagement_rate: rate, engaged, unique_chatters: wrote } = numbers.engagement;
  const came = numbers.attendance.total_attended;
  if (engaged === null || wrote === null)
    return {
      value: unknown,
      base: "not in the report",
      ...explained(terms.engagement_rate, unknown),
    };
  return card(props, "engagement_rate", {
    ...shareOf(engaged, came, rate),
    base:
      rate === null
        ? "no attendees"
        : came < countedBelow
          ? "wrote or reacted"
          : `${ofBase(engaged, came)} wrote or reacted`,
    text: percent(rate),
    operands: [
      { label: "Wrote a message", value: count(wrote) },
      // A person who wrote but was not present long enough to count as attended is not counted in "took part".
      { label: "Reacted, but did not write", value: count(Math.max(0, engaged - wrote)) },
    ],
    result: { label: `${count(engaged)} ÷ ${count(came)} who attended × 100`, value: percent(rate) },
    links: [
      people("engaged", `See the ${count(engaged)} who took part`),
      people("listened", `See the ${count(came - engaged)} who only listened`),
    ],
  });
}

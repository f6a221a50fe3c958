import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { exampleNumbers } from "@/lib/domain/sessions/fixtures";
import {
  eachMetric,
  type HeadlineMetric,
  headlineMetrics,
  typicalMetrics,
} from "@/lib/domain/sessions/metrics";
import type { SessionNumbers } from "@/lib/domain/sessions/schema";
import { languageIn } from "@/lib/platform/catalogues";
import { inEnglish } from "@/lib/testing/in-english";
import { type Benchmark, headlineComparisons } from "./comparisons";
import { HeadlineNumbers, type HeadlineProps } from "./headline";

const each = <T,>(value: T) => eachMetric(typicalMetrics, () => value);
const band = { low: 45, median: 50, high: 55, sessions: 11 };
const props: Omit<HeadlineProps, "comparisons"> & { benchmark: Benchmark } = {
  numbers: exampleNumbers,
  hereNow: null,
  durationMinutes: 92,
  peakClock: "18:41",
  benchmark: {
    bands: { ...each(null), engagement_rate: band },
    history: each<(number | null)[]>([50, 60, 70]),
    comparedWith: { format: "class", within: "course" },
  },
  terms: {
    ...(Object.fromEntries(headlineMetrics.map((key) => [key, { label: key, definition: "" }])) as Record<
      HeadlineMetric,
      { label: string; definition: string }
    >),
    parts: { attendance_rate: "A", engagement_rate: "B", chat_activity: "C", peak_retention: "D" },
  },
};

/** What each number of the strip says, tags and line breaks left out. */
function said(changed: Partial<typeof props>): string[] {
  const { benchmark, ...shown } = { ...props, ...changed };
  const comparisons = headlineComparisons(shown.numbers, benchmark, shown.hereNow !== null, languageIn("en"));
  const html = renderToStaticMarkup(inEnglish(<HeadlineNumbers {...shown} comparisons={comparisons} />));
  return html
    .split("<h2")
    .slice(1)
    .map((part) =>
      `<h2${part}`
        .replace(/<[^>]+>/g, " ")
        .replace(/[\s\u00a0]+/g, " ")
        .trim(),
    );
}
const changedNumbers = (changed: Partial<SessionNumbers>) =>
  said({ numbers: { ...exampleNumbers, ...changed } });

test("shows six numbers with their bases, compared with typical values if known", () => {
  expect(said({})).toEqual([
    "engagement_score 77.9 of 100 4 parts",
    "attendance_rate 81.0 % 34 of 42 registered",
    "average_duration_minutes 1 h 14 min of 1 h 32 min",
    "peak_count 33 people of 36 at once, 18:41",
    "average_rating 4.2 of 5 17 of 36 answered",
    "engagement_rate 69.4 % 25 of 36 wrote or reacted 19.4 points above typical",
  ]);
});

test("few people are counted, not put into per cent", () => {
  const { attendance, engagement } = exampleNumbers;
  const [, rate, , , , part] = changedNumbers({
    attendance: {
      ...attendance,
      total_registered: 4,
      registered_attended: 3,
      attendance_rate: 75,
      total_attended: 3,
    },
    engagement: { ...engagement, engaged: 2, engagement_rate: 66.7 },
  });
  expect(rate).toBe("attendance_rate 3 of 4 registered");
  expect(part).toContain("engagement_rate 2 of 3 wrote or reacted");
});

describe("an unknown number", () => {
  test("is a dash with the reason", () => {
    const [score, rate, , peak, stars] = changedNumbers({
      engagement_score: null,
      engagement_score_note: "too_little_known",
      attendance: { ...exampleNumbers.attendance, attendance_rate: null, total_registered: 0 },
      peak_viewers: { peak_count: null, peak_timestamp: null, timeline: [] },
      presence: "durations",
      average_rating: null,
    });
    expect([score, rate, peak, stars]).toEqual([
      "engagement_score — less than half of it is known",
      "attendance_rate — no registrations",
      "peak_count — the peak was not recorded",
      "average_rating — no ratings",
    ]);
  });

  test("a peak from first and last times is an upper bound", () => {
    expect(changedNumbers({ presence: "first_to_last" })[3]).toBe("peak_count 33 people at most, of 36");
  });
});

test("while it runs nothing is measured against whole sessions", () => {
  const strip = said({ hereNow: 21, durationMinutes: 30 });
  expect(strip[2]).toBe("average_duration_minutes 1 h 14 min of 30 min so far");
  expect(strip[3]).toBe("peak_count 33 people 21 here now");
  expect(strip.join(" ")).not.toContain("typical");
});

test("minutes are compared as a share of the session's length, and the explanation says with what", () => {
  const bands = {
    ...props.benchmark.bands,
    average_presence_percentage: { low: 85, median: 90, high: 95, sessions: 7 },
  };
  const benchmark = { ...props.benchmark, bands };
  // 80.7 % of 92 minutes.
  expect(said({ benchmark })[2]).toBe(
    "average_duration_minutes 1 h 14 min of 1 h 32 min 9.3 points below typical",
  );
});

describe("no arrow is shown", () => {
  const { attendance, engagement } = exampleNumbers;
  const change = (numbers: Partial<SessionNumbers>) => changedNumbers(numbers)[5]!.split("reacted ")[1];

  test("where the difference can be chance", () => {
    // 7 of 12 are 58.3 %: 32.0 to 80.7 %, which contains the median of 50.
    const twelve = { ...attendance, total_attended: 12 };
    expect(
      change({ attendance: twelve, engagement: { ...engagement, engaged: 7, engagement_rate: 58.3 } }),
    ).toBeUndefined();
  });

  test("for fewer than ten people", () => {
    const nine = { ...attendance, total_attended: 9 };
    expect(
      change({ attendance: nine, engagement: { ...engagement, engaged: 9, engagement_rate: 100 } }),
    ).toBeUndefined();
  });

  test("for a number of a session to which fewer than five came", () => {
    const bands = {
      ...props.benchmark.bands,
      engagement_score: { low: 50, median: 60, high: 65, sessions: 9 },
    };
    const benchmark = { ...props.benchmark, bands };
    const of = (total_attended: number) =>
      said({ benchmark, numbers: { ...exampleNumbers, attendance: { ...attendance, total_attended } } })[0];
    expect(of(5)).toContain("17.9 above typical");
    expect(of(4)).not.toContain("typical");
  });
});

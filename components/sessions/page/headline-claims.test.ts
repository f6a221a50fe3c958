import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeFromTypical } from "@/components/ui/change";
import {
  eachMetric,
  headlineMetrics,
  metricOf,
  metrics,
  scoreComponents,
  typicalMetrics,
} from "@/lib/domain/sessions/metrics";
import { typicalOf } from "@/lib/domain/sessions/typical";
import { labelsOf, pick } from "@/lib/glossary/glossary";
import { bandOf, compareToTypical } from "@/lib/measure/evidence";
import { middleHalf } from "@/lib/measure/quantiles";
import { languageIn } from "@/lib/platform/catalogues";
import { came, type Held, makeHeld, randomOf } from "@/lib/testing/claims";
import { headlineOffences } from "@/lib/testing/headline-claims";
import { type Benchmark, headlineComparisons } from "./comparisons";
import { headlineItems } from "./headline";

/* The arrows of the session page's headline numbers and the sentences behind them, over random schools, checked by lib/testing/headline-claims.ts. */

type School = { past: Held[]; held: Held };

const school = fc.integer({ min: 1, max: 2_000_000_000 }).map((seed): School => {
  const random = randomOf(seed);
  const past = Array.from({ length: Math.floor(random() * 13) }, () => makeHeld(random));
  return { past, held: makeHeld(random) };
});

/** What is typical, as the queries select it: of sessions to which five people came. */
const numbersOf = ({ past }: School) =>
  past
    .filter((one) => came(one).length >= 5)
    .map(({ numbers }) => ({ ...eachMetric(typicalMetrics, (key) => metricOf(key, numbers)), parts: {} }));
const english = languageIn("en");
const benchmarkOf = (given: School): Benchmark => ({
  bands: typicalOf(numbersOf(given)).numbers,
  history: eachMetric(typicalMetrics, () => []),
  comparedWith: { format: "class", within: "course" },
});
const comparisonsOf = (given: School, benchmark = benchmarkOf(given)) =>
  headlineComparisons(given.held.numbers, benchmark, false, english);

type Rule = (given: School) => ReturnType<typeof comparisonsOf>;

const itemsOf = ({ held }: School, comparisons: ReturnType<Rule>) =>
  headlineItems(
    {
      numbers: held.numbers,
      hereNow: null,
      durationMinutes: held.length,
      peakClock: null,
      comparisons,
      terms: { ...pick(headlineMetrics, english), parts: labelsOf(scoreComponents, english) },
    },
    english,
  );

function offencesBy(rule: Rule, numRuns = 40): string {
  const found: string[] = [];
  fc.assert(
    fc.property(school, (given) => {
      found.push(...headlineOffences(itemsOf(given, rule(given)), given.held, given.past));
    }),
    { numRuns, seed: 10 },
  );
  return found.join("\n");
}

describe("the headline numbers beside earlier sessions", () => {
  it("claim nothing that the facts do not bear", () => expect(offencesBy(comparisonsOf, 100)).toBe(""));

  it("do claim something, so that there is something to check", () => {
    let [arrows, sentences] = [0, 0];
    fc.assert(
      fc.property(school, (given) => {
        for (const { change, explanation } of itemsOf(given, comparisonsOf(given))) {
          if (change && change.direction !== "same") arrows++;
          if (explanation?.typical?.includes("interval")) sentences++;
        }
      }),
      { numRuns: 40, seed: 10 },
    );
    expect(Math.min(arrows, sentences)).toBeGreaterThan(10);
  });

  it("would be caught with three sessions as typical, as it was", () => {
    const found = offencesBy((given) => {
      const past = numbersOf(given);
      const bands = eachMetric(typicalMetrics, (key) => {
        const values = past.flatMap((one) => one[key] ?? []);
        const half = values.length < 3 ? null : middleHalf(values);
        return half && { ...half, sessions: values.length };
      });
      return comparisonsOf(given, { ...benchmarkOf(given), bands });
    });
    expect(found).toMatch(/fewer than five are typical/);
  });

  it("would be caught with arrows for few people and within chance, as it was", () => {
    const found = offencesBy((given) => {
      const { bands } = benchmarkOf(given);
      const comparisons = comparisonsOf(given);
      return eachMetric(headlineMetrics, (key) => {
        const measured = key === "average_duration_minutes" ? "average_presence_percentage" : key;
        const compared = compareToTypical(metricOf(measured, given.held.numbers), bands[measured]);
        return {
          ...comparisons[key],
          change: changeFromTypical(metrics[measured].unit, compared, bands[measured], english),
        };
      });
    });
    for (const why of [/few people/, /share of fewer than ten/, /mean of fewer than ten/, /: within chance/])
      expect(found).toMatch(why);
  });

  it("would be caught with minutes of unlike lengths as typical, as it was", () => {
    const found = offencesBy((given) => {
      const minutes = given.past
        .filter((one) => came(one).length >= 5)
        .map(({ numbers }) => ((numbers.attendance.average_duration_minutes ?? 0) / given.held.length) * 100);
      const benchmark = benchmarkOf(given);
      const bands = { ...benchmark.bands, average_presence_percentage: bandOf(minutes) };
      return comparisonsOf(given, { ...benchmark, bands });
    });
    expect(found).toMatch(/Average watch time.*the median is/);
  });
});

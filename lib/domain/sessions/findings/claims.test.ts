import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dropOffs } from "@/lib/measure/drop-offs";
import { bandOf } from "@/lib/measure/evidence";
import { middleHalf } from "@/lib/measure/quantiles";
import { begin, came, clock, type Held, makeHeld, minute, offences, randomOf } from "@/lib/testing/claims";
import { exampleInfo } from "../fixtures";
import { eachMetric, metricOf, typicalMetrics } from "../metrics";
import type { DropOffPoint } from "../schema";
import { type Typical, typicalOf } from "../typical";
import { changesBetween, overviewFindings } from "./overview";
import { type FindingFacts, sessionFindings } from "./session";
import { engagementTitle, scoreTitle, timelineTitle } from "./titles";

/* Every sentence of a session's page and of the overview, over random schools, checked by lib/testing/claims.ts. */

const pastOf = ({ numbers }: Held) => ({
  ...eachMetric(typicalMetrics, (key) => metricOf(key, numbers)),
  parts: Object.fromEntries(numbers.engagement_score_parts.map(({ component, value }) => [component, value])),
});
const factsOf = ({ numbers, length }: Held, typical: Typical): FindingFacts => ({
  answer: {
    ...numbers,
    session_info: {
      ...exampleInfo,
      window: { from: new Date(begin).toISOString(), to: new Date(begin + length * minute).toISOString() },
    },
  },
  typical,
  clock,
});
const sentencesOf = (facts: FindingFacts): string[] => [
  sessionFindings(facts, null)
    .map(({ text }) => text)
    .join(" "),
  timelineTitle(facts),
  engagementTitle(facts),
  scoreTitle(facts),
];

const school = fc.integer({ min: 1, max: 2_000_000_000 }).map((seed) => {
  const random = randomOf(seed);
  const past = Array.from({ length: Math.floor(random() * 13) }, () => makeHeld(random));
  return { past, held: makeHeld(random) };
});
type School = { past: Held[]; held: Held };
/** What is typical, as the queries select it: of sessions to which five people came. */
const typicalOfSchool = ({ past }: School) =>
  typicalOf(past.filter((one) => came(one).length >= 5).map(pastOf));

function offencesOf(
  { past, held }: School,
  typical: Typical,
  drops = held.numbers.drop_off_points,
): string[] {
  const numbers = { ...held.numbers, drop_off_points: drops };
  return sentencesOf(factsOf({ ...held, numbers }, typical)).flatMap((sentence) =>
    offences(sentence, held, past, drops),
  );
}

/** The offences over many schools, where the sentences come from another rule. */
function offencesBy(rule: (given: School) => string[]): number {
  let count = 0;
  fc.assert(
    fc.property(school, (given) => {
      count += rule(given).length;
    }),
    { numRuns: 150, seed: 10 },
  );
  return count;
}

describe("the sentences of a session's page", () => {
  it("claim nothing that the facts do not bear", () => {
    const found: string[] = [];
    fc.assert(
      fc.property(school, (given) => {
        found.push(...offencesOf(given, typicalOfSchool(given)));
      }),
      { numRuns: 150, seed: 10 },
    );
    expect(found).toEqual([]);
  });

  it("do claim something in most schools, so that there is something to check", () => {
    const said = offencesBy((given) =>
      sentencesOf(factsOf(given.held, typicalOfSchool(given))).filter((sentence) =>
        /than usual|left at|stayed to the end|because/.test(sentence),
      ),
    );
    expect(said).toBeGreaterThan(150);
  });

  it("would be caught with three sessions as typical, as it was", () => {
    const band = (values: (number | null)[]) => {
      const half = middleHalf(values.filter((value) => value !== null));
      return values.length >= 3 && half ? { ...half, sessions: values.length } : bandOf(values);
    };
    const before = ({ past }: School): Typical => {
      const numbers = past.map(pastOf);
      return {
        ...typicalOf(numbers),
        numbers: eachMetric(typicalMetrics, (key) => band(numbers.map((one) => one[key]))),
      };
    };
    expect(offencesBy((given) => offencesOf(given, before(given)))).toBeGreaterThan(0);
  });

  it("would be caught with the window's start as the minute, or a reconnect as leaving, as it was", () => {
    const atStart = ({ held }: School) =>
      held.numbers.drop_off_points.map((drop) => ({ ...drop, at: drop.from }));
    expect(offencesBy((given) => offencesOf(given, typicalOfSchool(given), atStart(given)))).toBeGreaterThan(
      0,
    );
    const byPresence = ({ held }: School): DropOffPoint[] =>
      dropOffs(held.numbers.retention.map(({ viewers }) => viewers)).map(
        ({ from, to, lost, lost_percent }) => {
          const at = (index: number) => new Date(begin + index * minute).toISOString();
          return {
            from: at(from),
            to: at(to),
            at: at(from),
            present: Math.round((lost * 100) / lost_percent),
            lost,
            lost_percent,
          };
        },
      );
    expect(
      offencesBy((given) => offencesOf(given, typicalOfSchool(given), byPresence(given))),
    ).toBeGreaterThan(0);
  });
});

describe("the overview's headline", () => {
  const totals = {
    sessions_planned: 0,
    average_duration_minutes: null,
    average_rating: null,
    average_engagement_rate: null,
  };
  const summaryOf = ({ numbers }: Held) => ({
    ...numbers.attendance,
    engaged: numbers.engagement.engaged,
    course_id: "one",
    format: "class" as const,
    average_rating: null,
    total_responses: 0,
  });
  /** The share of registered who came, over these sessions. */
  const cameShare = (some: Held[]) => {
    const registered = some.flatMap(({ people }) => people.filter((one) => one.registered));
    return { part: registered.filter(({ stays }) => stays.length > 0).length, of: registered.length };
  };

  it("claims nothing that a shuffle of the sessions brings about", () => {
    let claims = 0;
    const schools = fc.tuple(fc.integer({ min: 1, max: 2_000_000_000 }), fc.integer({ min: 0, max: 12 }));
    fc.assert(
      fc.property(schools, ([seed, size]) => {
        const random = randomOf(seed);
        const all = Array.from({ length: size + 6 }, () => makeHeld(random));
        const [before, now] = [
          all.slice(0, Math.floor(all.length / 2)),
          all.slice(Math.floor(all.length / 2)),
        ];
        const { part, of } = cameShare(now);
        const text = overviewFindings({
          now: {
            ...totals,
            sessions_held: now.length,
            total_attended: part,
            total_registered: of,
            registered_attended: part,
            engaged: 0,
            attended_where_recorded: 0,
            average_attendance_rate: (part / of) * 100,
          },
          changes: changesBetween(now.map(summaryOf), before.map(summaryOf)),
          sessions: [],
        })
          .map((one) => one.text)
          .join(" ");
        const claim = /(more|fewer) of the registered come/i.exec(text)?.[1]?.toLowerCase();
        if (!claim) return;
        claims++;
        const difference = (one: Held[], other: Held[]) =>
          cameShare(one).part / cameShare(one).of - cameShare(other).part / cameShare(other).of;
        const seen = difference(now, before);
        expect(seen > 0).toBe(claim === "more");
        expect(Math.min(now.length, before.length)).toBeGreaterThanOrEqual(4);
        let asFar = 0;
        for (let shuffle = 0; shuffle < 200; shuffle++) {
          const mixed = all
            .map((one) => ({ one, key: random() }))
            .sort((a, b) => a.key - b.key)
            .map(({ one }) => one);
          const again = difference(mixed.slice(before.length), mixed.slice(0, before.length));
          if (Math.abs(again) >= Math.abs(seen)) asFar++;
        }
        expect(asFar / 200).toBeLessThan(0.25);
      }),
      { numRuns: 150, seed: 10 },
    );
    expect(claims).toBeGreaterThan(0);
  });
});

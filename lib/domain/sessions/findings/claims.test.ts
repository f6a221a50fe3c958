import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dropOffs } from "@/lib/measure/drop-offs";
import { bandOf } from "@/lib/measure/evidence";
import { middleHalf } from "@/lib/measure/quantiles";
import { languageIn } from "@/lib/platform/catalogues";
import { begin, came, clock, type Held, makeHeld, minute, offences, randomOf } from "@/lib/testing/claims";
import { overviewOffences } from "@/lib/testing/overview-claims";
import { asShares, duringSession } from "../departures";
import { exampleInfo } from "../fixtures";
import { eachMetric, metricOf, typicalMetrics } from "../metrics";
import type { DropOffPoint } from "../schema";
import { type Typical, typicalOf } from "../typical";
import { changesBetween, historyTitle, overviewFindings } from "./overview";
import { type FindingFacts, sessionFindings } from "./session";
import { engagementTitle, scoreTitle, timelineTitle } from "./titles";

/* Every sentence of a session's page and of the overview, over random schools, checked by lib/testing/claims.ts. */

const english = languageIn("en");

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
  sessionFindings(facts, null, english)
    .map(({ text }) => text)
    .join(" "),
  timelineTitle(facts, english),
  engagementTitle(facts, english),
  scoreTitle(facts, english),
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

describe("the overview's sentences", () => {
  const summaryOf = ({ numbers, length }: Held) => {
    const window = { from: new Date(begin), to: new Date(begin + length * minute) };
    return {
      ...numbers.attendance,
      engaged: numbers.engagement.engaged,
      course_id: "one",
      format: "class" as const,
      average_rating: null,
      total_responses: 0,
      curve: [1],
      drop_offs: asShares(duringSession(numbers.drop_off_points, window), window),
    };
  };
  type Rule = typeof changesBetween;
  const schools = fc.tuple(fc.integer({ min: 1, max: 2_000_000_000 }), fc.integer({ min: 0, max: 12 }));

  /** What is claimed wrongly over many schools, and how many changes are claimed. */
  function checked(rule: Rule, numRuns: number, historyOf = historyTitle) {
    const all: string[] = [];
    let claims = 0;
    fc.assert(
      fc.property(schools, ([seed, size]) => {
        const random = randomOf(seed);
        const held = Array.from({ length: size + 6 }, () => makeHeld(random)).filter(
          (one) => came(one).length > 0,
        );
        const [before, now] = [held.slice(0, held.length >> 1), held.slice(held.length >> 1)];
        const total = (key: "total_attended" | "total_registered" | "registered_attended") =>
          now.reduce((sum, { numbers }) => sum + numbers.attendance[key], 0);
        const changes = rule(now.map(summaryOf), before.map(summaryOf));
        const headline = overviewFindings(
          {
            now: {
              sessions_held: now.length,
              sessions_planned: 0,
              total_attended: total("total_attended"),
              total_registered: total("total_registered"),
              registered_attended: total("registered_attended"),
              engaged: 0,
              attended_where_recorded: 0,
              average_attendance_rate: (total("registered_attended") / total("total_registered")) * 100,
              average_engagement_rate: null,
              average_duration_minutes: null,
              average_rating: null,
            },
            changes,
            sessions: now.map(summaryOf),
          },
          languageIn("en"),
        )
          .map((one) => one.text)
          .join(" ");
        const history = historyOf(held.map(summaryOf), changes, languageIn("en"));
        const { found, changes: more } = overviewOffences({ headline, history }, now, before, random);
        all.push(...found);
        claims += more;
      }),
      { numRuns, seed: 10 },
    );
    return { found: all.join("\n"), claims };
  }

  it("claim nothing that the facts do not bear, and something", () => {
    const { found, claims } = checked(changesBetween, 150);
    expect(found).toBe("");
    expect(claims).toBeGreaterThan(5);
  });

  it("would be caught if every difference were a change, and every last step a trend, as they were", () => {
    const { found } = checked(
      (now, before) => {
        const changes = changesBetween(now, before);
        const mean = (some: typeof now) =>
          some.reduce(
            (sum, one) => sum + ((one.registered_attended ?? 0) * 100) / (one.total_registered || 1),
            0,
          ) / some.length;
        const difference = mean(now) - mean(before);
        const change = {
          side: difference > 0 ? ("above" as const) : ("below" as const),
          difference: difference / 100,
          interval: null,
        };
        return { ...changes, average_attendance_rate: change, average_presence_percentage: change };
      },
      50,
      (sessions) => {
        const [last, first] = [sessions.at(-1)?.attendance_rate ?? 0, sessions[0]?.attendance_rate ?? 0];
        return last > first ? "Attendance has risen" : "Attendance has fallen";
      },
    );
    expect(found).toMatch(/of the registered come: a deal at random/);
    expect(found).toMatch(/they (stay longer|leave earlier): /);
    expect(found).toMatch(/Attendance has/);
  });
});

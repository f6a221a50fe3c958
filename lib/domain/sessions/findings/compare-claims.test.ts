import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { begin, came, type Held, makeHeld, minute, randomOf } from "@/lib/testing/claims";
import { comparedOffences } from "@/lib/testing/compared-claims";
import {
  type CompareAnswer,
  type ComparedSession,
  comparedRow,
  compareSessions,
  withRanks,
} from "../compare";
import { comparedMetrics, eachMetric } from "../metrics";
import { viewersByPercent } from "../numbers";
import { compareFindings } from "./compare";

/* Every sentence, mark and trend of the comparison, over random sets of sessions, checked by lib/testing/compared-claims.ts. */

const english = languageIn("en");
const week = 7 * 24 * 60 * minute;

/** The rows of sessions that were held week after week in one course. */
function rowsOf(all: readonly Held[]): ComparedSession[] {
  return withRanks(
    all.map((held, index) => {
      const window = { from: new Date(begin), to: new Date(begin + held.length * minute) };
      const row = comparedRow(
        {
          id: `held-${index}`,
          title: "One of a series",
          format: "class",
          status: "ended",
          course_title: "Statistics",
          series_number: index + 1,
          series_length: all.length,
        },
        window,
        { numbers: held.numbers, by_percent: viewersByPercent(came(held), window, "ended") },
      );
      return { ...row, started_at: new Date(begin + index * week).toISOString(), left_out: false };
    }),
  );
}

type Compared = Pick<CompareAnswer, "sessions" | "best" | "lowest" | "trends">;
const comparedOf = (all: readonly Held[]): Compared => {
  const sessions = rowsOf(all);
  return { sessions, ...compareSessions(sessions) };
};

const sets = fc
  .tuple(fc.integer({ min: 1, max: 2_000_000_000 }), fc.integer({ min: 2, max: 10 }))
  .map(([seed, size]) => {
    const random = randomOf(seed);
    return Array.from({ length: size }, () => makeHeld(random));
  });

/** The offences over many sets, with another rule for what is compared, or said of it. */
function offencesBy(rule: (all: Held[]) => Compared, numRuns = 50): string[] {
  const found: string[] = [];
  fc.assert(
    fc.property(sets, (all) => {
      const compared = rule(all);
      found.push(...comparedOffences({ ...compareFindings(compared, english), ...compared }, all));
    }),
    { numRuns, seed: 10 },
  );
  return found;
}

describe("what the comparison says", () => {
  it("is borne by the facts", () => {
    expect(offencesBy(comparedOf, 120)).toEqual([]);
  });

  it("is something in many sets, so that there is something to check", () => {
    const said = { sentence: 0, mark: 0, trend: 0 };
    fc.assert(
      fc.property(sets, (all) => {
        const compared = comparedOf(all);
        const { summary, tableTitle, overlayTitle } = compareFindings(compared, english);
        const text = [...summary.map((one) => one.text), tableTitle, overlayTitle].join(" ");
        if (/drew|held people|keeps|every time|Overall|is best/i.test(text)) said.sentence++;
        if (compared.best.engagement_rate.length > 0) said.mark++;
        if (comparedMetrics.some((metric) => /ing$/.test(compared.trends[metric].direction ?? "")))
          said.trend++;
      }),
      { numRuns: 120, seed: 10 },
    );
    expect(Math.min(said.sentence, said.mark, said.trend)).toBeGreaterThan(5);
  });

  it("would be caught if the largest share were the best, as it was", () => {
    const largest = (all: Held[]): Compared => {
      const compared = comparedOf(all);
      const best = eachMetric(comparedMetrics, (metric) => {
        const known = compared.sessions.filter((row) => row.ranked && row.metrics[metric] !== null);
        const [first] = known.sort((a, b) => b.metrics[metric]! - a.metrics[metric]!);
        return first && known.length > 1 ? [first.session_id] : [];
      });
      return { ...compared, best };
    };
    const found = offencesBy(largest).join("\n");
    for (const kind of [/held people longest/, /drew and engaged the most/, /is marked/])
      expect(found).toMatch(kind);
  });

  it("would be caught if all sessions were ranked, whatever their length and size", () => {
    const found = offencesBy((all) => {
      const sessions = rowsOf(all).map((row) => ({ ...row, ranked: true }));
      return { sessions, ...compareSessions(sessions) };
    }).join("\n");
    expect(found).toMatch(/fewer than five/);
    expect(found).toMatch(/half its length/);
  });

  it("would be caught if any change between the halves were a trend, as it was", () => {
    const found = offencesBy((all) => {
      const compared = comparedOf(all);
      const trends = eachMetric(comparedMetrics, (metric) => {
        const trend = compared.trends[metric];
        const up = (trend.change_percent ?? 0) > 0;
        return { ...trend, direction: up ? ("rising" as const) : ("falling" as const) };
      });
      return { ...compared, trends };
    }).join("\n");
    expect(found).toMatch(/the trend of/);
    expect(found).toMatch(/Overall the score/);
  });

  it("would be caught if a reconnect were a drop-off, or those at the end were a share of the last ones", () => {
    const reconnect = offencesBy((all) => {
      const compared = comparedOf(all);
      const drop = { from: 0.4, to: 0.45, at: 0.4, present: 4, lost: 1, lost_percent: 25 };
      return { ...compared, sessions: compared.sessions.map((row) => ({ ...row, drop_offs: [drop] })) };
    });
    expect(reconnect.join("\n")).toMatch(/more than a fifth/);
    const ofPeak = offencesBy((all) => {
      const compared = comparedOf(all);
      const sessions = compared.sessions.map((row) => {
        const top = Math.max(...row.retention);
        return { ...row, retention: row.retention.map((share) => (share / top) * 100) };
      });
      return { ...compared, sessions };
    }, 120);
    expect(ofPeak.join("\n")).toMatch(/keeps/);
  });
});

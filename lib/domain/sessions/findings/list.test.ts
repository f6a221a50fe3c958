import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { exampleSummary } from "../fixtures";
import type { SessionSummary } from "../schema";
import { listFindings } from "./list";

/** Held sessions of one series with these scores, a week apart; the latest first, as lists come. */
const held = (scores: (number | null)[], over: Partial<SessionSummary> = {}): SessionSummary[] =>
  scores
    .map((engagement_score, index) => ({
      ...exampleSummary,
      engagement_score,
      series_number: index + 1,
      begun_at: new Date(Date.UTC(2026, 8, 2 + 7 * index, 18)).toISOString(),
      ...over,
    }))
    .reverse();
const said = (given: Parameters<typeof listFindings>[0], language = languageIn("en")) =>
  listFindings(given, language)
    .map(({ text, strong }) => (strong ? `*${text}*` : text))
    .join(" ");
const counts = (live: number, scheduled: number, ended: number, cancelled: number) => ({
  live,
  scheduled,
  ended,
  cancelled,
});

describe("what the list opens with", () => {
  it("matches the reference page", () => {
    expect(said({ sessions: held([63.4, 69.7, 72.9, 77.9]), total: 14, counts: counts(1, 3, 9, 1) })).toBe(
      "14 sessions: *one is live,* three are planned, one was cancelled. Scores in Statistics for everyone have risen three times in a row.",
    );
  });

  it("names one status for all", () => {
    expect(said({ sessions: [], total: 3, counts: counts(0, 0, 3, 0) })).toBe(
      "3 sessions, all of them held.",
    );
    expect(said({ sessions: [], total: 3, counts: counts(0, 3, 0, 0) })).toBe(
      "3 sessions, all of them planned.",
    );
    expect(said({ sessions: [], total: 2, counts: counts(2, 0, 0, 0) })).toBe("2 sessions, *all live now.*");
    expect(said({ sessions: [], total: 1, counts: counts(0, 0, 0, 1) })).toBe("1 session, cancelled.");
  });

  it("counts what it was given where a filter narrows, and claims nothing of what it has not seen", () => {
    const [first, second] = held([60, 70]);
    const sessions = [{ ...first!, session_status: "live" as const }, second!];
    expect(said({ sessions, total: 2, counts: null })).toBe("2 sessions: *one is live.*");
    expect(said({ sessions, total: 40, counts: null })).toBe("40 sessions.");
    expect(said({ sessions: [], total: 0, counts: null })).toBe("No sessions match.");
  });

  it("names a rising or falling run of three or more up to the latest", () => {
    const run = (scores: (number | null)[]) =>
      said({ sessions: held(scores), total: scores.length, counts: null }).split(". ")[1] ?? null;
    expect(run([90, 80, 70, 60, 50])).toBe(
      "Scores in Statistics for everyone have fallen four times in a row.",
    );
    expect(run([60, 70, 80])).toBeNull();
    expect(run([50, 60, 70, 80, 75])).toBeNull();
    expect(run([60, 70, 70, 80, 90])).toBeNull();
    // One that could not be scored is passed over.
    expect(run([60, null, 70, 80, 90])).toContain("risen three times");
  });

  it("does not continue a run across a gap", () => {
    const sessions = held([60, 70, 80, 90]);
    const gap = sessions.map((session) =>
      session.series_number === 4 ? { ...session, series_number: 9 } : session,
    );
    expect(said({ sessions: gap, total: 40, counts: null })).toBe("40 sessions.");
    expect(said({ sessions, total: 40, counts: null })).toContain("risen three times");
  });

  it("passes over sessions that are left out, of few people or of another format", () => {
    const rising = held([60, 65, 70, 75]);
    const run = (over: Partial<SessionSummary>) =>
      said({ sessions: [...rising.slice(0, 3), { ...rising[3]!, ...over }], total: 4, counts: null });
    expect(run({})).toContain("have risen three times in a row");
    for (const over of [{ left_out: true }, { total_attended: 4 }, { format: "webinar" } as const])
      expect(run(over)).not.toContain("in a row");
  });
});

describe("over random lists, a run of scores", () => {
  const words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
  const session = fc.record({
    engagement_score: fc.option(fc.integer({ min: 40, max: 60 }), { freq: 8 }),
    total_attended: fc.constantFrom(4, 5, 30, 30, 30, 30),
    left_out: fc.constantFrom(false, false, false, false, true),
    format: fc.constantFrom("class", "class", "class", "webinar"),
    session_status: fc.constantFrom("ended", "ended", "ended", "ended", "ended", "live"),
  });
  const lists = fc
    .sample(fc.array(session, { minLength: 4, maxLength: 9 }), { numRuns: 3000, seed: 10 })
    .map((some) =>
      some.map(
        (one, index): SessionSummary => ({
          ...exampleSummary,
          ...(one as Partial<SessionSummary>),
          begun_at: new Date(Date.UTC(2026, 8, 2 + 7 * index, 18)).toISOString(),
        }),
      ),
    );
  /** The claims of these lists that their sessions do not bear, and how many there are, where the rule is given other sessions. */
  function claims(seen: (sessions: SessionSummary[]) => SessionSummary[]) {
    const found = { said: 0, wrong: [] as string[] };
    for (const sessions of lists) {
      const text = said({ sessions: seen(sessions), total: sessions.length, counts: null });
      const match = /have (risen|fallen) (\w+) times in a row/.exec(text);
      if (!match) continue;
      found.said++;
      const bears = ["class", "webinar"].some((format) => {
        const scores = sessions
          .filter((one) => one.format === format && one.session_status === "ended" && !one.left_out)
          .filter((one) => one.total_attended! >= 5 && one.engagement_score !== null)
          .map((one) => one.engagement_score!);
        const last = scores.slice(-1 - words.indexOf(match[2]!));
        const sorted = [...new Set(last)].sort((a, b) => (match[1] === "risen" ? a - b : b - a));
        return (
          last.length >= 4 && last.length === words.indexOf(match[2]!) + 1 && last.join() === sorted.join()
        );
      });
      if (!bears) found.wrong.push(text);
    }
    return found;
  }

  it("is said only where the sessions bear it", () => {
    const { said: claimed, wrong } = claims((sessions) => sessions);
    expect(wrong).toEqual([]);
    expect(claimed).toBeGreaterThan(5);
  });

  it.each<[string, Partial<SessionSummary>]>([
    ["few people", { total_attended: 30 }],
    ["sessions that are left out", { left_out: false }],
    ["unlike formats", { format: "class" }],
    ["sessions that are still live", { session_status: "ended" }],
  ])("would be caught with %s", (_, over) => {
    expect(claims((sessions) => sessions.map((one) => ({ ...one, ...over }))).wrong).not.toEqual([]);
  });
});

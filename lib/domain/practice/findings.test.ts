import { expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import type { Area } from "./areas";
import { changedAreas, practiceFindings } from "./findings";
import type { ScoreDirection } from "./scores";

const area = (name: string, before: number | null, last: number, direction: Area["direction"]): Area => ({
  ...{ key: name, area: name, cells: [], before, last, last_of: 12, direction },
  last_named_at: new Date("2026-11-20T09:00:00Z"),
});
const score = (given: Partial<ScoreDirection>): ScoreDirection => ({
  ...{ score: "fluency_score", sessions: 30, recent: 70, first: 61.2, last: 70.6, change: 9.4 },
  ...{ interval: { low: 5, high: 13 }, direction: "higher", ...given },
});
const said = (given: Parameters<typeof practiceFindings>[0]) =>
  practiceFindings(given, languageIn("en")).map(({ text, strong }) => (strong ? `*${text}*` : text));

it("says what has changed most: a score, and an area", () => {
  const areas = [
    area("Articles", 6, 3, "same"),
    area("Word stress", 1, 9, "more"),
    area("Past perfect", 9, 2, "less"),
  ];
  const scores = [score({ score: "grammar_score", change: 2, first: 70, last: 72 }), score({})];
  expect(said({ scores, areas, sessions: Array(34), of: "you" })).toEqual([
    "Your fluency rose from 61.2 to 70.6 between your first and your last 10 scored sessions.",
    "*Word stress was named in 9 of the last 12 sessions, against 1 of the 12 before.*",
  ]);
  expect(
    said({
      scores: [score({ direction: "lower", first: 71, last: 64, change: -7 })],
      areas: [],
      sessions: Array(34),
      of: "you",
    }),
  ).toEqual(["Your fluency fell from 71.0 to 64.0 between your first and your last 10 scored sessions."]);
  expect(said({ scores: [score({})], areas: [], sessions: Array(34), of: "learner" })).toEqual([
    "Fluency rose from 61.2 to 70.6 between the first and the last 10 scored sessions.",
  ]);
  expect(changedAreas(areas).map(({ key }) => key)).toEqual(["Word stress", "Past perfect"]);
});

it("says how many sessions there are where nothing has changed beyond chance", () => {
  const scores = [score({ direction: "same", change: 1 }), score({ direction: "too_few", change: null })];
  const areas = [area("Articles", 6, 3, "same"), area("Asking back", null, 2, "too_few")];
  expect(said({ scores, areas, sessions: Array(12), of: "you" })).toEqual([
    "12 practice sessions are saved.",
  ]);
  expect(said({ scores: [], areas: [], sessions: Array(1), of: "you" })).toEqual([
    "1 practice session is saved.",
  ]);
});

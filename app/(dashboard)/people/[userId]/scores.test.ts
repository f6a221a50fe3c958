import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { ScoredAssessment } from "@/lib/flows/learning/scores";
import { inEnglish } from "@/lib/testing/in-english";
import { LearnerScores } from "./scores";

const now = new Date("2026-11-20T12:00:00Z");
const at = (day: string) => new Date(`${day}T09:00:00Z`);
const work = (title: string, given: object): ScoredAssessment =>
  ({
    ...{ id: title, title, course_id: "c", course_title: "Statistics", kind: "quiz", maximum_points: 10 },
    ...{ points: null, submitted: false, submitted_at: null, due_at: null, score_percentage: null },
    ...{ class_scores: null, ...given },
  }) as unknown as ScoredAssessment;

/** What a reader sees of each row, cell by cell. */
const rowsOf = (assessments: ScoredAssessment[]) => {
  const markup = renderToStaticMarkup(
    inEnglish(createElement(LearnerScores, { assessments, zone: "UTC", now })),
  );
  const body = markup.slice(markup.indexOf("<tbody"));
  return body
    .split("<tr")
    .slice(1)
    .map((row) =>
      row
        .replaceAll(/^[^>]*>|<[^>]*>/g, "|")
        .replaceAll(/\|+/g, "|")
        .replaceAll(/\s/g, " "),
    );
};

it("says of each whether and when it was handed in, its score, and where it is in the class", () => {
  const half = { low: 62, median: 70, high: 81.4, people: 40 };
  const rows = rowsOf([
    work("Spread", {
      ...{ submitted: true, submitted_at: at("2026-11-10"), due_at: at("2026-11-11"), points: 8.5 },
      ...{ score_percentage: 85, class_scores: half },
    }),
    work("Scatter", {
      ...{ submitted: true, submitted_at: at("2026-11-09"), due_at: at("2026-11-08"), points: 6 },
      ...{ score_percentage: 60, class_scores: half },
    }),
    work("Lines", { submitted: true, submitted_at: at("2026-11-07") }),
    work("Tests", { due_at: at("2026-11-06") }),
    work("Looking back", { due_at: at("2026-11-30") }),
  ]);
  expect(rows).toEqual([
    "|Spread|Statistics|Tue 10 Nov, 09:00|8.5 of 10 · 85 %|above the middle half|62 to 81 %, 40 people|",
    "|Scatter|Statistics|Mon 9 Nov, 09:00, late|6 of 10 · 60 %|below the middle half|62 to 81 %, 40 people|",
    "|Lines|Statistics|Sat 7 Nov, 09:00|not marked|fewer than 5 people|",
    "|Tests|Statistics|not handed in, due Fri 6 Nov, 09:00|—|fewer than 5 people|",
    "|Looking back|Statistics|due Mon 30 Nov, 09:00|—|fewer than 5 people|",
  ]);
});

it("is no section where nothing is set", () => {
  expect(
    renderToStaticMarkup(inEnglish(createElement(LearnerScores, { assessments: [], zone: "UTC", now }))),
  ).toBe("");
});

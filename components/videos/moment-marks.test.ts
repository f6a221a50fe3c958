import { expect, it } from "vitest";
import type { Moment } from "@/lib/domain/videos/schema";
import { languageCodes } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { momentMarks as marksIn } from "./moment-marks";

const momentMarks = (moments: readonly Moment[]) => marksIn(moments, languageIn("en"));

const moment = (
  kind: Moment["kind"],
  from: number,
  to: number,
  value: number,
  views: number,
  present: number,
  at = from,
): Moment => ({
  kind,
  from_second: from,
  to_second: to,
  at_second: at,
  value,
  views,
  present,
});

it("labels each moment with its count, in the order of time", () => {
  const marks = momentMarks([
    moment("drop_off", 7, 9, 50, 20, 40),
    moment("spike", 2, 4, 2.5, 13, 22, 3),
    moment("dip", 4, 6, 30, 5, 14),
    moment("intro", 0, 2, 81.4, 57, 70),
  ]);
  expect(marks.map(({ second, title, detail, tone }) => [second, title, detail, tone])).toEqual([
    [2, "Start", "81\u00a0% stay past 0:02", "plain"],
    [3, "Played again", "13 times", "plain"],
    [4, "Skipped", "in 5 of 14 views", "plain"],
    [7, "Left 50\u00a0%", "20 of 40 views by 0:09", "loss"],
  ]);
});

it("counts few views", () => {
  const marks = momentMarks([moment("drop_off", 7, 9, 71.4, 5, 7), moment("intro", 0, 2, 77.8, 7, 9)]);
  expect(marks.map(({ title, detail }) => [title, detail])).toEqual([
    ["Start", "7 of 9 stay past 0:02"],
    ["Left 5 of 7", "5 of 7 views by 0:09"],
  ]);
});

it("leaves out a top moment that is marked already, and all but the six that matter most", () => {
  const marks = momentMarks([
    moment("spike", 2, 4, 2.5, 13, 22),
    moment("top", 3, 4, 90, 9, 10),
    moment("top", 6, 7, 88, 8, 9),
    ...[0, 1, 4, 5, 8, 9].map((at) => moment("dip", at, at + 1, 10, 1, 10)),
  ]);
  expect(marks).toHaveLength(6);
  expect(marks.filter(({ title }) => title === "Held")).toEqual([]);
  expect(marks.filter(({ title }) => title === "Played again")).toHaveLength(1);
});

it("keeps every loss", () => {
  const losses = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => moment("drop_off", at, at + 1, 21, 1, 4));
  expect(momentMarks(losses)).toHaveLength(8);
});

it("labels them in every language", () => {
  const moments = [
    moment("drop_off", 7, 9, 50, 20, 40),
    moment("spike", 2, 4, 2.5, 13, 22, 3),
    moment("dip", 4, 6, 30, 5, 14),
    moment("intro", 0, 2, 81.4, 57, 70),
    moment("top", 10, 12, 90, 18, 20),
  ];
  const labels = (code: (typeof languageCodes)[number]) =>
    marksIn(moments, languageIn(code)).map(({ title, detail }) => `${title}, ${detail}`);
  expect(labels("de")).toEqual([
    "Anfang, 81\u00a0% bleiben über 0:02 hinaus",
    "Erneut angesehen, 13-mal",
    "Übersprungen, in 5 von 14 Aufrufen",
    "Abbruch 50\u00a0%, 20 von 40 Aufrufen bis 0:09",
    "Gehalten, 18 von 20 Aufrufen bleiben",
  ]);
  expect(labels("fr")).toEqual([
    "Début, 81\u00a0% restent après 0:02",
    "Revisionné, 13 fois",
    "Sauté, dans 5 sur 14 lectures",
    "Décrochage 50\u00a0%, 20 sur 40 lectures avant 0:09",
    "Retenu, 18 sur 20 lectures restent",
  ]);
  for (const code of languageCodes)
    for (const label of labels(code)) expect(label).not.toMatch(/[{}]|videos\./);
});

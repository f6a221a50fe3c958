import { expect, it } from "vitest";
import { changesOf, valueText } from "./changes";

it("reads every form in which actions write what they changed", () => {
  expect(changesOf({})).toEqual([]);
  expect(changesOf({ before: { title: "A", seats: 4 }, after: { title: "B" } })).toEqual([
    { field: "title", before: "A", after: "B" },
    { field: "seats", before: 4, after: null },
  ]);
  expect(changesOf({ role: { before: "student", after: "admin" } })).toEqual([
    { field: "role", before: "student", after: "admin" },
  ]);
  expect(changesOf({ before: null, after: 90 })).toEqual([{ field: "value", before: null, after: 90 }]);
  expect(changesOf({ fileName: "a.csv", options: { zone: "UTC" } })).toEqual([
    { field: "fileName", before: null, after: "a.csv" },
    { field: "options", before: null, after: { zone: "UTC" } },
  ]);
});

it("writes values for people", () => {
  expect([null, 4, true, ["a", null, 2], { a: 1, b: ["x"] }].map(valueText)).toEqual([
    "",
    "4",
    "true",
    "a, , 2",
    "a: 1, b: x",
  ]);
});

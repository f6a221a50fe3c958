import { expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { numberOfSessions, partOfGroup } from "./words";

const english = languageIn("en");

it.each([
  [8, 32, "a quarter of the room left"],
  // 21.9 %: nearer to a fifth than to a quarter.
  [7, 32, "a fifth of the room left"],
  [11, 32, "a third of the room left"],
  [48, 100, "nearly half of the room left"],
  [26, 32, "four fifths of the room left"],
  [32, 32, "all of the room left"],
  [3, 8, "3 of the 8 people left"],
  [8, 8, "all eight people left"],
])("says %i of %i as %s", (lost, present, words) => {
  const when = { long: "no", from: "19:00", to: "19:03" };
  expect(
    english.t("session.running.left", { ...partOfGroup(lost, present, english), lost, present, ...when }),
  ).toBe(`${words} at 19:00`);
});

it("counts in words to ten", () => {
  expect([0, 1, 10, 11, 1200].map((value) => numberOfSessions(value, english))).toEqual([
    "no",
    "one",
    "ten",
    "11",
    "1,200",
  ]);
});

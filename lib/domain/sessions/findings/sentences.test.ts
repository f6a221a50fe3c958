import { expect, it } from "vitest";
import { inWords, ofTheRoom } from "./sentences";

it.each([
  [8, 32, "a quarter of the room"],
  // 21.9 %: nearer to a fifth than to a quarter.
  [7, 32, "a fifth of the room"],
  [11, 32, "a third of the room"],
  [48, 100, "nearly half of the room"],
  [26, 32, "four fifths of the room"],
  [32, 32, "all of the room"],
  [3, 8, "3 of the 8 people"],
  [8, 8, "all eight people"],
])("says %i of %i as %s", (part, base, words) => {
  expect(ofTheRoom(part, base)).toBe(words);
});

it("counts in words to ten", () => {
  expect([0, 1, 10, 11, 1200].map(inWords)).toEqual(["no", "one", "ten", "11", "1,200"]);
});

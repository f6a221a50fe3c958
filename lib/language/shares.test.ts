import { expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";

const { share } = languageIn("en");

it.each([
  [26, 100, "one in four"],
  [24, 100, "one in four"],
  [23, 100, "nearly one in four"],
  [50, 100, "half"],
  [48, 100, "nearly half"],
  [67, 100, "two in three"],
  [99, 100, "nearly all"],
  [100, 100, "all"],
  [45, 100, "45\u00a0%"],
  [4, 100, "4\u00a0%"],
  [3, 4, "3 of 4"],
])("says %i of %i as %s", (part, base, words) => {
  expect(share(part, base).share).toBe(words);
});

it("knows the number of its verb", () => {
  expect(share(25, 100).number).toBe("one");
  expect(share(50, 100).number).toBe("other");
  expect(share(1, 4).number).toBe("one");
  expect(share(45, 100).number).toBe("other");
});

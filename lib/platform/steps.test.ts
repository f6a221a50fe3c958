import { expect, it } from "vitest";
import { inSteps, mapInSteps } from "./steps";

it("gives all items in their order, and others their turn between two steps", async () => {
  const items = [...Array(5).keys()];
  const seen: unknown[] = [];
  for await (const some of inSteps(items, 2)) {
    seen.push(some);
    setImmediate(() => seen.push("others"));
  }
  expect(seen).toEqual([[0, 1], "others", [2, 3], "others", [4], "others"]);
  expect(await mapInSteps(items, (item, index) => [index, item * 2])).toEqual(
    items.map((item) => [item, item * 2]),
  );
  expect(await mapInSteps([], () => 1)).toEqual([]);
});

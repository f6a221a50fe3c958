import { expect, it } from "vitest";
import { inSteps, jsonInSteps, mapInSteps } from "./steps";

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

it("writes the JSON that JSON.stringify writes, with long lists in steps", async () => {
  const list = Array.from({ length: 2501 }, (_, n) => ({
    place: [String(n), 'é\u2028"'],
    before: n % 3 ? undefined : null,
  }));
  for (const value of [
    {
      list,
      none: [],
      left: undefined,
      nested: { numbers: [1, null, Number.NaN], at: new Date(0) },
      text: "a",
    },
    [undefined, () => 1, "x"],
    {},
    null,
    "a",
  ])
    expect(await jsonInSteps(value)).toBe(JSON.stringify(value));
});

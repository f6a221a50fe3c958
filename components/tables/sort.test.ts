import { expect, it } from "vitest";
import { formatSort, parseSort } from "./sort";

it("a sort in the URL reads back what it writes", () => {
  for (const sort of [
    { id: "views", descending: true },
    { id: "title", descending: false },
  ])
    expect(parseSort(formatSort(sort))).toEqual(sort);
  expect(parseSort("")).toBeNull();
  expect(parseSort("-")).toBeNull();
});

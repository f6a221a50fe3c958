import { expect, it } from "vitest";
import { formatSort, isFiltered, parseSort } from "./list-url";

it("a sort in the URL reads back what it writes", () => {
  for (const sort of [
    { id: "views", desc: true },
    { id: "title", desc: false },
  ])
    expect(parseSort(formatSort(sort))).toEqual(sort);
  expect(parseSort("")).toBeNull();
  expect(parseSort("-")).toBeNull();
});

it("a list is filtered by its words and filters, not by its page or order", () => {
  expect(isFiltered({ limit: 25, offset: 50, sort: "views", order: "asc", q: undefined })).toBe(false);
  expect(isFiltered({ limit: 25, offset: 0, sort: "views", from: "2026-11-01" })).toBe(true);
});

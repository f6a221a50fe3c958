import { describe, expect, it } from "vitest";
import { formatSort, parseSort, sortRows } from "./sort-rows";

const rows = [
  { id: "a", title: "Lesson 10", views: 3 },
  { id: "b", title: "lesson 9", views: null },
  { id: "c", title: "Élan", views: 11 },
  { id: "d", title: "Epoch", views: 3 },
];
const ids = (sorted: typeof rows) => sorted.map((row) => row.id).join("");

describe("sorting rows", () => {
  it("puts what is not known last both ways, and keeps the order of equals", () => {
    expect(ids(sortRows(rows, (row) => row.views, false))).toBe("adcb");
    expect(ids(sortRows(rows, (row) => row.views, true))).toBe("cadb");
  });

  it("reads numbers in words as numbers, and looks past case and accents", () => {
    expect(ids(sortRows(rows, (row) => row.title, false))).toBe("cdba");
  });

  it("sorts yes and no, and leaves the given rows as they were", () => {
    const before = ids(rows);
    expect(ids(sortRows(rows, (row) => row.views === 3, true))).toBe("adbc");
    expect(ids(rows)).toBe(before);
  });
});

describe("a sort in the URL", () => {
  it("reads back what it writes", () => {
    for (const sort of [
      { id: "views", descending: true },
      { id: "title", descending: false },
    ])
      expect(parseSort(formatSort(sort))).toEqual(sort);
    expect(parseSort("")).toBeNull();
    expect(parseSort("-")).toBeNull();
  });
});

import { expect, it } from "vitest";
import { listLimit, listQuery } from "./list-query";

it("reads the table's URL", () => {
  expect(listQuery({ sort: "-recent", offset: "25", q: "plot", course: "c1", from: "2026-11-01" })).toEqual({
    limit: listLimit,
    offset: 25,
    sort: "recent",
    order: "desc",
    q: "plot",
    course_id: "c1",
    from: "2026-11-01",
  });
  expect(listQuery({})).toEqual({ limit: listLimit, offset: 0, sort: "views" });
});

it("opens a link that somebody altered", () => {
  expect(listQuery({ sort: "-salary", from: "yesterday", q: "plot" })).toMatchObject({
    sort: "views",
    q: "plot",
    offset: 0,
  });
  expect(listQuery({ from: "2026-11-09", to: "2026-11-01" })).toMatchObject({ sort: "views", offset: 0 });
});

import { expect, it } from "vitest";
import { listLimit, listQuery, listSearch } from "./list-query";

it("reads the table's URL, and gives the export the same without the page", () => {
  const query = listQuery({ sort: "-score", offset: "50", q: "plot", course: "c1,c2", status: "ended,live" });
  expect(query).toEqual({
    limit: listLimit,
    offset: 50,
    sort: "score",
    order: "desc",
    q: "plot",
    course_id: "c1,c2",
    status: "ended,live",
  });
  expect(listSearch(query)).toBe("?sort=score&order=desc&q=plot&course_id=c1%2Cc2&status=ended%2Clive");
});

it("opens a link that somebody altered", () => {
  expect(listQuery({ sort: "-salary", status: "asleep", from: "yesterday", q: "plot" })).toEqual({
    limit: listLimit,
    offset: 0,
    sort: "when",
    q: "plot",
  });
});

import { expect, test } from "vitest";
import { peopleLimit, peopleQuery } from "./people-query";

test("the table's part of the URL becomes the query", () => {
  expect(
    peopleQuery({
      "people.sort": "-minutes",
      "people.q": "ana",
      "people.status": "engaged",
      "people.offset": "25",
      sort: "name",
    }),
  ).toEqual({ limit: peopleLimit, offset: 25, sort: "minutes", order: "desc", q: "ana", status: "engaged" });
  expect(peopleQuery({})).toEqual({ limit: peopleLimit, offset: 0, sort: "name" });
});

test("what a link got wrong counts as not given", () => {
  expect(peopleQuery({ "people.status": "asleep", "people.sort": "-rating" })).toEqual({
    limit: peopleLimit,
    offset: 0,
    sort: "rating",
    order: "desc",
  });
  expect(peopleQuery({ "people.sort": "shoe_size", "people.q": ["a", "b"] })).toEqual({
    limit: peopleLimit,
    offset: 0,
    sort: "name",
  });
});

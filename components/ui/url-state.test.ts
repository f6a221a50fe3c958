import { expect, it } from "vitest";
import { searchWith } from "./url-state";

it("changes some keys and leaves the others", () => {
  expect(searchWith("?q=algebra&viewers.offset=12", { "viewers.offset": null, "viewers.sort": "name" })).toBe(
    "?q=algebra&viewers.sort=name",
  );
  expect(searchWith("?q=a&sort=-views", { q: "über & unter" })).toBe("?q=%C3%BCber+%26+unter&sort=-views");
});

it("is nothing when no key is left", () => {
  expect(searchWith("?offset=12", { offset: null })).toBe("");
  expect(searchWith("", { offset: null })).toBe("");
});

it("leaves the commas of a list readable", () => {
  const search = searchWith("", { columns: "length,views", q: "a,b %2C" });
  expect(search).toBe("?columns=length,views&q=a,b+%252C");
  expect(new URLSearchParams(search).get("q")).toBe("a,b %2C");
});

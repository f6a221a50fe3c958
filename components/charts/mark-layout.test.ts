import { expect, it } from "vitest";
import { type Mark, placeMarks, spreadFlags } from "./mark-layout";

const mark = (second: number, rank: number, title = "Played again"): Mark => ({
  second,
  toSecond: null,
  title,
  detail: "by a few",
  tone: "plain",
  rank,
});

it("stands right of its line, or left of it at the right edge", () => {
  const [first, last] = placeMarks([mark(990, 1), mark(100, 1)], 1000, 1000);
  expect([first?.x, first?.side]).toEqual([100, "right"]);
  expect([last?.x, last?.side]).toEqual([990, "left"]);
});

it("gives room to the more important of two neighbours, and the other side to the less important if it is free", () => {
  const placed = placeMarks([mark(500, 2), mark(520, 1, "Left 27 %")], 1000, 1000);
  expect(placed.map(({ second, side }) => [second, side])).toEqual([
    [500, "left"],
    [520, "right"],
  ]);
});

it("drops words that have no room, never the line", () => {
  const placed = placeMarks([mark(40, 3), mark(45, 1), mark(50, 2)], 140, 140);
  expect(placed).toHaveLength(3);
  expect(placed.filter(({ side }) => side !== null).map(({ second }) => second)).toEqual([45]);
});

it("keeps a title where its detail does not fit", () => {
  const long = { ...mark(300, 1), detail: "a detail that is far too long for the room there is left here" };
  const [placed] = placeMarks([long], 600, 600);
  expect([placed?.side, placed?.detailed]).toEqual(["right", false]);
});

it("spreads flags that would touch, and keeps them inside", () => {
  expect(spreadFlags([100, 105, 300], 20, 358)).toEqual([100, 120, 300]);
  expect(spreadFlags([2, 350, 356], 20, 358)).toEqual([10, 328, 348]);
  expect(spreadFlags([], 20, 358)).toEqual([]);
});

import { describe, expect, it } from "vitest";
import { type DropOff, fitted, type Mark, placeDrops, placeMarks, spreadFlags } from "./labels";

const mark = (second: number, rank: number, title = "Played again"): Mark => ({
  second,
  toSecond: null,
  title,
  detail: "by a few",
  tone: "plain",
  rank,
});

it("is right of its line, or left of it at the right edge", () => {
  const [first, last] = placeMarks([mark(990, 1), mark(100, 1)], 1000, 1000);
  expect([first?.x, first?.side]).toEqual([100, "right"]);
  expect([last?.x, last?.side]).toEqual([990, "left"]);
});

it("places the more important of two neighbours first, and the other on its other side if that is free", () => {
  const placed = placeMarks([mark(500, 2), mark(520, 1, "Left 27 %")], 1000, 1000);
  expect(placed.map(({ second, side }) => [second, side])).toEqual([
    [500, "left"],
    [520, "right"],
  ]);
});

it("drops a label without space, never its line", () => {
  const placed = placeMarks([mark(40, 3), mark(45, 1), mark(50, 2)], 140, 140);
  expect(placed).toHaveLength(3);
  expect(placed.filter(({ side }) => side !== null).map(({ second }) => second)).toEqual([45]);
});

it("keeps a title if its detail does not fit", () => {
  const long = { ...mark(300, 1), detail: "a detail that is far too long for the room there is left here" };
  const [placed] = placeMarks([long], 600, 600);
  expect([placed?.side, placed?.detailed]).toEqual(["right", false]);
});

it("cuts a name that is too long for its column", () => {
  expect(fitted("Chrome", 108)).toBe("Chrome");
  // 108 px hold 17 glyphs of 6.1.
  expect(fitted("A browser with a long name", 108)).toBe("A browser with a…");
});

it("spreads flags that would touch, and keeps them inside", () => {
  expect(spreadFlags([100, 105, 300], 20, 358)).toEqual([100, 120, 300]);
  expect(spreadFlags([2, 350, 356], 20, 358)).toEqual([10, 328, 348]);
  expect(spreadFlags([], 20, 358)).toEqual([]);
});

const drop = (from: number, to: number): DropOff => ({
  from,
  to,
  title: "Break, 19:00",
  detail: "8 of 32 left, 5 returned",
  short: ["Break: 8 of 32 left", "8 of 32 left"],
});

const texts = (drops: DropOff[], width: number, lines: number) =>
  placeDrops(drops, width, 1000, lines).map((placed) =>
    placed.lines.map(({ text, line, anchor }) => `${line} ${anchor} ${text}`),
  );

describe("placeDrops", () => {
  it("begins both lines at the edge of the shade", () => {
    const [placed] = placeDrops([drop(500, 550)], 896, 1000, 2);
    expect(placed).toMatchObject({ from: 500, to: 550 });
    expect(placed?.lines).toMatchObject([
      { text: "Break, 19:00", line: 0, x: 448, anchor: "start", loud: true },
      { text: "8 of 32 left, 5 returned", line: 1, x: 448, anchor: "start", loud: false },
    ]);
  });
  it("keeps the label inside the plot at its right end", () => {
    const [placed] = placeDrops([drop(950, 1000)], 896, 1000, 2);
    expect(placed?.lines.map(({ x, anchor }) => [x, anchor])).toEqual([
      [896, "end"],
      [896, "end"],
    ]);
  });
  it("keeps two lines each if both fit", () => {
    expect(texts([drop(500, 550), drop(700, 740)], 896, 2)).toEqual([
      ["0 start Break, 19:00", "1 start 8 of 32 left, 5 returned"],
      ["0 start Break, 19:00", "1 start 8 of 32 left, 5 returned"],
    ]);
  });
  it("moves near ones apart before it shortens them", () => {
    // 58 px apart, with words of 165: to the right of the first they would meet, so the first runs to the left.
    expect(texts([drop(500, 550), drop(565, 600)], 896, 2)).toEqual([
      ["0 end Break, 19:00", "1 end 8 of 32 left, 5 returned"],
      ["0 start Break, 19:00", "1 start 8 of 32 left, 5 returned"],
    ]);
  });
  it("staggers one line each where three are near", () => {
    const placed = placeDrops([drop(400, 430), drop(440, 470), drop(480, 510)], 896, 1000, 2);
    expect(placed.map(({ lines }) => lines.length)).toEqual([1, 1, 1]);
    expect(new Set(placed.map(({ lines }) => lines[0]?.line)).size).toBe(2);
  });
  it("has one line on a phone, and shortens the smaller loss where both do not fit", () => {
    expect(texts([drop(300, 340), drop(800, 950)], 358, 1)).toEqual([
      ["0 start Break: 8 of 32 left"],
      ["0 end Break: 8 of 32 left"],
    ]);
    // 240 px: the first stands on 0 to 125, the second has 144 to 240 for itself.
    expect(texts([drop(300, 340), drop(600, 640)], 240, 1)).toEqual([
      ["0 start Break: 8 of 32 left"],
      ["0 start 8 of 32 left"],
    ]);
  });
});

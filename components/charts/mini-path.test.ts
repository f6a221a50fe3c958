import { expect, it } from "vitest";
import { miniPath } from "./mini-path";

const box = { seconds: 100, until: 100, max: 10, width: 50, height: 20 };

it("goes in steps on whole pixels to the end of the axis", () => {
  const timeline = [
    { second: 0, viewers: 5 },
    { second: 20, viewers: 10 },
    { second: 60, viewers: 10 },
    { second: 80, viewers: 0 },
  ];
  expect(miniPath(timeline, box)).toBe("M0 10H10V0H40V20H50");
});

it("takes the highest of a column", () => {
  const timeline = [
    { second: 0, viewers: 0 },
    { second: 20, viewers: 4 },
    { second: 20.4, viewers: 8 },
  ];
  expect(miniPath(timeline, box)).toBe("M0 20H10V4H50");
});

it("ends at now while live, and is nothing without people", () => {
  const timeline = [
    { second: 0, viewers: 5 },
    { second: 90, viewers: 9 },
  ];
  expect(miniPath(timeline, { ...box, until: 60 })).toBe("M0 10H30");
  expect(miniPath([], box)).toBe("");
});

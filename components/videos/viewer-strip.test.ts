import { expect, it } from "vitest";
import { viewerStop } from "./viewer-strip";

it("ticks where a viewer stopped, and has a text for those who watched to the end", () => {
  expect(viewerStop(612, 872)).toEqual({ text: "10:12", tick: 612 });
  expect(viewerStop(855, 872)).toEqual({ text: "to the end", tick: null });
  expect(viewerStop(854, 872)).toEqual({ text: "14:14", tick: 854 });
});

it("does not treat the middle of a short clip as its end", () => {
  expect(viewerStop(8, 12)).toEqual({ text: "0:08", tick: 8 });
  expect(viewerStop(9, 12)).toEqual({ text: "to the end", tick: null });
});

it("does not guess", () => {
  expect(viewerStop(null, 872)).toEqual({ text: "—", tick: null });
  expect(viewerStop(10, null)).toEqual({ text: "0:10", tick: null });
});

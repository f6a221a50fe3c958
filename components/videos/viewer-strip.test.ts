import { expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { stopText, stopTick } from "./viewer-strip";

const stop = (position: number | null, duration: number | null) => ({
  text: stopText(position, duration, languageIn("en")),
  tick: stopTick(position, duration),
});

it("ticks where a viewer stopped, and has a text for those who watched to the end", () => {
  expect(stop(612, 872)).toEqual({ text: "10:12", tick: 612 });
  expect(stop(855, 872)).toEqual({ text: "to the end", tick: null });
  expect(stop(854, 872)).toEqual({ text: "14:14", tick: 854 });
});

it("does not treat the middle of a short clip as its end", () => {
  expect(stop(8, 12)).toEqual({ text: "0:08", tick: 8 });
  expect(stop(9, 12)).toEqual({ text: "to the end", tick: null });
});

it("does not guess", () => {
  expect(stop(null, 872)).toEqual({ text: "—", tick: null });
  expect(stop(10, null)).toEqual({ text: "0:10", tick: null });
});

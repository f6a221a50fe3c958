import { expect, it } from "vitest";
import { recordingsWithDropOffs, type WatchedVideo } from "./recordings";

/** A video whose curve falls from 100 to `left` at this step of 100. */
const falling = (id: string, views: number, step: number, left: number): WatchedVideo => ({
  id,
  title: id,
  seconds: 600,
  views,
  curve: Array.from({ length: 101 }, (_, at) => (at < step ? 100 : left)),
});

it("names the recordings that lose the most views at one place, four at most", () => {
  const found = recordingsWithDropOffs([
    falling("keeps everybody", 1000, 50, 95),
    falling("few views", 10, 20, 10),
    falling("loses most", 200, 30, 40),
    falling("loses some", 200, 40, 70),
    falling("many views", 500, 60, 78),
    falling("second most", 300, 70, 65),
  ]);
  expect(found.map(({ id }) => id)).toEqual(["loses most", "many views", "second most", "loses some"]);
  expect(found[0]?.fall).toMatchObject({ from: 29, to: 30, lost: 60, lost_percent: 60 });
});

import { expect, it } from "vitest";
import { videosWithDropOffs, type WatchedVideo } from "./videos";

/** A video that so many of those who get there stop at each of these places. */
const losing = (id: string, present: number, ...lost: number[]): WatchedVideo => ({
  id,
  title: id,
  seconds: 600,
  views: present,
  curve: [],
  drop_offs: lost.map((stopped, place) => ({
    from_second: place * 100,
    to_second: place * 100 + 10,
    present,
    lost: stopped,
    lost_percent: (stopped / present) * 100,
  })),
});

it("names the videos in which the most views stop at one place, four at most", () => {
  const found = videosWithDropOffs([
    losing("nobody stops", 1000),
    losing("few views", 10, 9),
    losing("most", 200, 50, 120, 60),
    losing("fourth", 200, 60),
    losing("second", 500, 110),
    losing("third", 300, 105, 100),
  ]);
  expect(found.map(({ id }) => id)).toEqual(["most", "second", "third", "fourth"]);
  expect(found[0]?.fall).toMatchObject({ from_second: 100, lost: 120 });
});

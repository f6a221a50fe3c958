import { describe, expect, it } from "vitest";
import { exampleVideo } from "../fixtures";
import { momentsOf } from "../moments";
import type { VideoAnswer } from "../schema";
import { type FindingsInput, findings } from "./video";

const flat = (...stretches: [number, number][]) =>
  stretches.flatMap(([length, value]) => new Array<number>(length).fill(value));

type Given = {
  covers?: number[];
  plays?: number[];
  video?: Partial<FindingsInput["video"]>;
  typical?: FindingsInput["typical"];
  stops?: [second: number, views: number][];
  parts?: Partial<FindingsInput["breakdowns"]>;
};

const lastSeconds = (covers: number[]) => {
  let there = 0;
  const stops: [second: number, views: number][] = [];
  for (let second = covers.length - 1; second >= 0; second--) {
    stops.push([second, Math.max(0, covers[second]! - there)]);
    there = Math.max(there, covers[second]!);
  }
  return stops;
};

/** A video's numbers with these curves; 200 views when nothing else is said. */
function findingsOf(given: Given) {
  const covers = given.covers ?? flat([600, 200]);
  const plays = given.plays ?? covers;
  const base = Math.max(0, ...covers);
  // Unless it is said where views stop: after the last second that they cover.
  const stops = new Array<number>(Math.ceil(covers.length / 10)).fill(0);
  for (const [second, views] of given.stops ?? lastSeconds(covers)) stops[Math.floor(second / 10)]! += views;
  return findings({
    video: { ...exampleVideo, total_views: base, unique_viewers: base, ...given.video },
    retention: { base, covers, plays, moments: momentsOf({ covers, plays }, stops, base) },
    typical: given.typical ?? null,
    heatmap: {
      segments: Array.from({ length: Math.ceil(covers.length / 10) }, (_, at) => ({
        segment_start: at * 10,
        segment_end: Math.min(covers.length, at * 10 + 10),
        view_count: 1,
        unique_viewers: 1,
        completion_rate: null,
        drop_off_count: given.stops ? stops[at]! : 0,
      })),
    },
    breakdowns: { by_device: [], by_referrer: [], by_day: [], ...given.parts },
  });
}
const said = (given: Given) =>
  findingsOf(given)
    .summary.map((finding) => finding.text)
    .join(" ");

describe("the summary", () => {
  it("matches the reference page", () => {
    const covers = flat([20, 214], [586, 180], [266, 132]);
    const plays = covers.map((views, second) => (second >= 400 && second < 420 ? views + 122 : views));
    expect(findingsOf({ covers, plays }).summary).toEqual([
      {
        text: "People who get past the first half minute stay and replay 6:49.",
        strong: false,
      },
      { text: "Between 10:00 and 10:10 one in four stops.", strong: true },
    ]);
    expect(findingsOf({ covers, plays }).chartTitle).toBe(
      "Two in five of the plays at 6:49 are replays; one in four stops between 10:00 and 10:10",
    );
  });

  it("states how many leave at once", () => {
    expect(said({ covers: flat([15, 200], [585, 100]) })).toContain("Half leave in the first half minute.");
  });

  it("compares where nothing is lost at one place", () => {
    const typical = {
      videos: 9,
      average_watched_percentage: { low: 60, median: 65, high: 70 },
      completion_rate: null,
    };
    expect(said({ typical })).toContain("People watch less of it than of most similar videos.");
    expect(said({ typical, video: { average_watched_percentage: 71 } })).toContain("People watch more of it");
    expect(said({ typical, video: { average_watched_percentage: 65 } })).not.toContain("similar");
  });

  it("counts small numbers, and claims no pattern of very few", () => {
    expect(said({ covers: flat([300, 9], [300, 4]) })).toContain("Between 4:50 and 5:00 5 of 9 stop.");
    expect(said({ covers: flat([300, 8], [300, 4]) })).not.toContain("stop");
    expect(said({ covers: flat([300, 2], [300, 1]) })).toBe(
      "Played 2 times so far: too few to tell a pattern.",
    );
    expect(said({ covers: flat([600, 0]) })).toBe("No one has opened this video yet.");
    expect(said({ covers: flat([600, 0]), video: { total_views: 1 } })).toBe(
      "Opened 1 time, not played yet.",
    );
  });

  it("gives start and end of a long fall", () => {
    const covers = Array.from({ length: 600 }, (_, second) =>
      second < 400 ? 200 : Math.round(200 * 0.99 ** (second - 400)),
    );
    expect(said({ covers })).toMatch(/ Between 6:40 and 9:50 .* stop\.$/);
    expect(findingsOf({ covers }).chartTitle).toMatch(/ stop between 6:40 and 9:50$/);
  });

  it("falls back to the subject", () => {
    // Slowly and evenly more than half of them leave: no cliff, and yet nobody "stays".
    const covers = Array.from({ length: 600 }, (_, second) => Math.round(200 - second / 5));
    expect(said({ covers, video: { unique_viewers: 131, average_watched_percentage: 53.1 } })).toBe(
      "Watched by 131 people, who watched 53\u00a0% of it on average.",
    );
    expect(findingsOf({ covers }).chartTitle).toBe("How much of the video people watch");
  });
});

describe("titles", () => {
  it("name where viewers stop", () => {
    const covers = flat([20, 214], [586, 180], [266, 132]);
    expect(
      findingsOf({
        covers,
        stops: [
          [5, 30],
          [605, 60],
          [870, 100],
        ],
      }).viewersTitle,
    ).toBe("Viewers leave at two points: the start and 10:00");
    expect(
      findingsOf({
        covers,
        stops: [
          [605, 30],
          [870, 40],
          [300, 30],
        ],
      }).viewersTitle,
    ).toBe("30\u00a0% stopped between 5:00 and 5:10");
    expect(
      findingsOf({
        covers,
        stops: [
          [605, 30],
          [870, 60],
        ],
      }).viewersTitle,
    ).toBe("Most who leave early leave between 10:00 and 10:10");
    expect(
      findingsOf({
        stops: [
          [595, 90],
          [300, 10],
        ],
      }).viewersTitle,
    ).toBe("Most watch to the end");
    expect(
      findingsOf({
        covers: flat([300, 200]),
        stops: [
          ...([5, 15, 25] as const).map((at): [number, number] => [at, at === 25 ? 17 : 16]),
          ...([100, 130, 160, 190, 220, 250] as const).map((at): [number, number] => [
            at,
            at < 190 ? 13 : 14,
          ]),
          [299, 70],
        ],
      }).viewersTitle,
    ).toBe("One in four stopped in the first half minute");
    expect(findingsOf({}).viewersTitle).toBe("What each viewer watched");
  });

  const onDays = (views: (day: number) => number, count: number): VideoAnswer["by_day"] =>
    Array.from({ length: count }, (_, at) => ({
      day: new Date(Date.UTC(2026, 9, 5 + at)).toISOString().slice(0, 10), // from Monday 5 October 2026
      views: views(at),
      watch_time_seconds: 0,
      completed: 0,
    })).filter((row) => row.views > 0);

  it("name when views occur", () => {
    const wednesdays = onDays((day) => (day % 7 === 2 ? 10 : 1), 28);
    expect(findingsOf({ parts: { by_day: wednesdays }, video: { first_view_at: null } }).daysTitle).toBe(
      "Wednesdays have three in five of the views",
    );
    const fading = onDays((day) => (day < 7 ? 10 : 1), 40);
    expect(
      findingsOf({ parts: { by_day: fading }, video: { first_view_at: "2026-10-05T08:00:00Z" } }).daysTitle,
    ).toBe("Two in three of the views came in the first week");
    expect(
      findingsOf({ parts: { by_day: onDays(() => 2, 28) }, video: { first_view_at: null } }).daysTitle,
    ).toBe("Views by day");
    expect(findingsOf({ parts: { by_day: onDays(() => 1, 5) } }).daysTitle).toBe("Views by day");
  });

  it("name devices and referrers", () => {
    const row = (value: string | null, percentage: number) => ({
      value,
      views: percentage,
      percentage,
      watch_time_seconds: 0,
    });
    const titles = (device: string | null, share: number) =>
      findingsOf({
        parts: {
          by_device: [row(device, share), row("tablet", 100 - share)],
          by_referrer: [row(device, share), row("x", 100 - share)],
        },
      });
    expect(titles("desktop", 64).devicesTitle).toBe("Most watch on a computer");
    expect(titles("mobile", 48).devicesTitle).toBe("Devices");
    expect(titles(null, 90).devicesTitle).toBe("Devices");
    expect(titles("campus.example", 80).referrersTitle).toBe("Most come from campus.example");
    expect(titles(null, 80).referrersTitle).toBe("Most arrive without a referrer");
    expect(titles("campus.example", 50).referrersTitle).toBe("Where viewers come from");
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FindingsInput, findings } from "@/lib/domain/videos/findings/video";
import { exampleVideo } from "@/lib/domain/videos/fixtures";
import { momentsOf, spikesOf } from "@/lib/domain/videos/moments";
import { typicalOfSimilar, typicalPoints } from "@/lib/domain/videos/retention";
import type { Moment, VideoSummary } from "@/lib/domain/videos/schema";
import { mediaTime } from "@/lib/language/numbers";
import { sideOf } from "@/lib/measure/evidence";
import { languageIn } from "@/lib/platform/catalogues";
import { randomOf } from "@/lib/testing/claims";
import {
  averageWatched,
  completersOf,
  dayMs,
  firstDay,
  makeWatched,
  type Playback,
  peopleOf,
  playsOf,
  videoOffences,
  type Watched,
} from "@/lib/testing/video-claims";
import { momentMarks } from "./moment-marks";
import { changeOf } from "./video-facts";

/* Every sentence, mark and arrow of a video's page, over random videos, checked by lib/testing/video-claims.ts. */

const english = languageIn("en");
const runs = { numRuns: 120, seed: 10 };
const counted = <Key extends string | null>(playbacks: Playback[], of: (one: Playback) => Key) =>
  [...new Set(playbacks.map(of))]
    .map((value) => ({
      ...{ value, folded: false, percentage: 0 },
      views: playbacks.filter((one) => of(one) === value).length,
    }))
    .sort((a, b) => b.views - a.views);

function summaryOf(watched: Watched): VideoSummary {
  const { playbacks, length } = watched;
  const viewers = peopleOf(playbacks);
  return {
    ...exampleVideo,
    duration_seconds: length,
    total_views: playbacks.length,
    unique_viewers: viewers,
    unique_completers: completersOf(watched),
    completion_rate: (completersOf(watched) / viewers) * 100,
    average_watched_percentage: averageWatched(watched) * 100,
    first_view_at: new Date(firstDay).toISOString(),
  };
}

const curvesOf = ({ playbacks, length }: Watched) => {
  const perSecond = (of: (plays: number) => number) =>
    Array.from({ length }, (_, second) => playbacks.reduce((sum, one) => sum + of(playsOf(one, second)), 0));
  return { covers: perSecond((plays) => Math.min(1, plays)), plays: perSecond((plays) => plays) };
};

const stopsOf = ({ playbacks, length }: Watched) =>
  Array.from(
    { length: length / 10 },
    (_, at) =>
      playbacks.filter(({ position }) => Math.min(length / 10 - 1, Math.floor(position / 10)) === at).length,
  );

const replayedBy = ({ playbacks }: Watched, second: number) =>
  peopleOf(playbacks.filter((one) => playsOf(one, second) > 1));

const typicalOf = (watched: Watched, similar: Watched[]) =>
  typicalOfSimilar(
    watched.length,
    averageWatched(watched) * 100,
    similar.map((one) => ({
      length: watched.length,
      of_course: false,
      average_watched_percentage: averageWatched(one) * 100,
      completion_rate: summaryOf(one).completion_rate,
      replay_ratio: 1,
      retention: new Array<number>(typicalPoints).fill(50),
    })),
  );

type World = { watched: Watched; others: Watched[] };
const worlds = fc.integer({ min: 1, max: 2_000_000_000 }).map((seed): World => {
  const random = randomOf(seed);
  return { watched: makeWatched(random), others: Array.from({ length: 8 }, () => makeWatched(random)) };
});
/** As the query selects them. */
const similarOf = ({ others }: World) => others.filter(({ playbacks }) => peopleOf(playbacks) >= 5);

function inputOf(world: World): FindingsInput {
  const { watched } = world;
  const { playbacks } = watched;
  const base = playbacks.length;
  const people = peopleOf(playbacks);
  const curves = curvesOf(watched);
  const stops = stopsOf(watched);
  // As the query finds them.
  const spikes = spikesOf(curves, { base, people }).filter(
    (spike) => replayedBy(watched, spike.at_second) >= 5,
  );
  return {
    video: summaryOf(watched),
    retention: { base, moments: momentsOf(curves, stops, { base, people }, spikes) },
    typical: typicalOf(watched, similarOf(world)),
    heatmap: {
      segments: stops.map((drop_off_count, at) => ({
        segment_start: at * 10,
        segment_end: at * 10 + 10,
        view_count: 0,
        unique_viewers: 0,
        completion_rate: null,
        drop_off_count,
      })),
    },
    breakdowns: {
      by_device: counted(playbacks, ({ device }) => device),
      by_referrer: counted(playbacks, ({ referrer }) => referrer),
      by_day: counted(playbacks, ({ day }) => String(day))
        .sort((a, b) => Number(a.value) - Number(b.value))
        .map(({ value, views }) => ({
          day: new Date(firstDay + Number(value) * dayMs).toISOString().slice(0, 10),
          views,
          watch_time_seconds: 0,
          completed: 0,
        })),
    },
  };
}

function sentencesOf(input: FindingsInput): string[] {
  const { summary, ...titles } = findings(input, english);
  const marks = momentMarks(input.retention.moments, english).map(
    ({ second, title, detail }) => `${mediaTime(second)}: ${title}, ${detail}`,
  );
  const typical = typicalFor(input.typical);
  const changes = (["average_watched_percentage", "completion_rate"] as const).map(
    (key) =>
      `${typical && changeOf(key, input.video, typical, languageIn("en"))?.words} ${key === "completion_rate" ? "completed" : "watched"}`,
  );
  return [...summary.map(({ text }) => text), ...Object.values(titles), ...marks, ...changes];
}
/** The page's typical values are those of the query, which has all of them. */
const typicalFor = (typical: FindingsInput["typical"]) => typical as ReturnType<typeof typicalOfSimilar>;

/** Many videos, with what the page knows of each. */
const cases = fc.sample(worlds, runs).map((world) => ({ world, input: inputOf(world) }));
type Case = (typeof cases)[number];

/** The offences of these sentences over all of them. */
const offencesBy = (sentences: (given: Case) => string[]): string[] =>
  cases.flatMap((given) =>
    sentences(given).flatMap((sentence) =>
      videoOffences(sentence, given.world.watched, similarOf(given.world)),
    ),
  );

/** The sentences where the moments come from another rule. */
const withMoments = (input: FindingsInput, moments: Moment[]) =>
  sentencesOf({ ...input, retention: { ...input.retention, moments } });

describe("the sentences of a video's page", () => {
  it("claim nothing that the playbacks do not bear", () => {
    expect(offencesBy(({ input }) => sentencesOf(input))).toEqual([]);
  });

  it.each([
    /in the first half minute/,
    /stay past the middle/,
    /^Between/,
    /is replayed/,
    /are replays|is a replay/,
    /views that play what follows skip/,
    /than of most similar/,
    /Most who stop before/,
    /views stops? between/,
    /Most views stop in the last/,
    /(Most|All) views are on/,
    /(Most|All) views (come|have)/,
    /in the first week/,
    /have the most views/,
    /Left/,
    /Start/,
    /Held/,
    /Skipped/,
    /Played again/,
    /points (above|below) typical watched/,
    /points (above|below) typical completed/,
  ])("do say %s somewhere, so that there is something to check", (kind) => {
    expect(cases.some(({ input }) => sentencesOf(input).some((sentence) => kind.test(sentence)))).toBe(true);
  });
});

/* Old rules, each of which must be found. */
const oldRules: [name: string, sentences: (given: Case) => string[]][] = [
  [
    "who is gone by the curve, so that skipping is leaving",
    ({ world: { watched }, input }) => {
      const { covers } = curvesOf(watched);
      const { base, moments } = input.retention;
      const left = Math.max(...covers.slice(30));
      return withMoments(
        input,
        moments.map((one) =>
          one.kind === "intro" ? { ...one, value: (left / base) * 100, views: left, present: base } : one,
        ),
      );
    },
  ],
  [
    "what one person replays",
    ({ world: { watched }, input }) => {
      const { base } = input.retention;
      return withMoments(
        input,
        momentsOf(curvesOf(watched), stopsOf(watched), { base, people: peopleOf(watched.playbacks) }),
      );
    },
  ],
  [
    "skips as a share of all views",
    ({ input }) => {
      const { base, moments } = input.retention;
      return withMoments(
        input,
        moments.map((one) => (one.kind === "dip" ? { ...one, present: base } : one)),
      );
    },
  ],
  [
    "a share of all views for those who got there",
    ({ input }) => {
      const { base, moments } = input.retention;
      return withMoments(
        input,
        moments.map((one) => (one.kind === "drop_off" ? { ...one, present: base } : one)),
      );
    },
  ],
  [
    "a pattern of one person's many views",
    ({ world: { watched }, input }) => {
      const { base } = input.retention;
      const video = { ...input.video, unique_viewers: 1000 };
      const moments = momentsOf(curvesOf(watched), stopsOf(watched), { base, people: 1000 }, []);
      return withMoments({ ...input, video }, moments);
    },
  ],
  [
    "a difference from similar videos that can be chance",
    ({ input: { video, typical } }) => {
      const side = sideOf(video.average_watched_percentage, typical?.average_watched_percentage);
      const way = side === "above" ? "more" : "less";
      return side && side !== "same" ? [`A view plays ${way} of it than of most similar videos.`] : [];
    },
  ],
  [
    "an arrow at a difference that can be chance",
    ({ input: { video, typical } }) => {
      const side = sideOf(video.completion_rate, typicalFor(typical)?.completion_rate);
      return side && side !== "same" ? [`3.2 points ${side} typical completed`] : [];
    },
  ],
  [
    "most, where it is more than half of few",
    ({ input: { breakdowns } }) => {
      const [most] = breakdowns.by_device;
      const of = breakdowns.by_device.reduce((sum, { views }) => sum + views, 0);
      return most && most.views > of / 2
        ? [`Most views are on a ${most.value === "mobile" ? "phone" : "computer"}`]
        : [];
    },
  ],
  [
    "a launch day as a weekday's habit",
    ({ world: { watched } }) => {
      const views = new Array<number>(7).fill(0);
      for (const { day } of watched.playbacks) views[new Date(firstDay + day * dayMs).getUTCDay()]! += 1;
      const most = Math.max(...views);
      const all = watched.playbacks.length;
      return all >= 20 && most >= all / 3
        ? [
            `${english.weekdayName(views.indexOf(most))}s have the most views: ${english.share(most, all).share} of all`,
          ]
        : [];
    },
  ],
];
it.each(oldRules)("the checker finds %s", (_, sentences) => {
  expect(offencesBy(sentences).length).toBeGreaterThan(0);
});

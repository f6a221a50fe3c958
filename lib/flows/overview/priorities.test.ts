import { describe, expect, it } from "vitest";
import { asShares, duringSession } from "@/lib/domain/sessions/departures";
import { exampleSummary } from "@/lib/domain/sessions/fixtures";
import type { SessionSummary } from "@/lib/domain/sessions/schema";
import { dropOffsOf } from "@/lib/domain/videos/drop-offs";
import { mediaTime } from "@/lib/platform/format";
import { beginSentence, shareInWords } from "@/lib/platform/phrases";
import { begin, makeHeld, minute, offences, randomOf } from "@/lib/testing/claims";
import { makeWatched, peopleOf, videoOffences, type Watched } from "@/lib/testing/video-claims";
import { prioritiesOf } from "./priorities";
import type { WatchedVideo } from "./videos";

const words = {
  weekday: (instant: string) => (instant.startsWith("2026-11-24") ? "Tuesday" : "Wednesday"),
  clock: (instant: string) => instant.slice(11, 16),
  mediaTime: (seconds: number) => `${seconds} s`,
};
const session = (given: Partial<SessionSummary>): SessionSummary => ({ ...exampleSummary, ...given });
const noUsual = () => null;
const quiet = { drop_offs: [], average_rating: null, total_responses: 0 };

describe("what to look at first", () => {
  it("names a room that emptied, with its count", () => {
    // 92 minutes from 18:02: half-way is 18:48.
    const [item] = prioritiesOf({
      recent: [
        session({
          curve: [10, 32, 20],
          drop_offs: [{ from: 0.48, to: 0.52, at: 0.5, present: 32, lost: 8, lost_percent: 25 }],
        }),
      ],
      planned: [],
      usualRegistrations: noUsual,
      videos: [],
      ...words,
    });
    expect(item).toMatchObject({
      title: "One in four of Wednesday’s room left at 18:48",
      detail: "Residuals and what they tell you: 8 of 32 who were present.",
      people: 8,
    });
  });

  it("names only what the visits of random sessions show, and not the window's start", () => {
    const claimsOf = (at: "at" | "from") =>
      Array.from({ length: 150 }, (_, seed) => makeHeld(randomOf(seed + 1))).flatMap((held) => {
        const window = { from: new Date(begin), to: new Date(begin + held.length * minute) };
        const drops = duringSession(held.numbers.drop_off_points, window);
        const placed = asShares(drops, window).map((drop) => ({ ...drop, at: drop[at] }));
        const [item] = prioritiesOf({
          recent: [
            session({
              ...quiet,
              curve: [1],
              drop_offs: placed,
              window: { from: window.from.toISOString(), to: window.to.toISOString() },
            }),
          ],
          planned: [],
          usualRegistrations: noUsual,
          videos: [],
          ...words,
        });
        if (!item) return [];
        const [, lost, present] = /: (\d+) of (\d+) who were present/.exec(item.detail)!;
        const [, clock] = /left at (\d\d:\d\d)/.exec(item.title)!;
        return [offences(`${lost} of the ${present} left at ${clock}`, held, [], drops)];
      });
    const claims = claimsOf("at");
    expect(claims.length).toBeGreaterThan(20);
    expect(claims.flat()).toEqual([]);
    expect(claimsOf("from").flat().length).toBeGreaterThan(5);
  });

  it("ignores few answers and good ones", () => {
    expect(
      prioritiesOf({
        recent: [
          session({ ...quiet, average_rating: 2, total_responses: 4 }),
          session({ ...quiet, average_rating: 3.5, total_responses: 40 }),
        ],
        planned: [],
        usualRegistrations: noUsual,
        videos: [],
        ...words,
      }),
    ).toEqual([]);
  });

  it("compares a planned session's registrations with those of the same kind at that time", () => {
    const usual = { low: 18, median: 20, high: 24, sessions: 6 };
    const planned = session({
      session_id: "planned",
      total_registered: 9,
      scheduled_start: "2026-11-24T12:30:00.000Z",
      title: "Coaching",
    });
    const found = (total_registered: number, usualRegistrations: () => typeof usual | null) =>
      prioritiesOf({
        recent: [],
        planned: [{ ...planned, total_registered }],
        usualRegistrations,
        videos: [],
        ...words,
      });
    expect(found(9, () => usual)).toMatchObject([
      {
        title: "9 people have registered for Tuesday; 20 is typical by now",
        detail: "Coaching, Tuesday at 12:30. Typical: the median of 6 classes, as long before they began.",
        people: 11,
      },
    ]);
    expect(found(18, () => usual)).toEqual([]);
    expect(found(9, noUsual)).toEqual([]);
  });

  it("puts the most people first", () => {
    // 40 of 100 views stop within its first tenth.
    const drop_offs = [{ from_second: 10, to_second: 30, present: 100, lost: 40, lost_percent: 40 }];
    const found = prioritiesOf({
      recent: [session({ ...quiet, average_rating: 3.1, total_responses: 12 })],
      planned: [],
      usualRegistrations: noUsual,
      videos: [{ id: "v", title: "Sampling", seconds: 600, views: 100, curve: [], drop_offs }],
      ...words,
    });
    expect(found.map(({ people }) => people)).toEqual([40, 12]);
    expect(found[0]!.title).toBe("Two in five of the views of “Sampling” that get to 10 s stop by 30 s");
  });
});

describe("what is said of videos", () => {
  const random = randomOf(10);
  const videos = Array.from({ length: 400 }, (): Watched => makeWatched(random));
  const seenBy = ({ playbacks, length }: Watched): WatchedVideo => ({
    id: "v",
    title: "Sampling",
    seconds: length,
    views: playbacks.length,
    curve: [],
    drop_offs: dropOffsOf(
      Array.from({ length: length / 10 }, (_, at) => {
        const [from, to] = [at * 10, at * 10 === length - 10 ? length + 1 : at * 10 + 10];
        return playbacks.filter(({ position }) => position >= from && position < to).length;
      }),
      peopleOf(playbacks),
    ),
  });
  const titles = (video: WatchedVideo) =>
    prioritiesOf({
      ...{ recent: [], planned: [], usualRegistrations: noUsual, videos: [video] },
      ...words,
      mediaTime,
    }).map(({ title }) => title);

  it("claims nothing that the playbacks do not bear", () => {
    const said = videos.map((video) => titles(seenBy(video)));
    expect(
      videos.flatMap((video, at) => said[at]!.flatMap((title) => videoOffences(title, video, []))),
    ).toEqual([]);
    expect(said.flat().length).toBeGreaterThan(5);
  });

  it("would be caught with all views in place of those that got there, as it was", () => {
    const before = (video: Watched) => {
      const { views, drop_offs } = seenBy(video);
      const early = drop_offs.at(-1);
      const share = early && shareInWords(early.lost, views);
      return early
        ? [
            `${beginSentence(share!.words)} of the views of “Sampling” that get to ${mediaTime(early.from_second)} stop by ${mediaTime(early.to_second)}`,
          ]
        : [];
    };
    expect(
      videos.flatMap((video) => before(video).flatMap((title) => videoOffences(title, video, []))),
    ).not.toEqual([]);
  });
});

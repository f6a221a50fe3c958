import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contains, pairs, size } from "@/lib/measure/ranges";
import { at, progress, view } from "@/lib/testing/beacons";
import {
  actions,
  length,
  type Simulation,
  secondsTouched,
  simulate,
  wholeTenths,
} from "@/lib/testing/simulated-player";
import { type Beacon, fold, newPlayback, type Playback, type Progress, type VideoRules } from "./playback";

const rules: VideoRules = { duration_ms: length * 1000, completion_threshold: 90 };
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);

const older = (given: Partial<Progress>, seconds: number): Beacon => ({
  ...progress("video", "playback", { played: null, ...given }),
  received_at: later(seconds),
});
const beaconsOf = ({ beacons }: Simulation, numbered: boolean): Beacon[] => [
  view("video", "playback"),
  ...beacons.map(({ at_seconds, ...said }, seq) =>
    older({ ...said, seq: numbered ? seq : null }, at_seconds),
  ),
];
const foldAll = (beacons: readonly Beacon[], given = rules): Playback =>
  beacons.reduce(
    (playback, beacon) => fold(playback, beacon, given).playback,
    newPlayback({ video_id: "video", playback_id: "playback", day: "2026-03-02", heard_at: at }),
  );

describe("positions of a player without ranges", () => {
  test("played through without a seek, they prove every second, and the playback counts as watched", () => {
    const simulation = simulate([{ do: "play", seconds: 400, speed: 1.5 }]);
    for (const numbered of [true, false]) {
      const playback = foldAll(beaconsOf(simulation, numbered));
      expect(playback).toMatchObject({
        watched: [0, length * 10],
        seen: [],
        replays: [],
        proof: "positions",
      });
      expect(playback.media_ms).toBe(length * 1000);
    }
  });

  test("a jump proves nothing but the second at which the player is, and no media time", () => {
    const playback = foldAll([
      view("video", "playback"),
      older({ seq: 0, position_seconds: 300, watch_time_seconds: 15 }, 15),
    ]);
    expect(playback).toMatchObject({
      watched: [2990, 3000],
      seen: [2990, 3000],
      media_ms: 0,
      proof: "reported",
    });
  });

  test("a stretch counts only where there was time to play it", () => {
    const hurried = [
      view("video", "playback"),
      older({ seq: 0, position_seconds: 100, watch_time_seconds: 100 }, 100),
      older({ seq: 1, position_seconds: 400, watch_time_seconds: 400 }, 101),
    ];
    expect(foldAll(hurried).watched).toEqual([0, 1000, 3990, 4000]);
  });

  test("a stretch that is played again is a replay; a second that was only seen is none", () => {
    const playback = foldAll([
      view("video", "playback"),
      older({ seq: 0, position_seconds: 10, watch_time_seconds: 10 }, 10),
      older({ seq: 1, position_seconds: 0, watch_time_seconds: 10 }, 11),
      older({ seq: 2, position_seconds: 10, watch_time_seconds: 20 }, 21),
    ]);
    expect([playback.watched, size(playback.replays), playback.media_ms]).toEqual([[0, 100], 100, 20_000]);
  });

  test("what is stored exceeds what was played by no more than was played in the intervals with a seek, and misses nothing in the others", () => {
    fc.assert(
      fc.property(actions, fc.boolean(), (list, numbered) => {
        const simulation = simulate(list);
        const { watched } = foldAll(beaconsOf(simulation, numbered));
        const { intervals } = simulation;
        const truth = secondsTouched(intervals.flatMap(({ played }) => played));
        const stored = pairs(watched).flatMap(([from, to]) =>
          Array.from({ length: to - from }, (_, i) => from + i),
        );
        // Of each interval with a seek: what was played in it, and a tenth; the second at its end; and a second that is touched.
        const error = intervals
          .filter(({ sought }) => sought)
          .reduce(
            (sum, { played }) => sum + played.reduce((all, [from, to]) => all + to - from, 0) * 11 + 20,
            0,
          );
        expect(stored.filter((tenth) => !truth.has(Math.floor(tenth / 10))).length).toBeLessThanOrEqual(
          error,
        );
        for (const { played, sought } of intervals)
          if (!sought) expect(wholeTenths(played).filter((tenth) => !contains(watched, tenth))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test("any order and repetition of numbered beacons ends in the same playback", () => {
    fc.assert(
      fc.property(
        actions.chain((list) => {
          const beacons = beaconsOf(simulate(list), true);
          const twice = [...beacons, ...beacons];
          const all = { minLength: twice.length, maxLength: twice.length };
          return fc.tuple(fc.constant(beacons), fc.shuffledSubarray(twice, all));
        }),
        ([inOrder, shuffled]) => {
          expect(foldAll(shuffled)).toEqual(foldAll(inOrder));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("only the beacons that wait for another one are kept", () => {
    const beacons = beaconsOf(simulate([{ do: "play", seconds: 300, speed: 1 }]), true);
    expect(foldAll(beacons).positions).toHaveLength(1);
    expect(foldAll(beacons.filter((_, i) => i !== 5)).positions).toHaveLength(3);
  });

  test("without numbers, a beacon that was overtaken proves nothing, and a repeated one is a duplicate", () => {
    const first = older({ position_seconds: 15, watch_time_seconds: 15 }, 15);
    const second = older({ position_seconds: 30, watch_time_seconds: 30 }, 30);
    const playback = foldAll([view("video", "playback"), second, first]);
    expect([playback.watched, playback.position_ms]).toEqual([[0, 300], 30_000]);
    expect(fold(playback, { ...second, received_at: later(40) }, rules).outcome.kind).toBe("duplicate");
  });

  test("more events than fit into the time are refused", () => {
    const outcomeOf = (plays: number) =>
      fold(foldAll([view("video", "playback")]), older({ plays }, 15), rules).outcome;
    expect(outcomeOf(200).kind).toBe("stored");
    expect(outcomeOf(1_000_000)).toEqual({ kind: "refused", reason: "too_many_events" });
  });
});

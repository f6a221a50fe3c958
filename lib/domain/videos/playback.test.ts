import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pairs, size } from "@/lib/measure/ranges";
import { noProgress } from "@/lib/testing/beacons";
import { replayShift } from "./coverage";
import {
  type Beacon,
  fold,
  newPlayback,
  type Playback,
  type Progress,
  type VideoRules,
  watchMs,
} from "./playback";

const rules: VideoRules = { duration_ms: 600_000, completion_threshold: 90 };
const at = new Date("2026-03-02T10:00:00Z");
const key = { video_id: "video", playback_id: "session", day: "2026-03-02", heard_at: at };

const progress = (given: Partial<Progress> = {}): Progress => ({ ...noProgress, ...given });
const beacon = (given: Partial<Progress>, receivedAt = at): Beacon => ({
  video_id: "video",
  playback_id: "session",
  received_at: receivedAt,
  day: "2026-03-02",
  view: null,
  progress: progress(given),
});
const view: Beacon = {
  ...beacon({}),
  progress: null,
  view: {
    viewer_id: "u:1",
    preview: false,
    device: "desktop",
    browser: "Firefox",
    os: "Linux",
    country: "PT",
    referrer: null,
    reported_length_ms: null,
    is_live: false,
    suspect_id: null,
    lesson_id: null,
  },
};

function foldAll(beacons: Beacon[], given = rules): Playback {
  return beacons.reduce((playback, next) => fold(playback, next, given).playback, newPlayback(key));
}

/** How often each tenth of a second was played, from the stored row alone. */
function playsPerTenth(playback: Playback): number[] {
  const plays = new Array<number>(6000).fill(0);
  for (const [from, to] of pairs(playback.watched)) for (let t = from; t < to; t++) plays[t]! += 1;
  for (const [from, to] of pairs(playback.replays))
    for (let t = from; t < to; t++) plays[t % replayShift]! += 1;
  return plays;
}

describe("a playback", () => {
  test("the specification's example: 0–4, then 8–11, then 1–3 again", () => {
    const playback = foldAll([
      view,
      beacon({ seq: 0, played: [[0, 4]] }),
      beacon({
        seq: 1,
        played: [
          [8, 11],
          [1, 3],
        ],
        position_seconds: 3,
      }),
    ]);
    expect(playback.watched).toEqual([0, 40, 80, 110]);
    expect(playback.replays).toEqual([replayShift + 10, replayShift + 30]);
    expect(playback.media_ms).toBe(9000);
    expect(playback.position_ms).toBe(3000);
    expect(playback.viewed_at).toEqual(at);
    expect(playback.viewer_id).toBe("u:1");
  });

  test("a third play of a tenth is a second repeat, however the ranges overlap", () => {
    const playback = foldAll([
      beacon({
        seq: 0,
        played: [
          [0, 1],
          [0.5, 0.8],
          [0.6, 1.2],
        ],
      }),
    ]);
    expect(playsPerTenth(playback).slice(0, 13)).toEqual([1, 1, 1, 1, 1, 2, 3, 3, 2, 2, 1, 1, 0]);
  });

  test("skimmed in half-seconds, 120 stretches are a minute: not two, and not none", () => {
    const halves = Array.from({ length: 120 }, (_, i): [number, number] => [i * 4, i * 4 + 0.5]);
    const playback = foldAll([
      view,
      ...[halves.slice(0, 50), halves.slice(50)].map((played, seq) => beacon({ seq, played })),
    ]);
    expect([size(playback.watched), playback.replays, watchMs(playback)]).toEqual([600, [], 60_000]);
    // What is played from one beacon to the next is one stretch, wherever it is cut.
    const cut = foldAll([
      beacon({ seq: 0, played: [[10, 15.04]] }),
      beacon({ seq: 1, played: [[15.04, 30.06]] }),
    ]);
    expect([cut.watched, cut.media_ms]).toEqual([[100, 301], 20_100]);
  });

  test("watch time and what is covered are within a tenth for each stretch of what was played", () => {
    const position = fc.integer({ min: 0, max: 599_000 });
    const stretch = fc
      .tuple(position, fc.integer({ min: 0, max: 900 }))
      .map(([from, length]): [number, number] => [from / 1000, (from + length) / 1000]);
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 60 }), (played) => {
        const playback = foldAll([view, beacon({ seq: 0, played })]);
        const exact = played.reduce((sum, [from, to]) => sum + (to - from), 0);
        const covered = new Set(
          played.flatMap(([from, to]) => {
            const ms = Math.round(from * 1000);
            return Array.from({ length: Math.round(to * 1000) - ms }, (_, i) => ms + i);
          }),
        ).size;
        const allowed = 0.1 * played.length + 1e-6;
        expect(Math.abs(watchMs(playback) / 1000 - exact)).toBeLessThanOrEqual(allowed);
        expect(Math.abs(size(playback.watched) / 10 - covered / 1000)).toBeLessThanOrEqual(allowed);
        expect(watchMs(playback)).toBe((size(playback.watched) + size(playback.replays)) * 100);
      }),
      { numRuns: 300 },
    );
  });

  test("a beacon applied before changes nothing", () => {
    const first = fold(newPlayback(key), beacon({ seq: 4, played: [[0, 4]], plays: 1 }), rules).playback;
    const again = fold(first, beacon({ seq: 4, played: [[0, 4]], plays: 9 }), rules);
    expect(again.outcome).toEqual({ kind: "duplicate" });
    expect(again.playback).toBe(first);
    expect(fold(foldAll([view]), view, rules).outcome).toEqual({ kind: "duplicate" });
  });

  test("without seq, the same counters twice are a duplicate and larger ones count", () => {
    const first = foldAll([beacon({ plays: 2, watch_time_seconds: 30, position_seconds: 31 })]);
    expect(
      fold(first, beacon({ plays: 2, watch_time_seconds: 30, position_seconds: 31 }), rules).outcome.kind,
    ).toBe("duplicate");
    const more = fold(
      first,
      beacon({ plays: 1, watch_time_seconds: 45, position_seconds: 44 }),
      rules,
    ).playback;
    expect([more.plays, more.reported_ms, more.position_ms]).toEqual([2, 45_000, 44_000]);
  });

  test("the position is that of the largest seq, not of the last to arrive", () => {
    const playback = foldAll([
      beacon({ seq: 7, position_seconds: 20 }),
      beacon({ seq: 3, position_seconds: 500 }),
    ]);
    expect(playback.position_ms).toBe(20_000);
  });

  test("what a player says of its delivery is told once, in whatever order it arrives", () => {
    let playback = newPlayback(key);
    const told = [
      { seq: 1, retries: 2, lost: 3 },
      { seq: 0, retries: 1, lost: 0 },
      { seq: 1, retries: 2, lost: 3 },
      { seq: 2, retries: 2, lost: 5 },
    ].map((given) => {
      const result = fold(playback, beacon({ ...given, position_seconds: 1 }), rules);
      playback = result.playback;
      return "troubles" in result.outcome ? result.outcome.troubles : result.outcome.kind;
    });
    expect(told).toEqual([
      { retries: 2, lost: 3 },
      { retries: 0, lost: 0 },
      "duplicate",
      { retries: 0, lost: 2 },
    ]);
    expect([playback.retries, playback.lost]).toEqual([2, 5]);
  });

  test("ranges past the end are cut off; one frame too many is not reported as clipped", () => {
    const frame = fold(newPlayback(key), beacon({ seq: 0, played: [[590, 600.1]] }), rules);
    expect(frame.outcome).toMatchObject({ kind: "stored", clipped: false });
    expect(frame.playback.watched).toEqual([5900, 6000]);
    expect(frame.playback.media_ms).toBe(10_000);
    const far = fold(
      newPlayback(key),
      beacon({
        seq: 0,
        played: [
          [590, 700],
          [800, 900],
        ],
        position_seconds: 900,
      }),
      rules,
    );
    expect(far.outcome).toMatchObject({ kind: "stored", clipped: true });
    expect(far.playback.watched).toEqual([5900, 6000]);
    expect(far.playback.position_ms).toBe(600_000);
  });

  test("one whole pass can arrive at once; more than 16 times the wall time beyond it is refused", () => {
    expect(fold(newPlayback(key), beacon({ seq: 0, played: [[0, 600]] }), rules).outcome.kind).toBe("stored");
    // One pass (600 s) and ten seconds' grace × 16 = 760 s of media; a second pass would be 1,200.
    const cheat = fold(
      newPlayback(key),
      beacon({
        seq: 0,
        played: [
          [0, 600],
          [0, 600],
        ],
      }),
      rules,
    );
    expect(cheat.outcome).toEqual({ kind: "refused", reason: "too_fast" });
    expect(cheat.playback.watched).toEqual([]);
    // After 40 s of wall time: 600 + 50 × 16 = 1,400.
    const later = new Date(at.getTime() + 40_000);
    expect(
      fold(
        newPlayback(key),
        beacon(
          {
            seq: 0,
            played: [
              [0, 600],
              [0, 600],
            ],
          },
          later,
        ),
        rules,
      ).outcome.kind,
    ).toBe("stored");
  });

  test("with a token, time watched before it was issued is refused", () => {
    const issued = { token_issued_at: new Date(at.getTime() - 5_000) };
    // 15 s × 16 = 240 s.
    expect(
      fold(newPlayback(key), { ...beacon({ seq: 0, played: [[0, 240]] }), ...issued }, rules).outcome.kind,
    ).toBe("stored");
    expect(
      fold(newPlayback(key), { ...beacon({ seq: 0, played: [[0, 241]] }), ...issued }, rules).outcome,
    ).toEqual({ kind: "refused", reason: "too_fast" });
  });

  test("any order and repetition of its beacons gives the same playback", () => {
    const anyBeacon = fc.record({
      played: fc.array(
        fc
          .tuple(fc.nat(5900), fc.nat(200))
          .map(([from, length]): [number, number] => [from / 10, (from + length) / 10]),
        { maxLength: 3 },
      ),
      position_seconds: fc.option(fc.nat(600)),
      watch_time_seconds: fc.option(fc.nat(700)),
      plays: fc.option(fc.nat(9)),
      startup_ms: fc.option(fc.nat(4000)),
      rebuffer_ms: fc.option(fc.nat(4000)),
      abandoned: fc.boolean(),
      quality: fc.dictionary(fc.constantFrom("360", "720", "1080"), fc.nat(300)),
      speed: fc.constant(1.25),
    });
    fc.assert(
      fc.property(
        fc.array(anyBeacon, { minLength: 1, maxLength: 8 }).chain((list) => {
          const beacons = [view, ...list.map((given, seq) => beacon({ ...given, seq }))];
          return fc.tuple(
            fc.constant(beacons),
            fc.shuffledSubarray([...beacons, ...beacons, ...beacons], {
              minLength: beacons.length * 3,
              maxLength: beacons.length * 3,
            }),
          );
        }),
        ([inOrder, shuffled]) => {
          expect(foldAll(shuffled)).toEqual(foldAll(inOrder));
          const played = inOrder.flatMap((one) => one.progress?.played ?? []);
          const plays = new Array<number>(6000).fill(0);
          for (const [from, to] of played)
            for (let t = Math.round(from * 10); t < Math.min(Math.round(to * 10), 6000); t++) plays[t]! += 1;
          expect(playsPerTenth(foldAll(shuffled))).toEqual(plays);
          expect(size(foldAll(shuffled).watched)).toBe(plays.filter((count) => count > 0).length);
        },
      ),
      { numRuns: 300 },
    );
  });
});

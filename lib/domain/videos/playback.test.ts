import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pairs, size } from "@/lib/measure/ranges";
import { noProgress } from "@/lib/testing/beacons";
import { replayShift } from "./coverage";
import { type Beacon, fold, newPlayback, type Playback, type Progress, type VideoRules } from "./playback";

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

/** How often each second was played, from the stored row alone. */
function playsPerSecond(playback: Playback): number[] {
  const plays = new Array<number>(600).fill(0);
  for (const [from, to] of pairs(playback.watched)) for (let s = from; s < to; s++) plays[s]! += 1;
  for (const [from, to] of pairs(playback.replays))
    for (let s = from; s < to; s++) plays[s % replayShift]! += 1;
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
    expect(playback.watched).toEqual([0, 4, 8, 11]);
    expect(playback.replays).toEqual([replayShift + 1, replayShift + 3]);
    expect(playback.media_ms).toBe(9000);
    expect(playback.position_ms).toBe(3000);
    expect(playback.viewed_at).toEqual(at);
    expect(playback.viewer_id).toBe("u:1");
  });

  test("a third play of a second is a second repeat, however the ranges overlap", () => {
    const playback = foldAll([
      beacon({
        seq: 0,
        played: [
          [0, 10],
          [5, 8],
          [6, 12],
        ],
      }),
    ]);
    expect(playsPerSecond(playback).slice(0, 13)).toEqual([1, 1, 1, 1, 1, 2, 3, 3, 2, 2, 1, 1, 0]);
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

  test("ranges past the end are cut off; one frame too many is not reported as clipped", () => {
    const frame = fold(newPlayback(key), beacon({ seq: 0, played: [[590, 600.1]] }), rules);
    expect(frame.outcome).toEqual({ kind: "stored", clipped: false });
    expect(frame.playback.watched).toEqual([590, 600]);
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
    expect(far.outcome).toEqual({ kind: "stored", clipped: true });
    expect(far.playback.watched).toEqual([590, 600]);
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
        fc.tuple(fc.nat(590), fc.nat(20)).map(([from, length]): [number, number] => [from, from + length]),
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
          const plays = new Array<number>(600).fill(0);
          for (const [from, to] of played) for (let s = from; s < Math.min(to, 600); s++) plays[s]! += 1;
          expect(playsPerSecond(foldAll(shuffled))).toEqual(plays);
          expect(size(foldAll(shuffled).watched)).toBe(plays.filter((count) => count > 0).length);
        },
      ),
      { numRuns: 300 },
    );
  });
});

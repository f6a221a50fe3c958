import type { Beacon } from "@/lib/domain/videos/playback";
import type { Day } from "@/lib/platform/time";

/*
 * An independent model of every number: one array entry per tenth of a second and plain loops, no ranges, no deltas, no SQL. The numbers
 * test compares the routes' answers with it.
 */

/** One playback of the model. Ranges are seconds to a tenth. */
export type Sitting = {
  video_id: string;
  playback_id: string;
  viewer_id: string | null;
  preview: boolean;
  day: Day;
  begun_at: Date;
  ended_at: Date;
  length: number;
  /** What was played beacon by beacon. */
  played: [number, number][][];
  reported_seconds: number;
  position: number;
  speed: number;
  plays: number;
  pauses: number;
  seeks: number;
  rebuffer_ms: number;
  device: string | null;
  height: string;
};

/** A small generator of pseudo-random numbers (mulberry32), so that the facts are the same in every run. */
export function generator(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return { next, whole, pick: <T>(items: readonly T[]): T => items[whole(0, items.length - 1)]! };
}

/** The beacons that a player would send for a sitting: its view, and one progress beacon per group of ranges. */
export function beaconsOf(sitting: Sitting): Beacon[] {
  const { video_id: videoId, playback_id: playbackId, day } = sitting;
  const common = { video_id: videoId, playback_id: playbackId, day };
  const last = sitting.played.length - 1;
  return [
    {
      ...common,
      received_at: sitting.begun_at,
      progress: null,
      view: {
        viewer_id: sitting.viewer_id,
        preview: sitting.preview,
        device: sitting.device,
        browser: "Firefox",
        os: "Linux",
        country: "PT",
        referrer: null,
        reported_length_ms: null,
        is_live: false,
        suspect_id: null,
        lesson_id: null,
      },
    },
    ...sitting.played.map((played, seq): Beacon => {
      const so = (count: number) => (seq === last ? count : Math.floor(count / 2));
      return {
        ...common,
        received_at: seq === last ? sitting.ended_at : sitting.begun_at,
        view: null,
        progress: {
          seq,
          played,
          position_seconds: seq === last ? sitting.position : 0,
          watch_time_seconds: so(sitting.reported_seconds),
          speed: sitting.speed,
          plays: so(sitting.plays),
          pauses: so(sitting.pauses),
          seeks: so(sitting.seeks),
          quality_changes: 0,
          rebuffers: 0,
          rebuffer_ms: so(sitting.rebuffer_ms),
          startup_ms: null,
          retries: 0,
          lost: 0,
          abandoned: false,
          completion_percentage: null,
          length_ms: null,
          is_live: false,
          quality: { [sitting.height]: secondsOf(sitting.played.slice(0, seq + 1)) },
        },
      };
    }),
  ];
}

const tenth = (seconds: number) => Math.round(seconds * 10);
const secondsOf = (played: [number, number][][]) =>
  played.flat().reduce((sum, [from, to]) => sum + tenth(to) - tenth(from), 0) / 10;

/** How often each tenth of a second was played. Who played to within 0.4 s of the end has covered what is left. */
export function playsPerTenth(sittings: readonly Sitting[], length: number): number[] {
  const counts = new Array<number>(length * 10).fill(0);
  for (const sitting of sittings) {
    const own = new Array<number>(length * 10).fill(0);
    for (const [from, to] of sitting.played.flat())
      for (let at = tenth(from); at < tenth(to); at++) own[at]!++;
    if (own.slice(-5).some((count) => count > 0))
      for (let at = own.length - 4; at < own.length; at++) own[at] = Math.max(1, own[at]!);
    for (const [at, count] of own.entries()) counts[at]! += count;
  }
  return counts;
}

/** How many seconds were played at all. */
export const seen = (counts: readonly number[]) => counts.filter((count) => count > 0).length / 10;
/** How much of one second these views played at all, and how often, by its tenths. */
export const inSecond = (views: readonly number[][], second: number) => {
  const own = views.map((counts) => counts.slice(second * 10, second * 10 + 10));
  return { covers: sum(own.map(seen)), plays: sum(own.flat()) / 10 };
};
export const completes = (counts: readonly number[], threshold: number) =>
  seen(counts) * 1000 >= threshold * counts.length - 1e-6;
export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const over = (part: number, base: number) => (base > 0 ? part / base : null);
const percent = (part: number, base: number) => (base > 0 ? (100 * part) / base : null);

export const personOf = (sitting: Sitting) => sitting.viewer_id ?? sitting.playback_id;
export const playedSeconds = (sitting: Sitting) => secondsOf(sitting.played);
/** What was played; of sittings without a played range, what their player reported. */
export const watchSeconds = (sitting: Sitting) => playedSeconds(sitting) || sitting.reported_seconds;

/** Sittings that count, by who watched. */
export function byPerson(sittings: readonly Sitting[]): Map<string, Sitting[]> {
  const people = new Map<string, Sitting[]>();
  for (const sitting of sittings)
    people.set(personOf(sitting), [...(people.get(personOf(sitting)) ?? []), sitting]);
  return people;
}

/** Every number of one video's summary, unrounded. */
export function modelSummary(all: readonly Sitting[], length: number, threshold: number) {
  const sittings = all.filter((sitting) => !sitting.preview);
  const covered = sittings.map((sitting) => seen(playsPerTenth([sitting], length)));
  const played = covered.filter((seconds) => seconds > 0).length;
  const people = [...byPerson(sittings).values()];
  const completers = people.filter((own) => completes(playsPerTenth(own, length), threshold)).length;
  const watch = sum(sittings.map(watchSeconds));
  const wall = sum(sittings.map((sitting) => watchSeconds(sitting) / sitting.speed));
  const rebuffer = sum(sittings.map((sitting) => sitting.rebuffer_ms)) / 1000;
  const half = covered.filter((seconds) => seconds >= length / 2).length;
  const started = sittings.filter((sitting, i) => sitting.plays > 0 || covered[i]! > 0).length;
  return {
    duration_seconds: length,
    total_views: sittings.length,
    preview_views: all.length - sittings.length,
    unique_viewers: people.length,
    unique_completers: completers,
    total_watch_time_seconds: watch,
    average_watch_time_seconds: over(sum(sittings.map(playedSeconds)), played),
    longest_watch_time_seconds: sittings.length ? Math.max(...sittings.map(playedSeconds)) : null,
    average_watched_percentage: percent(sum(covered), played * length),
    replay_ratio: over(sum(playsPerTenth(sittings, length)) / 10, sum(covered)),
    completion_rate: percent(completers, people.length),
    play_rate: percent(started, sittings.length),
    drop_off_rate: percent(sittings.length - half, sittings.length),
    play_count: sum(sittings.map((sitting) => sitting.plays)),
    pause_count: sum(sittings.map((sitting) => sitting.pauses)),
    seek_count: sum(sittings.map((sitting) => sitting.seeks)),
    average_playback_speed: over(watch, wall),
    rebuffering_ratio: percent(rebuffer, rebuffer + wall),
  };
}

/** The segments of ten seconds. */
export function modelSegments(all: readonly Sitting[], length: number) {
  const sittings = all.filter((sitting) => !sitting.preview);
  const people = [...byPerson(sittings).values()];
  const segments = [];
  for (let from = 0; from < length; from += 10) {
    const to = Math.min(length, from + 10);
    const within = (group: readonly Sitting[]) =>
      seen(playsPerTenth(group, length).slice(from * 10, to * 10));
    const touched = sittings.filter((sitting) => within([sitting]) > 0);
    segments.push({
      segment_start: from,
      segment_end: to,
      view_count: touched.length,
      unique_viewers: people.filter((own) => within(own) > 0).length,
      completion_rate: percent(
        touched.filter((sitting) => within([sitting]) === to - from).length,
        touched.length,
      ),
      drop_off_count: sittings.filter(
        (sitting) =>
          seen(playsPerTenth([sitting], length)) > 0 &&
          ((sitting.position >= from && sitting.position < to) ||
            (to === length && sitting.position >= length)),
      ).length,
    });
  }
  return segments;
}

/** Per cent of the views that played which covered the second in the middle of this hundredth of the video. */
export function shareAt(views: readonly Sitting[], length: number, point: number): number {
  const each = views.map((view) => playsPerTenth([view], length));
  const base = each.filter((counts) => seen(counts) > 0).length;
  const second = Math.floor(((point + 0.5) * length) / 100);
  return (100 * inSecond(each, second).covers) / base;
}

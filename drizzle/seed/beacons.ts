import type { Beacon, Progress } from "@/lib/domain/videos/playback";
import { calendarDay, drawInstant, type Rhythm } from "./calendar";
import {
  apportion,
  between,
  chance,
  exponential,
  idAt,
  logNormal,
  pick,
  type Random,
  randomOf,
  whole,
} from "./distributions";
import type { Traits } from "./traits";
import { isKnown, type Machine, referrerOf, type Viewer } from "./viewers";
import { reachOf, unplayed, type Viewing, viewingsOf } from "./viewing";

/** A video and everybody who can watch it. */
export type WatchedVideo = {
  seed: string;
  video_id: string;
  title: string;
  seconds: number;
  traits: Traits;
  /** The exact number of playbacks to create. */
  playbacks: number;
  rhythm: Rhythm;
  domain: string;
  /** The course's learners. */
  learners: Viewer[];
  /** Identified by a token's subject only. */
  guests: Viewer[];
  /** Identified by a visitor's id only. */
  visitors: Viewer[];
  /** Whose playbacks are previews. */
  teacher: Viewer;
  /** An anonymous viewer of one playback. */
  anonymous: (index: number) => Viewer;
};

/** Shares of all playbacks; learners have the rest. */
const shares = { preview: 0.008, guest: 0.015, visitor: 0.085, anonymous: 0.13 };
/** The share of a course's learners who watch a video of usual popularity. */
const reachedShare = 0.86;

/** All beacons of a video in the order of their arrival, one or two per playback: its view, and its whole progress. */
export function beaconsOf(video: WatchedVideo): Beacon[] {
  const { seed, title, playbacks } = video;
  const random = randomOf(seed, "audience", title);
  const few = (share: number) => Math.round(playbacks * share * between(random, 0.7, 1.3));
  const previews = Math.min(playbacks, Math.max(1, few(shares.preview)));
  const guests = Math.min(playbacks - previews, few(shares.guest));
  const visitors = Math.min(playbacks - previews - guests, few(shares.visitor));
  const anonymous = Math.min(playbacks - previews - guests - visitors, few(shares.anonymous));
  const others = playbacks - previews - guests - visitors - anonymous;

  const beacons: Beacon[] = [];
  for (const [viewer, count] of [
    ...shareOut(random, video, video.learners, others),
    ...shareOut(random, video, video.guests, guests),
    ...shareOut(random, video, video.visitors, visitors),
  ])
    beacons.push(...watching(video, viewer, count));
  for (let i = 0; i < anonymous; i++) beacons.push(...watching(video, video.anonymous(i), 1));
  beacons.push(...previewing(video, previews));
  return beacons.sort(
    (a, b) => a.received_at.getTime() - b.received_at.getTime() || (a.playback_id < b.playback_id ? -1 : 1),
  );
}

/** Who watches the video, and how often each of them opens it; the counts add up to `total`. */
function shareOut(random: Random, video: WatchedVideo, among: Viewer[], total: number): [Viewer, number][] {
  if (total === 0 || among.length === 0) return [];
  const share = Math.min(0.97, reachedShare * video.traits.draw ** 0.35);
  const reached = Math.max(1, Math.min(Math.round(among.length * share), Math.ceil(total / 1.3)));
  const chosen = among
    .map((viewer) => {
      const eager = Math.exp(0.6 * viewer.diligence) * (viewer.until < 1 ? 0.4 : 1);
      return { viewer, order: exponential(random, 1) / eager };
    })
    .sort((a, b) => a.order - b.order)
    .slice(0, Math.min(reached, total));
  // Those who got further come back more often.
  const weights = chosen.map(({ viewer }) => {
    const got = reachFor(video, viewer) / video.seconds;
    return (0.06 + got) * logNormal(random, 1, 0.8);
  });
  const more = apportion(total - chosen.length, weights);
  return chosen.map(({ viewer }, i) => [viewer, 1 + more[i]!]);
}

/** How far a viewer gets in a video, in seconds. */
export function reachFor(video: WatchedVideo, viewer: Viewer): number {
  const random = randomOf(video.seed, "reach", video.title, viewer.key);
  // Visitors are less patient.
  const patience = viewer.diligence - (isKnown(viewer.id) ? 0 : 0.4);
  return reachOf(random, video, patience);
}

function watching(video: WatchedVideo, viewer: Viewer, count: number): Beacon[] {
  const { seed, title, rhythm } = video;
  const random = randomOf(seed, "watching", title, viewer.key);
  const reach = reachFor(video, viewer);
  const viewings = viewingsOf(random, video, reach, count);
  // Some open the page and never play.
  if (count === 1 && chance(random, 0.045)) viewings[0] = unplayed();
  const when = randomOf(seed, "when", title, viewer.key);
  const instants = viewings.map(() => drawInstant(when, rhythm, viewer.until)).sort((a, b) => a - b);
  let free = 0;
  return viewings.flatMap((viewing, i) => {
    const beacons = playback(random, video, viewer, viewing, Math.max(instants[i]!, free), false);
    free = Math.max(...beacons.map((beacon) => beacon.received_at.getTime())) + 20_000;
    return beacons;
  });
}

/** The teacher checks that it plays: the beginning, and a part in the middle. */
function previewing(video: WatchedVideo, count: number): Beacon[] {
  const { seed, title, seconds, rhythm, teacher } = video;
  const random = randomOf(seed, "preview", title);
  return Array.from({ length: count }, () => {
    const from = Math.round(random() * seconds * 0.7);
    const to = Math.min(seconds, from + 20);
    const viewing = {
      played: [
        [0, Math.min(8, seconds)],
        [from, to],
      ] as [number, number][],
      position: to,
    };
    const counts = { plays: 1, pauses: 0, seeks: 1 };
    return playback(random, video, teacher, { ...viewing, ...counts }, drawInstant(random, rhythm), true);
  }).flat();
}

/** One playback's beacons: the view when the page opened, and the progress at its end. */
function playback(
  random: Random,
  video: WatchedVideo,
  viewer: Viewer,
  viewing: Viewing,
  wished: number,
  preview: boolean,
): Beacon[] {
  const { calendar, published_at: publishedAt } = video.rhythm;
  const machine = pick(random, viewer.machines);
  const media = viewing.played.reduce((sum, [from, to]) => sum + to - from, 0);
  // Some raise the speed on the way.
  const speed = chance(random, 0.2)
    ? Math.round((1 + (viewer.speed - 1) * random()) * 100) / 100
    : viewer.speed;
  const busyMs = Math.round((media / speed) * 1000) + 1500;
  const idleMs = Math.round(idleSeconds(random, media, video.seconds) * 1000);

  // Nothing ends after now: shorten the idle time first, then begin earlier.
  const latest = Math.max(publishedAt, calendar.starts[0]!, calendar.now - busyMs - 1000);
  const begun = Math.min(wished, latest);
  const end = Math.min(begun + busyMs + idleMs, Math.max(begun, calendar.now - 500));
  const playbackId = idAt(random, begun);
  const beacon = { video_id: video.video_id, playback_id: playbackId };
  const view: Beacon = {
    ...beacon,
    received_at: new Date(begun),
    day: calendarDay(calendar, begun),
    view: {
      viewer_id: viewer.id,
      preview,
      ...machine,
      country: viewer.country,
      referrer: referrerOf(random, viewer, video.domain),
      reported_length_ms: null,
      is_live: false,
      suspect_id: null,
      lesson_id: null,
    },
    progress: null,
  };
  const progress = progressOf(random, viewing, media, speed, machine);
  const last = {
    ...beacon,
    received_at: new Date(end),
    day: calendarDay(calendar, end),
    view: null,
    progress,
  };
  return progress ? [view, last] : [view];
}

/** How long the page was open without playing: mostly shortly, sometimes for days. */
function idleSeconds(random: Random, media: number, seconds: number): number {
  if (chance(random, 0.88)) return media * 0.15 * random() + exponential(random, 15);
  if (chance(random, 0.6)) return seconds * between(random, 0.6, 11);
  return Math.min(5 * 24 * 3600, seconds * Math.exp(between(random, Math.log(11), Math.log(1100))));
}

function progressOf(
  random: Random,
  viewing: Viewing,
  media: number,
  speed: number,
  machine: Machine,
): Progress | null {
  if (viewing.plays === 0 && !chance(random, 0.06)) return null;
  const empty = viewing.played.length === 0;
  // Some press play, wait and leave before the first picture.
  const gaveUp = empty && chance(random, 0.5);
  const phone = machine.device === "mobile";
  const rebuffers =
    !empty && chance(random, phone ? 0.17 : 0.06) ? 1 + Math.floor(exponential(random, 1.2)) : 0;
  return {
    seq: 0,
    played: viewing.played,
    position_seconds: viewing.position,
    watch_time_seconds: Math.round(media * 10) / 10,
    speed: empty ? null : speed,
    plays: gaveUp ? 1 : viewing.plays,
    pauses: viewing.pauses,
    seeks: viewing.seeks,
    ...picture(random, media, phone),
    rebuffers,
    rebuffer_ms: rebuffers === 0 ? 0 : Math.round(rebuffers * logNormal(random, 900, 0.7)),
    startup_ms: empty ? null : Math.round(logNormal(random, phone ? 900 : 560, 0.5)),
    retries: rebuffers > 2 && chance(random, 0.3) ? whole(random, 1, 2) : 0,
    lost: 0,
    abandoned: gaveUp,
    completion_percentage: null,
    length_ms: null,
    is_live: false,
  };
}

/** Media seconds by picture height: one height mostly, sometimes a lower one until the network warmed up. */
function picture(
  random: Random,
  media: number,
  phone: boolean,
): Pick<Progress, "quality" | "quality_changes"> {
  if (media === 0) return { quality: {}, quality_changes: 0 };
  const height = Number.parseInt(
    phone
      ? pick(random, { "720p": 55, "480p": 30, "360p": 15 })
      : pick(random, { "1080p": 62, "720p": 33, "480p": 5 }),
    10,
  );
  const lower = { 1080: 720, 720: 480, 480: 360, 360: 240 }[height] ?? 240;
  if (!chance(random, phone ? 0.4 : 0.22))
    return { quality: { [height]: Math.round(media * 10) / 10 }, quality_changes: 0 };
  const low = Math.round(media * between(random, 0.02, 0.3) * 10) / 10;
  return {
    quality: { [lower]: low, [height]: Math.round((media - low) * 10) / 10 },
    quality_changes: chance(random, 0.8) ? 1 : whole(random, 2, 5),
  };
}

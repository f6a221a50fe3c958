import type { Beacon, Progress } from "@/lib/domain/videos/playback";
import { isKnown, type Machine, referrerOf, type Viewer } from "./audience";
import { calendarDay, drawInstant, type Rhythm } from "./calendar";
import { type Character, characterOf } from "./character";
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
import { reachOf, type Sitting, sittingsOf, unplayed } from "./viewing";

/** A video and those who may come to it. */
export type Screening = {
  seed: string;
  video_id: string;
  title: string;
  seconds: number;
  /** How many playbacks there are to be, exactly. */
  playbacks: number;
  rhythm: Rhythm;
  domain: string;
  /** Those who take the course. */
  learners: Viewer[];
  /** Known by a token's subject only. */
  guests: Viewer[];
  /** Known by a visitor's id only. */
  visitors: Viewer[];
  /** Who looks at it before and after publishing it, as a preview. */
  teacher: Viewer;
  /** A nobody, drawn anew for each of their playbacks. */
  nobody: (index: number) => Viewer;
};

/** Shares of all playbacks. */
const previewShare = 0.008;
const guestShare = 0.015;
const visitorShare = 0.085;
const anonymousShare = 0.13;
/** The share of a course's learners that a video of usual draw reaches once it has been there for weeks. */
const reachedShare = 0.86;

/** All beacons of a video, in the order in which they arrived. One or two each playback: its view, and all its progress. */
export function beaconsOf(screening: Screening): Beacon[] {
  const { seed, title, playbacks } = screening;
  const character = characterOf(seed, screening);
  const random = randomOf(seed, "audience", title);
  const few = (share: number) => Math.round(playbacks * share * between(random, 0.7, 1.3));
  const previews = Math.min(playbacks, Math.max(1, few(previewShare)));
  const guests = Math.min(playbacks - previews, few(guestShare));
  const visitors = Math.min(playbacks - previews - guests, few(visitorShare));
  const nobodies = Math.min(playbacks - previews - guests - visitors, few(anonymousShare));
  const others = playbacks - previews - guests - visitors - nobodies;

  const beacons: Beacon[] = [];
  for (const [viewer, count] of [
    ...shareOut(random, screening, character, screening.learners, others),
    ...shareOut(random, screening, character, screening.guests, guests),
    ...shareOut(random, screening, character, screening.visitors, visitors),
  ])
    beacons.push(...watching(screening, character, viewer, count));
  for (let i = 0; i < nobodies; i++) beacons.push(...watching(screening, character, screening.nobody(i), 1));
  beacons.push(...previewing(screening, previews));
  return beacons.sort(
    (a, b) => a.received_at.getTime() - b.received_at.getTime() || (a.playback_id < b.playback_id ? -1 : 1),
  );
}

/** Whom the video reaches, and how often each of them opens it; the counts add up to `total`. */
function shareOut(
  random: Random,
  screening: Screening,
  character: Character,
  among: Viewer[],
  total: number,
): [Viewer, number][] {
  if (total === 0 || among.length === 0) return [];
  const share = Math.min(0.97, reachedShare * character.draw ** 0.35);
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
    const got = reachFor(screening, character, viewer) / screening.seconds;
    return (0.06 + got) * logNormal(random, 1, 0.8);
  });
  const more = apportion(total - chosen.length, weights);
  return chosen.map(({ viewer }, i) => [viewer, 1 + more[i]!]);
}

function reachFor(screening: Screening, character: Character, viewer: Viewer): number {
  const random = randomOf(screening.seed, "reach", screening.title, viewer.key);
  // Who only passes by is less patient.
  const patience = viewer.diligence - (isKnown(viewer.id) ? 0 : 0.4);
  return reachOf(random, character, screening.seconds, patience);
}

function watching(screening: Screening, character: Character, viewer: Viewer, count: number): Beacon[] {
  const { seed, title, seconds, rhythm } = screening;
  const random = randomOf(seed, "watching", title, viewer.key);
  const reach = reachFor(screening, character, viewer);
  const sittings = sittingsOf(random, character, seconds, reach, count);
  // Loads that never play: the page was opened for something else.
  if (count === 1 && chance(random, 0.045)) sittings[0] = unplayed();
  const when = randomOf(seed, "when", title, viewer.key);
  const instants = sittings.map(() => drawInstant(when, rhythm, viewer.until)).sort((a, b) => a - b);
  let free = 0;
  return sittings.flatMap((sitting, i) => {
    const beacons = playback(random, screening, viewer, sitting, Math.max(instants[i]!, free), false);
    free = Math.max(...beacons.map((beacon) => beacon.received_at.getTime())) + 20_000;
    return beacons;
  });
}

/** The teacher looks whether it plays: the beginning, and somewhere in the middle. */
function previewing(screening: Screening, count: number): Beacon[] {
  const { seed, title, seconds, rhythm, teacher } = screening;
  const random = randomOf(seed, "preview", title);
  return Array.from({ length: count }, () => {
    const from = Math.round(random() * seconds * 0.7);
    const played: [number, number][] = [
      [0, Math.min(8, seconds)],
      [from, Math.min(seconds, from + 20)],
    ];
    const sitting = { played, position: played[1]![1], plays: 1, pauses: 0, seeks: 1 };
    return playback(random, screening, teacher, sitting, drawInstant(random, rhythm), true);
  }).flat();
}

/** One playback's beacons: the view when the page opened, and what it had come to by its last word. */
function playback(
  random: Random,
  screening: Screening,
  viewer: Viewer,
  sitting: Sitting,
  wished: number,
  preview: boolean,
): Beacon[] {
  const { calendar, published_at: publishedAt } = screening.rhythm;
  const machine = pick(random, viewer.machines);
  const media = sitting.played.reduce((sum, [from, to]) => sum + to - from, 0);
  // Some turn the speed up on the way.
  const speed = chance(random, 0.2)
    ? Math.round((1 + (viewer.speed - 1) * random()) * 100) / 100
    : viewer.speed;
  const busyMs = Math.round((media / speed) * 1000) + 1500;
  const idleMs = Math.round(idleSeconds(random, media, screening.seconds) * 1000);

  // Nothing ends after now: less idling first, then an earlier beginning.
  const latest = Math.max(publishedAt, calendar.starts[0]!, calendar.now - busyMs - 1000);
  const begun = Math.min(wished, latest);
  const end = Math.min(begun + busyMs + idleMs, Math.max(begun, calendar.now - 500));
  const playbackId = idAt(random, begun);
  const beacon = { video_id: screening.video_id, playback_id: playbackId };
  const view: Beacon = {
    ...beacon,
    received_at: new Date(begun),
    day: calendarDay(calendar, begun),
    view: {
      viewer_id: viewer.id,
      preview,
      ...machine,
      country: viewer.country,
      referrer: referrerOf(random, viewer, screening.domain),
    },
    progress: null,
  };
  const progress = progressOf(random, sitting, media, speed, machine);
  if (!progress) return [view];
  return [
    view,
    { ...beacon, received_at: new Date(end), day: calendarDay(calendar, end), view: null, progress },
  ];
}

/** How long the page stood open beside the playing: mostly little, sometimes for days. */
function idleSeconds(random: Random, media: number, seconds: number): number {
  if (chance(random, 0.88)) return media * 0.15 * random() + exponential(random, 15);
  if (chance(random, 0.6)) return seconds * between(random, 0.6, 11);
  return Math.min(5 * 24 * 3600, seconds * Math.exp(between(random, Math.log(11), Math.log(1100))));
}

function progressOf(
  random: Random,
  sitting: Sitting,
  media: number,
  speed: number,
  machine: Machine,
): Progress | null {
  if (sitting.plays === 0 && !chance(random, 0.06)) return null;
  const empty = sitting.played.length === 0;
  // Pressed, waited, left: the only sign of those who never saw a picture.
  const gaveUp = empty && chance(random, 0.5);
  const phone = machine.device === "mobile";
  const rebuffers =
    !empty && chance(random, phone ? 0.17 : 0.06) ? 1 + Math.floor(exponential(random, 1.2)) : 0;
  return {
    seq: 0,
    played: sitting.played,
    position_seconds: sitting.position,
    watch_time_seconds: Math.round(media * 10) / 10,
    speed: empty ? null : speed,
    plays: gaveUp ? 1 : sitting.plays,
    pauses: sitting.pauses,
    seeks: sitting.seeks,
    ...picture(random, media, phone),
    rebuffers,
    rebuffer_ms: rebuffers === 0 ? 0 : Math.round(rebuffers * logNormal(random, 900, 0.7)),
    startup_ms: empty ? null : Math.round(logNormal(random, phone ? 900 : 560, 0.5)),
    retries: rebuffers > 2 && chance(random, 0.3) ? whole(random, 1, 2) : 0,
    abandoned: gaveUp,
  };
}

/** Media seconds by picture height: one height mostly, sometimes a lower one until the network warmed up. */
function picture(
  random: Random,
  media: number,
  phone: boolean,
): Pick<Progress, "quality" | "quality_changes"> {
  if (media === 0) return { quality: {}, quality_changes: 0 };
  const height = pick(
    random,
    phone
      ? [
          [720, 55],
          [480, 30],
          [360, 15],
        ]
      : [
          [1080, 62],
          [720, 33],
          [480, 5],
        ],
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

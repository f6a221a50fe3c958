import { getOrInsert } from "@/lib/measure/get-or-insert";
import { newId } from "@/lib/platform/ids";
import { processCache } from "@/lib/platform/process";
import type { Subject } from "./accept";

/*
 * Which playbacks look automated. A burst is what begins at one address with one video within ten minutes, of viewers whom nobody vouches
 * for. It is suspect when more playbacks begin in it than a school behind one address begins, or when many report their viewing faster
 * than it can have taken place. A class that watches together does neither; one whose network was down reports fast, but is smaller. Kept in
 * this process and forgotten after ten minutes: no address is stored.
 */

const burstMs = 600_000;
/** Those in use stay; what is forgotten begins anew. Bounds the memory of a flood from many addresses. */
const burstsMax = 5000;
/** Of what an address may send in a minute: 500 playbacks by default. */
const playbacksShare = 1 / 12;
/** 100 by default. */
const rushedShare = 1 / 60;
/** People play up to twice as fast, and a beacon may be late: beyond this it was not watched since it began. */
const rushedSpeed = 4;
const graceMs = 10_000;

/** A playback as its burst knows it, from the first of its beacons. */
type Begun = { at: number; seq: number; played_ms: number; viewed: boolean; rushed: boolean };
export type Burst = {
  /** The suspect's id, once it is one. */
  id: string;
  playbacks: Map<string, Begun>;
  viewed: number;
  rushed: number;
  suspect: boolean;
  /** While the playbacks that it took before are being set apart. */
  setting_apart: Promise<void> | null;
};

/** What a burst learns from a beacon. */
export type Noted = {
  playback_id: string;
  at: number;
  view: boolean;
  seq: number | null;
  /** Played since the last beacon, and in all as the player counts. */
  played_ms: number;
  reported_ms: number;
};

export const newBurst = (): Burst => ({
  id: newId(),
  playbacks: new Map(),
  viewed: 0,
  rushed: 0,
  suspect: false,
  setting_apart: null,
});

/** The burst that a beacon from this address belongs to. */
export const burstOf = (address: string, videoId: string): Burst =>
  getOrInsert(
    processCache<Burst>("bursts", { max: burstsMax, ttl: burstMs }),
    `${videoId} ${address}`,
    newBurst,
  );

/** Adds a beacon to its burst, which may become suspect by it. Its playbacks count once their views have come, in whatever order. */
export function noteBeacon(
  burst: Burst,
  noted: Noted,
  { address_limit_per_minute }: Pick<Subject, "address_limit_per_minute">,
): void {
  if (burst.suspect) return;
  const playback = getOrInsert(burst.playbacks, noted.playback_id, () => ({
    at: noted.at,
    seq: -1,
    played_ms: 0,
    viewed: false,
    rushed: false,
  }));
  const counted = { viewed: Number(playback.viewed), rushed: Number(playback.viewed && playback.rushed) };
  playback.viewed ||= noted.view;
  // A beacon that comes again must not add twice; one that is overtaken adds nothing.
  if (noted.seq !== null && noted.seq > playback.seq) {
    playback.seq = noted.seq;
    playback.played_ms += noted.played_ms;
  }
  playback.rushed ||=
    Math.max(playback.played_ms, noted.reported_ms) > (noted.at - playback.at) * rushedSpeed + graceMs;
  burst.viewed += Number(playback.viewed) - counted.viewed;
  burst.rushed += Number(playback.viewed && playback.rushed) - counted.rushed;
  burst.suspect =
    burst.viewed > address_limit_per_minute * playbacksShare ||
    burst.rushed > address_limit_per_minute * rushedShare;
}

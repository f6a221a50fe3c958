/* The limits of the two scripts, in a file that imports nothing: only such constants are inlined by the build. */

/** How long an answer may take. */
export const answerTimeoutMs = 15_000;

/** Browsers share 64 kB among all beacons in flight, so a body stays far below. It also holds fewer items than the 100 that the batch route takes: the shortest, a view, has 120 characters. */
export const charactersPerBody = 11_000;
/** When more beacons than these wait, the oldest are dropped. */
export const beaconsKept = 300;
/** After a week a beacon is dropped: its playback may have been erased since. */
export const beaconKeptMs = 604_800_000;
/** With this many beacons waiting, a playback gathers in memory and makes no further beacons until it must. */
export const beaconsWaiting = 60;
/** A route takes 200 ranges in a beacon: in an outage a playback makes its next beacon well before. */
export const rangesGathered = 100;
/** Pauses that are shorter, and seeks that are closer together, are one drag of the slider, or the player's own. */
export const settledMs = 500;
/** How often a page is searched for marked players that are new or gone. */
export const scannedEveryMs = 500;
/** A player that is back this soon, moved or built again, continues its playback. */
export const continuedWithinMs = 1000;
/** A viewer who is past this position is not moved to where they stopped last (seconds). */
export const resumeBefore = 3;
/** No video is longer (12 days), and a live stream has no length. */
export const secondsMax = 1_048_576;

export const heartbeatMs = 15_000;
/** The server accepts times up to ten minutes old: an older heartbeat would be refused. */
export const heartbeatKeptMs = 570_000;
/** Messages, reactions and ratings that could not be delivered within a day are dropped. */
export const messageKeptMs = 86_400_000;

/** Learning events that happen within this time are sent together. */
export const gatheredMs = 1_000;
/** The route takes no more in a request, nor a larger body: a character is at most three bytes of 64 KiB. */
export const eventsPerRequest = 100;
export const charactersPerRequest = 20_000;
/** When more wait, the oldest are dropped, as are those whose time the server would no longer take. */
export const eventsKept = 5_000;
export const eventKeptMs = 604_800_000;

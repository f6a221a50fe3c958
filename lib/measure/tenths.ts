import { pairs, type Ranges } from "./ranges";

/*
 * Positions in a video are kept in tenths of a second, so that skimming in half-seconds is not lost. Sets of them are `Ranges` of
 * tenths. A second has ten, and what counts seconds from tenths does it here, or in SQL in lib/db/completion.ts.
 */

export const tenthsPerSecond = 10;
const msPerTenth = 1000 / tenthsPerSecond;

/** The tenth that is nearest to a position. */
export const toTenths = (seconds: number): number => Math.round(seconds * tenthsPerSecond);

export const tenthsToSeconds = (tenths: number): number => tenths / tenthsPerSecond;

export const tenthsToMs = (tenths: number): number => tenths * msPerTenth;

/** Ends of ranges of tenths in seconds, for answers. */
export const pairsInSeconds = (set: Ranges): [from: number, to: number][] =>
  pairs(set).map(([from, to]) => [tenthsToSeconds(from), tenthsToSeconds(to)]);

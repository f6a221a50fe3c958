import { normalize, pairs, type Ranges } from "@/lib/measure/ranges";

/* A video's segments: ten seconds each, the last one as long as what is left. Sets of segments are ranges of their numbers. */

export const segmentSeconds = 10;

/** The segments that these ranges touch. */
export function touchedSegments(covered: Ranges): Ranges {
  return normalize(
    pairs(covered).map(([from, to]) => [Math.floor(from / segmentSeconds), Math.ceil(to / segmentSeconds)]),
  );
}

/** The segments that these ranges cover whole; the last one ends with the video. */
export function wholeSegments(covered: Ranges, length: number): Ranges {
  const count = Math.ceil(length / segmentSeconds);
  return normalize(
    pairs(covered).map(([from, to]) => [
      Math.ceil(from / segmentSeconds),
      to >= length ? count : Math.floor(to / segmentSeconds),
    ]),
  );
}

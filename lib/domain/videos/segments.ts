import { normalize, pairs, type Ranges } from "@/lib/measure/ranges";
import { toTenths } from "@/lib/measure/tenths";

/* A video's segments: ten seconds each, the last one as long as what is left. Sets of segments are ranges of their numbers; what is covered is in tenths. */

export const segmentSeconds = 10;
const segmentTenths = toTenths(segmentSeconds);

/** The segments that these ranges touch. */
export function touchedSegments(covered: Ranges): Ranges {
  return normalize(
    pairs(covered).map(([from, to]) => [Math.floor(from / segmentTenths), Math.ceil(to / segmentTenths)]),
  );
}

/** The segments that these ranges cover whole; the last one ends with the video. */
export function wholeSegments(covered: Ranges, length: number): Ranges {
  const count = Math.ceil(length / segmentTenths);
  return normalize(
    pairs(covered).map(([from, to]) => [
      Math.ceil(from / segmentTenths),
      to >= length ? count : Math.floor(to / segmentTenths),
    ]),
  );
}

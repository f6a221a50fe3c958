import { mediaTime, unknown } from "@/lib/platform/format";

/** Who stops within the credits has watched to the end: the last 5 seconds, or 2 % of a long video. */
const endSeconds = 5;
const endShare = 0.02;

/** Where a viewer last stopped, in words, and the second to tick red; no tick at the end or when it is not known. */
export function viewerStop(
  positionSeconds: number | null,
  durationSeconds: number | null,
): { text: string; tick: number | null } {
  if (positionSeconds === null) return { text: unknown, tick: null };
  if (durationSeconds === null) return { text: mediaTime(positionSeconds), tick: null };
  const end =
    durationSeconds - Math.min(durationSeconds / 4, Math.max(endSeconds, durationSeconds * endShare));
  return positionSeconds >= end
    ? { text: "to the end", tick: null }
    : { text: mediaTime(positionSeconds), tick: positionSeconds };
}

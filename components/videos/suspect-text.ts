import type { Suspect } from "@/lib/domain/videos/schema";
import { plural } from "@/lib/platform/format";
import { absolute } from "@/lib/platform/format-dates";

/** A suspect as the page shows it. */
export type SuspectLine = Pick<Suspect, "id" | "decision"> & { text: string };

/** `312 playbacks from one address in 2 minutes`. */
function groupText({ playbacks, first_at, last_at }: Suspect): string {
  const minutes = Math.max(1, Math.ceil((Date.parse(last_at) - Date.parse(first_at)) / 60_000));
  return `${plural(playbacks, "playback")} from one address in ${plural(minutes, "minute")}`;
}

/** `Sat 28 Nov 2026, 14:02: 312 playbacks from one address in 2 minutes`. */
export const suspectText = (suspect: Suspect, timeZone: string): string =>
  `${absolute(suspect.first_at, timeZone)}: ${groupText(suspect)}`;

/** The sentence about the suspects that nobody has decided; null when there are none. */
export function undecidedText(suspects: readonly Suspect[]): string | null {
  const undecided = suspects.filter(({ decision }) => decision === null);
  const [only, another] = undecided;
  if (!only) return null;
  const all = undecided.reduce((sum, { playbacks }) => sum + playbacks, 0);
  const what = another
    ? `${plural(all, "playback")} in ${undecided.length} groups, each from one address,`
    : groupText(only);
  return `${what} look automated: not counted.`;
}

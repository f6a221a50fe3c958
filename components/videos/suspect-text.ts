import type { Suspect } from "@/lib/domain/videos/schema";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";

/** A suspect as the page shows it. */
export type SuspectLine = Pick<Suspect, "id" | "decision"> & { text: string };

const groupOf = ({ playbacks, first_at, last_at }: Suspect) => ({
  playbacks,
  minutes: Math.max(1, Math.ceil((Date.parse(last_at) - Date.parse(first_at)) / 60_000)),
});

/** `Sat 28 Nov 2026, 14:02: 312 playbacks from one address in 2 minutes`. */
export const suspectText = (suspect: Suspect, timeZone: string, { code, t }: Language): string =>
  t("videos.page.suspect", {
    time: dateFormat(code).absolute(suspect.first_at, timeZone),
    ...groupOf(suspect),
  });

/** The sentence about the suspects that nobody has decided; null when there are none. */
export function undecidedText(suspects: readonly Suspect[], { t }: Language): string | null {
  const undecided = suspects.filter(({ decision }) => decision === null);
  const [only, another] = undecided;
  if (!only) return null;
  if (!another) return t("videos.page.undecided_group", groupOf(only));
  const playbacks = undecided.reduce((sum, one) => sum + one.playbacks, 0);
  return t("videos.page.undecided_groups", { playbacks, groups: undecided.length });
}

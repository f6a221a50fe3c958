import type { VideoAnswer } from "@/lib/domain/videos/schema";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { useLanguage } from "../ui/use-language";

type Unfollowed = VideoAnswer["unfollowed"];

/** The sentences about players in frames that could not be followed; null when there are none. */
export function unfollowedText(
  { blocked_players, silent_players, last_at }: Unfollowed,
  timeZone: string,
  { code, t }: Language,
): string | null {
  const players = blocked_players + silent_players;
  if (players === 0) return null;
  const reasons = [
    blocked_players > 0 ? t("videos.page.unfollowed_blocked", { count: blocked_players }) : null,
    silent_players > 0 ? t("videos.page.unfollowed_silent", { count: silent_players }) : null,
  ].filter((reason) => reason !== null);
  const day = dateFormat(code).absolute(last_at, timeZone);
  return t("videos.page.unfollowed", { players, reasons: reasons.join(", "), day });
}

/** Says that players in frames could not be followed. */
export function Unfollowed({ unfollowed, timeZone }: { unfollowed: Unfollowed; timeZone: string }) {
  const text = unfollowedText(unfollowed, timeZone, useLanguage());
  return text ? (
    <p role="status" className="mt-5 rounded-md bg-warn-wash px-3 py-2 text-small text-ink">
      {text}
    </p>
  ) : null;
}

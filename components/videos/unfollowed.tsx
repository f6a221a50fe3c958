import type { VideoAnswer } from "@/lib/domain/videos/schema";
import { count, plural } from "@/lib/platform/format";
import { absolute } from "@/lib/platform/format-dates";

type Unfollowed = VideoAnswer["unfollowed"];

/** The sentences about players in frames that could not be followed; null when there are none. */
export function unfollowedText(
  { blocked_players, silent_players, last_at }: Unfollowed,
  timeZone: string,
): string | null {
  const all = blocked_players + silent_players;
  if (all === 0) return null;
  const reasons = [
    blocked_players > 0
      ? `${count(blocked_players)} because the page or a blocker did not load the script of Cloudflare’s player`
      : null,
    silent_players > 0 ? `${count(silent_players)} because the player did not answer` : null,
  ].filter((reason) => reason !== null);
  return `${plural(all, "player")} on course pages could not be followed, so what people watched there is not counted: ${reasons.join(", ")}. Last on ${absolute(last_at, timeZone)}.`;
}

/** Says that players in frames could not be followed. */
export function Unfollowed({ unfollowed, timeZone }: { unfollowed: Unfollowed; timeZone: string }) {
  const text = unfollowedText(unfollowed, timeZone);
  return text ? (
    <p role="status" className="mt-5 rounded-md bg-warn-wash px-3 py-2 text-small text-ink">
      {text}
    </p>
  ) : null;
}

import type { DeliveredAnswer, VideoAnswer } from "@/lib/domain/videos/schema";
import { count } from "@/lib/platform/format";
import { dayAndTime, shortDay } from "@/lib/platform/format-dates";

type Read = Omit<DeliveredAnswer, "success" | "by_country">;
type Watched = Pick<VideoAnswer["by_day"][number], "day" | "watch_time_seconds">;

const what =
  "Delivered minutes include what was loaded and not watched, previews, and players without the tracker. Cloudflare’s days are in UTC.";

/** The minutes delivered, and those watched from the first day on of which it is known what was delivered. */
function title({ by_day, delivered_minutes }: Read, watched: readonly Watched[]): string {
  const [first] = by_day;
  if (!first) return "No minutes delivered on these days";
  const seconds = watched
    .filter(({ day }) => day >= first.day)
    .reduce((sum, { watch_time_seconds }) => sum + watch_time_seconds, 0);
  return `${count(delivered_minutes)} minutes delivered, ${count(seconds / 60)} watched since ${shortDay(first.day)}`;
}

/** The title and the line below it of the part about delivered minutes. */
export function deliveredText(
  read: Read,
  watched: readonly Watched[],
  { now, timeZone, hasId }: { now: Date; timeZone: string; hasId: boolean },
): { title: string; status: string } {
  const { state, unavailable_since, read_at } = read;
  const at = read_at && `read ${dayAndTime(read_at, now, timeZone)}`;
  const status = {
    not_connected: [
      "Cloudflare Stream is not connected, so the minutes that it delivers are unknown.",
      at
        ? `The minutes below are older, ${at}.`
        : "All other numbers come from the players and are complete without it.",
    ],
    waiting: [
      hasId
        ? "The minutes that Cloudflare Stream delivered appear here within a few minutes."
        : "To see the minutes that Cloudflare Stream delivered, enter the video’s Cloudflare Stream ID (Edit video).",
    ],
    connected: [what, `Last ${at}.`],
    unavailable: [
      `Cloudflare Stream has been unavailable since ${dayAndTime(unavailable_since, now, timeZone)}.`,
      at
        ? `The minutes below are older, ${at}.`
        : "All other numbers come from the players and are complete.",
    ],
  }[state];
  return { title: read_at ? title(read, watched) : "Delivered minutes", status: status.join(" ") };
}

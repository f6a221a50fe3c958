import type { DeliveredAnswer, VideoAnswer } from "@/lib/domain/videos/schema";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";

type Read = Omit<DeliveredAnswer, "success" | "by_country">;
type Watched = Pick<VideoAnswer["by_day"][number], "day" | "watch_time_seconds">;

/** The minutes delivered, and those watched from the first day on of which it is known what was delivered. */
function title(
  { by_day, delivered_minutes }: Read,
  watched: readonly Watched[],
  { code, t }: Language,
): string {
  const [first] = by_day;
  if (!first) return t("videos.delivery.none");
  const seconds = watched
    .filter(({ day }) => day >= first.day)
    .reduce((sum, { watch_time_seconds }) => sum + watch_time_seconds, 0);
  return t("videos.delivery.title", {
    delivered: Math.round(delivered_minutes),
    watched: Math.round(seconds / 60),
    day: dateFormat(code).shortDay(first.day),
  });
}

/** The title and the line below it of the part about delivered minutes. */
export function deliveredText(
  read: Read,
  watched: readonly Watched[],
  { now, timeZone, hasId }: { now: Date; timeZone: string; hasId: boolean },
  language: Language,
): { title: string; status: string } {
  const { code, t } = language;
  const { state, unavailable_since, read_at } = read;
  const at = (instant: string | null) => ({ time: dateFormat(code).dayAndTime(instant, now, timeZone) });
  const status = {
    not_connected: [
      t("videos.delivery.not_connected"),
      read_at ? t("videos.delivery.older", at(read_at)) : t("videos.delivery.others_without"),
    ],
    waiting: [t(hasId ? "videos.delivery.soon" : "videos.delivery.no_id")],
    connected: [t("videos.delivery.what"), t("videos.delivery.last_read", at(read_at))],
    unavailable: [
      t("videos.delivery.away_since", at(unavailable_since)),
      read_at ? t("videos.delivery.older", at(read_at)) : t("videos.delivery.others"),
    ],
  }[state];
  return {
    title: read_at ? title(read, watched, language) : t("videos.delivery.subject"),
    status: status.join(" "),
  };
}

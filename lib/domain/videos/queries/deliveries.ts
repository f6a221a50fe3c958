import "server-only";
import { and, eq } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { deliveredMinutes, deliveryReads, providerReads } from "@/lib/db/tables/deliveries";
import { deliveredOf } from "../deliveries";
import type { DeliveredAnswer } from "../schema";
import type { Video } from "./reach";
import { type Days, within } from "./totals";
import { shownCountries } from "./video";

/** What a video's provider delivered on these days, as it was read in the background; `connected`: whether there are credentials. */
export async function deliveries(video: Video, days: Days, connected: boolean): Promise<DeliveredAnswer> {
  const { day, country, minutes, video_id } = deliveredMinutes;
  const [rows, [read], [provider], shown] = await Promise.all([
    db()
      .select({ day, country, minutes })
      .from(deliveredMinutes)
      .where(and(eq(video_id, video.id), within(days, day))),
    db().select().from(deliveryReads).where(eq(deliveryReads.video_id, video.id)),
    db().select().from(providerReads).where(eq(providerReads.provider, video.provider)),
    shownCountries(video, days),
  ]);
  const since = connected ? (provider?.unavailable_since ?? null) : null;
  return {
    success: true,
    state: !connected ? "not_connected" : since ? "unavailable" : read ? "connected" : "waiting",
    unavailable_since: since?.toISOString() ?? null,
    read_at: read?.read_at.toISOString() ?? null,
    ...deliveredOf(rows, shown),
  };
}

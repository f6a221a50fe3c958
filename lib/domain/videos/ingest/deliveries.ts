import "server-only";
import { and, eq, gte, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm";
import { db, type Tx } from "@/lib/db/client";
import { insertRows } from "@/lib/db/insert-rows";
import { isAnyOf } from "@/lib/db/literals";
import { deliveredMinutes, deliveryReads, providerReads } from "@/lib/db/tables/deliveries";
import { videos } from "@/lib/db/tables/videos";
import { transaction } from "@/lib/db/tx";
import type { Day } from "@/lib/platform/time";
import {
  completeBeforeAfter,
  daysToRead,
  type ProviderLimits,
  unsettledFrom,
  waitSeconds,
} from "../deliveries";

/* Stores what a provider delivered, and how reading it goes. */

type Provider = (typeof providerReads.$inferSelect)["provider"];

/** A process that ends while it reads holds the others up for so long. */
const claimMs = 10 * 60_000;
/** New minutes appear within an hour or so at the provider, and are read as often. */
const rereadMs = 3_600_000;
/** Videos of one reading. */
const videosAtOnce = 20;

/** Takes the reading of a provider for this process, with its failures so far; null while another process reads, or too soon after a failure. */
export async function claimReading(provider: Provider, now: Date): Promise<{ failures: number } | null> {
  const claimed = { next_read_at: new Date(now.getTime() + claimMs) };
  const [row] = await db()
    .insert(providerReads)
    .values({ provider, ...claimed })
    .onConflictDoUpdate({
      target: providerReads.provider,
      set: claimed,
      setWhere: lte(providerReads.next_read_at, now),
    })
    .returning({ failures: providerReads.failures });
  return row ?? null;
}

/** Videos whose next days are the same; a provider's id can be several videos'. */
export type Reading = { from: Day; to: Day; videos: { id: string; provider_id: string }[] };

/** What to read next: the videos that were never read, then those of which most is missing, then each once an hour. Null: nothing. */
export async function nextReading(
  provider: Provider,
  now: Date,
  limits: ProviderLimits,
): Promise<Reading | null> {
  const today = providerDay(now);
  const { complete_before, read_at } = deliveryReads;
  const due = await db()
    .select({ id: videos.id, provider_id: sql<string>`${videos.provider_id}`, complete_before })
    .from(videos)
    .leftJoin(deliveryReads, eq(deliveryReads.video_id, videos.id))
    .where(
      and(
        eq(videos.provider, provider),
        isNotNull(videos.provider_id),
        or(
          isNull(complete_before),
          lt(complete_before, unsettledFrom(today)),
          lte(read_at, new Date(now.getTime() - rereadMs)),
        ),
      ),
    )
    .orderBy(sql`${complete_before} nulls first`, videos.id)
    .limit(videosAtOnce);
  const [first] = due;
  if (!first) return null;
  const together = due.filter(({ complete_before }) => complete_before === first.complete_before);
  return {
    ...daysToRead(first.complete_before, today, limits),
    videos: together.map(({ id, provider_id }) => ({ id, provider_id })),
  };
}

/** Days of the provider are in UTC. */
const providerDay = (now: Date): Day => now.toISOString().slice(0, 10);

type Delivered = { provider_id: string; day: Day; country: string; minutes: number };

/** Replaces these days of these videos by what was read. A video that has another provider's id by now is left out. */
export async function storeReading(
  { from, to, videos: read }: Reading,
  delivered: readonly Delivered[],
  now: Date,
): Promise<void> {
  await transaction(async (tx) => {
    const current = await tx
      .select({ id: videos.id, provider_id: videos.provider_id })
      .from(videos)
      .where(
        isAnyOf(
          videos.id,
          read.map(({ id }) => id),
        ),
      )
      .for("share");
    const same = current.filter((video) =>
      read.some(({ id, provider_id }) => id === video.id && provider_id === video.provider_id),
    );
    if (same.length === 0) return;
    const ids = same.map(({ id }) => id);
    await tx
      .delete(deliveredMinutes)
      .where(
        and(
          isAnyOf(deliveredMinutes.video_id, ids),
          gte(deliveredMinutes.day, from),
          lte(deliveredMinutes.day, to),
        ),
      );
    const rows = same.flatMap(({ id, provider_id }) =>
      delivered
        .filter((row) => row.provider_id === provider_id)
        .map(({ day, country, minutes }) => ({ video_id: id, day, country, minutes })),
    );
    // Countries without a name are one.
    await insertRows(tx, deliveredMinutes, summedByKey(rows));
    const complete_before = completeBeforeAfter(to, providerDay(now));
    const progress = { complete_before, read_at: now };
    await tx
      .insert(deliveryReads)
      .values(ids.map((video_id) => ({ video_id, ...progress })))
      .onConflictDoUpdate({ target: deliveryReads.video_id, set: progress });
  });
}

function summedByKey(rows: readonly (typeof deliveredMinutes.$inferInsert)[]) {
  const sums = new Map<string, (typeof rows)[number]>();
  for (const row of rows) {
    const key = `${row.video_id} ${row.day} ${row.country}`;
    sums.set(key, { ...row, minutes: (sums.get(key)?.minutes ?? 0) + row.minutes });
  }
  return [...sums.values()];
}

/** Notes that the provider answered; the next reading may begin at once. */
export async function noteRead(provider: Provider, now: Date): Promise<void> {
  await db()
    .update(providerReads)
    .set({ next_read_at: now, unavailable_since: null, failures: 0, reason: null })
    .where(eq(providerReads.provider, provider));
}

/** Notes that the provider gave nothing, after how many failures in a row, why, and how long to wait. */
export async function noteUnavailable(
  provider: Provider,
  now: Date,
  failure: { failures: number; reason: string; retry_after_seconds: number | null },
): Promise<void> {
  const { failures, reason, retry_after_seconds } = failure;
  const wait = waitSeconds(failures, retry_after_seconds);
  await db()
    .update(providerReads)
    .set({
      next_read_at: new Date(now.getTime() + wait * 1000),
      unavailable_since: sql`coalesce(${providerReads.unavailable_since}, ${now.toISOString()}::timestamptz)`,
      failures,
      reason,
    })
    .where(eq(providerReads.provider, provider));
}

/** Forgets what was read of a video: it is another one at its provider now. */
export async function forgetDeliveries(tx: Tx, videoId: string): Promise<void> {
  await tx.delete(deliveredMinutes).where(eq(deliveredMinutes.video_id, videoId));
  await tx.delete(deliveryReads).where(eq(deliveryReads.video_id, videoId));
}

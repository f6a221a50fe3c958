import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { videoBucket } from "@/lib/domain/videos/ingest/lock";
import { keepPending, markPending, type PendingBeacon } from "@/lib/domain/videos/ingest/pending-beacons";
import { type SuspectPlaybacks, setApart } from "@/lib/domain/videos/ingest/suspects";
import { keepUnfollowed, type UnfollowedPlayer } from "@/lib/domain/videos/ingest/unfollowed";
import type { Beacon } from "@/lib/domain/videos/playback";
import { processSingleton } from "@/lib/platform/process";
import type { Outcome } from "./accept";
import type { Burst } from "./bursts";
import { type newLength, takeLength } from "./lengths";
import { createWriterQueue } from "./queue";
import { forgetAddress } from "./tracked-addresses";
import { videosByPlayback } from "./tracked-videos";

/* The queues through which what players send reaches the database. */

export const beaconQueue = () =>
  processSingleton("playback queue", () =>
    createWriterQueue({
      what: "beacons",
      shards: 2,
      shardOf: ({ video_id }: Beacon) => videoBucket(video_id),
      flush: applyBeacons,
    }),
  );
export const pendingQueue = () =>
  processSingleton("pending queue", () => createWriterQueue({ what: "pending beacons", flush: keepPending }));

export const unfollowedQueue = () =>
  processSingleton("unfollowed queue", () =>
    createWriterQueue({ what: "players that could not be followed", flush: keepUnfollowed }),
  );

/** A suspect's playbacks of an address without a video. */
type WaitingSuspects = Omit<SuspectPlaybacks, "video_id"> & { video_id: null };

export const suspectQueue = () =>
  processSingleton("suspect queue", () =>
    createWriterQueue({
      what: "suspects",
      flush: async (writer, rows: readonly (SuspectPlaybacks | WaitingSuspects)[]) => {
        for (const row of rows)
          if (row.video_id === null) await markPending(writer, row.suspect_id, row.playback_ids);
          else await setApart(writer, row);
        return rows;
      },
    }),
  );

/** Sets the playbacks apart that a burst took before it was suspect; all its beacons wait for that. After a failure the next one tries again. */
export async function setBurstApart(burst: Burst, video_id: string | null, found_at: Date): Promise<void> {
  if (burst.playbacks.size === 0) return;
  const playback_ids = [...burst.playbacks.keys()];
  burst.setting_apart ??= suspectQueue()
    .submit({ video_id, suspect_id: burst.id, found_at, playback_ids })
    .then(() => burst.playbacks.clear())
    .finally(() => {
      burst.setting_apart = null;
    });
  await burst.setting_apart;
}

/** A row for its video, with what it says of a length that is not known yet; or one that waits until it is known which video its playback is of. */
export type PlaybackRow =
  | { beacon: Beacon; length: ReturnType<typeof newLength>; burst: Burst | null }
  | { pending: PendingBeacon; burst: Burst | null }
  | { unfollowed: UnfollowedPlayer };

/** Stores what a player sent; resolves with what became of it, after the commit. */
export async function storePlayback(row: PlaybackRow): Promise<Outcome> {
  if ("pending" in row) {
    const { pending, burst } = row;
    const { video_id, kept, full } = await pendingQueue().submit(pending);
    if (full) return { kind: "refused", reason: "full" };
    if (video_id) {
      if (pending.address) forgetAddress(pending.address);
      else videosByPlayback().set(pending.playback_id, video_id);
      return { kind: "subject_found" };
    }
    if (burst?.suspect) await setBurstApart(burst, null, pending.received_at);
    return { kind: kept ? "stored" : "duplicate" };
  }
  if ("unfollowed" in row) return await unfollowedQueue().submit(row.unfollowed);
  const outcome = await beaconQueue().submit(row.beacon);
  if (row.beacon.view) videosByPlayback().set(row.beacon.playback_id, row.beacon.video_id);
  if (row.burst?.suspect) await setBurstApart(row.burst, row.beacon.video_id, row.beacon.received_at);
  if (row.length) await takeLength(row.length);
  return outcome.kind === "stored" ? { ...outcome, clipped: outcome.clipped ? ["past_end"] : [] } : outcome;
}

import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { videoBucket } from "@/lib/domain/videos/ingest/lock";
import { keepPending, markPending } from "@/lib/domain/videos/ingest/pending-beacons";
import { type SuspectPlaybacks, setApart } from "@/lib/domain/videos/ingest/suspects";
import { keepUnfollowed } from "@/lib/domain/videos/ingest/unfollowed";
import type { Beacon } from "@/lib/domain/videos/playback";
import { processSingleton } from "@/lib/platform/process";
import type { Burst } from "./bursts";
import { createWriterQueue } from "./queue";

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

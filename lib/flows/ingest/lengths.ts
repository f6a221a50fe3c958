import { fillAgreedDuration, fillDuration, raiseLength } from "@/lib/domain/videos/ingest/set-length";
import { toleranceMs } from "@/lib/domain/videos/length";
import { describeError, log } from "@/lib/platform/log";
import { processSingleton } from "@/lib/platform/process";
import type { Day } from "@/lib/platform/time";
import { createWriterQueue } from "./queue";
import type { TrackedVideo } from "./tracked-videos";

/* What beacons say of a video's length: it is taken while it is unknown, and grows with a recording that still runs. */

/** `duration_ms`: from a viewer whom the school vouches for; else several must report the same. `grows`: the length is known, and the player's is longer. */
type NewLength = { video_id: string; duration_ms: number | null; day: Day; grows: boolean };

/** What a player says of its video's length that is not known; null when nothing. */
export function newLength(
  lengthMs: number | null,
  { video_id, duration_ms }: TrackedVideo,
  day: Day,
  isVouchedFor: boolean,
): NewLength | null {
  const grows = duration_ms !== null;
  if (lengthMs === null || (grows && lengthMs <= duration_ms + toleranceMs)) return null;
  return { video_id, duration_ms: isVouchedFor ? lengthMs : null, day, grows };
}

/** Each video of a flush is looked at once, in a transaction of its own. */
const lengthQueue = () =>
  processSingleton("length queue", () =>
    createWriterQueue({
      what: "video lengths",
      flush: async (writer, rows: readonly NewLength[]) => {
        const lengths = new Map<string, NewLength>();
        for (const row of rows) {
          const duration_ms = lengths.get(row.video_id)?.duration_ms ?? row.duration_ms;
          lengths.set(row.video_id, { ...row, duration_ms });
        }
        for (const { video_id, duration_ms, day, grows } of lengths.values())
          if (grows) await raiseLength(writer, video_id, day);
          else if (duration_ms === null) await fillAgreedDuration(writer, video_id);
          else await fillDuration(writer, { video_id, duration_ms });
        return rows;
      },
    }),
  );

/** A video that grows is counted anew at most so often. */
const growthMs = 60_000;
type Growing = { length: NewLength; timer: NodeJS.Timeout };
const growing = () => processSingleton("growing videos", () => new Map<string, Growing>());

/** Takes it, once its beacon is stored. Growth is collected for a minute: the playbacks keep what was reported. */
export async function takeLength(length: NewLength): Promise<void> {
  if (!length.grows) await lengthQueue().submit(length);
  else if (!growing().has(length.video_id)) {
    const timer = setTimeout(() => void raise(length), growthMs).unref();
    growing().set(length.video_id, { length, timer });
  }
}

/** After a failure the next beacon tries again. */
async function raise(length: NewLength): Promise<void> {
  growing().delete(length.video_id);
  try {
    await lengthQueue().submit(length);
  } catch (error) {
    log.warn({ error: describeError(error), video: length.video_id }, "a growing video was not counted anew");
  }
}

/** Takes what was collected, and closes the queue. */
export async function closeLengths(): Promise<void> {
  const waiting = [...growing().values()];
  for (const { timer } of waiting) clearTimeout(timer);
  await Promise.all(waiting.map(({ length }) => raise(length)));
  await lengthQueue().close();
}

import { createHash } from "node:crypto";
import { sql } from "@/lib/db/client";
import { routePlaybacks } from "@/lib/domain/videos/ingest/orphans";
import type { Beacon, Outcome, Progress } from "@/lib/domain/videos/playback";
import type { CompleteBeacon, ProgressBeacon } from "@/lib/domain/videos/schema";
import { fieldError } from "@/lib/platform/errors";
import { metrics } from "@/lib/platform/metrics";
import { once } from "@/lib/platform/process";
import { dayOfStream } from "@/lib/platform/time";
import type { Watcher } from "./identify";
import { videoQueues } from "./lanes";
import { findVideo, type KnownVideo } from "./video-directory";

/** Playbacks whose video this process knows, so that their beacons need no look-up. */
const routesMax = 50_000;
const routes = () => once("playback-routes", () => new Map<string, string>());

function remember(sessionId: string, videoId: string): void {
  const known = routes();
  if (known.size >= routesMax) known.delete(known.keys().next().value!);
  known.set(sessionId, videoId);
}

/** Commits a view. Resolves after the commit. */
export async function storeView(
  video: KnownVideo,
  given: Pick<Beacon, "session_id" | "received_at"> & { view: NonNullable<Beacon["view"]> },
): Promise<void> {
  const outcome = await videoQueues().beacons.submit({
    video_id: video.video_id,
    day: dayOfStream(given.received_at, video.time_zone),
    progress: null,
    ...given,
  });
  count("view", outcome);
  remember(given.session_id, video.video_id);
}

/**
 * Commits progress or a completion. Without a video it goes where its playback is known to belong; where nobody knows
 * yet, it is kept until the view comes.
 */
export async function storeProgress(
  kind: "progress" | "complete",
  beacon: ProgressBeacon | CompleteBeacon,
  given: { video: KnownVideo | null; watcher: Watcher; received_at: Date },
): Promise<void> {
  const progress = toProgress(beacon);
  const sessionId = beacon.session_id;
  const store = async (video: KnownVideo) => {
    const outcome = await videoQueues().beacons.submit({
      video_id: video.video_id,
      session_id: sessionId,
      received_at: given.received_at,
      day: dayOfStream(given.received_at, video.time_zone),
      view: null,
      progress,
      token_issued_at: given.watcher.token?.issued_at ?? null,
    });
    count(kind, outcome);
    if (outcome.kind === "refused") throw fieldError("played", refusals[outcome.reason]);
  };
  const storeAt = async (videoId: string) => {
    const video = await findVideo(videoId, {});
    given.watcher.authorise(video);
    await store(video);
  };

  if (given.video) return await store(given.video);
  const known = routes().get(sessionId) ?? (await routePlaybacks(sql(), [sessionId])).get(sessionId);
  if (known) {
    await storeAt(known);
    remember(sessionId, known);
    return;
  }
  const key = progress.seq === null ? fingerprint(kind, progress) : String(progress.seq);
  const { video_id: videoId, kept } = await videoQueues().orphans.submit({
    beacon: { session_id: sessionId, progress },
    key,
    received_at: given.received_at,
  });
  if (videoId) return await storeAt(videoId);
  if (kept) metrics.beaconsStored.inc({ kind });
  else metrics.beaconsDuplicate.inc({ kind });
}

const refusals = {
  too_fast: "more was played than the time since the playback began allows",
  too_many_replays: "one second was played more often than can be counted",
} as const;

function count(kind: string, outcome: Outcome): void {
  if (outcome.kind === "stored") {
    metrics.beaconsStored.inc({ kind });
    if (outcome.clipped) metrics.beaconsClipped.inc({ reason: "past_end" });
  } else if (outcome.kind === "duplicate") metrics.beaconsDuplicate.inc({ kind });
}

/** Twice the same beacon without a seq is kept once. */
function fingerprint(kind: string, progress: Progress): string {
  return `${kind} ${createHash("sha256").update(JSON.stringify(progress)).digest("base64url").slice(0, 22)}`;
}

/** The wire's progress or completion as the fold takes it: what was not said is null. */
export function toProgress(beacon: ProgressBeacon | CompleteBeacon): Progress {
  return {
    seq: beacon.seq ?? null,
    played: beacon.played ?? [],
    position_seconds: beacon.current_position_seconds ?? null,
    watch_time_seconds: beacon.watch_time_seconds ?? null,
    speed: beacon.average_playback_speed ?? null,
    plays: beacon.play_count ?? null,
    pauses: beacon.pause_count ?? null,
    seeks: beacon.seek_count ?? null,
    quality_changes: beacon.quality_changes ?? null,
    rebuffers: beacon.rebuffer_count ?? null,
    rebuffer_ms: beacon.rebuffer_ms ?? null,
    startup_ms: beacon.startup_ms ?? null,
    retries: beacon.retries ?? null,
    abandoned: beacon.abandoned ?? false,
    quality: beacon.quality ?? {},
  };
}

import { createHash } from "node:crypto";
import { z } from "zod";
import {
  batchItem,
  batchItemsMax,
  bodyBytesMax,
  type CompleteBeacon,
  completeBeacon,
  type ProgressBeacon,
  progressBeacon,
  type ViewBeacon,
  viewBeacon,
} from "@/lib/domain/videos/beacons";
import type { PendingBeacon } from "@/lib/domain/videos/ingest/pending-beacons";
import { resumePosition } from "@/lib/domain/videos/ingest/rows";
import type { UnfollowedPlayer } from "@/lib/domain/videos/ingest/unfollowed";
import type { Beacon, Progress } from "@/lib/domain/videos/playback";
import { env } from "@/lib/platform/env";
import type { Item, Source } from "../accept";
import { type Burst, burstOf, type Noted, noteBeacon } from "../bursts";
import { cachedDayOf } from "../cache";
import { type Caller, callerRefusals, isTheirs, personOf } from "../caller";
import {
  beaconQueue,
  lengthQueue,
  pendingQueue,
  setBurstApart,
  suspectQueue,
  type UnknownLength,
  unfollowedQueue,
} from "../playback-queues";
import { type Refusal, refused } from "../refusals";
import { referrerHost, requestFacts } from "../request-facts";
import {
  cachedVideoOf,
  findVideo,
  isCourse,
  type TrackedVideo,
  videoRefusals,
  videosByPlayback,
} from "../tracked-videos";

/* Beacons that a player sends about a video: a view, played ranges, a completion; single or in batches. */

type PlaybackItem =
  | Item<"view", ViewBeacon>
  | Item<"progress", ProgressBeacon>
  | Item<"complete", CompleteBeacon>;

/** A row for its video, with what it says of a length that is not known yet; or one that waits until a view says which video its playback is of. */
type Row =
  | { beacon: Beacon; length: UnknownLength | null; burst: Burst | null }
  | { pending: PendingBeacon }
  | { unfollowed: UnfollowedPlayer };

const prefix = "/api/analytics/";

const refusals = {
  ...callerRefusals,
  ...videoRefusals,
  other_course: { code: "invalid", path: "course_id", message: "this video is not in that course" },
  too_fast: {
    code: "invalid",
    path: "played",
    message: "more was played than is possible since the playback began",
  },
  too_many_replays: {
    code: "invalid",
    path: "played",
    message: "one second was played too often to be counted",
  },
} as const satisfies Record<string, Refusal>;

const routes = {
  "video-view": { kind: "view", body: viewBeacon, per_minute: 60 },
  "video-progress": { kind: "progress", body: progressBeacon, per_minute: 120 },
  "video-complete": { kind: "complete", body: completeBeacon, per_minute: 60 },
  "video-batch": {
    kind: "batch",
    body: z.array(batchItem).max(batchItemsMax),
    batch: { item: batchItem, items_max: batchItemsMax, kinds: ["view", "progress", "complete"] },
    per_minute: 600,
  },
};

export type PlaybackRoute = keyof typeof routes;

export const playbackSource = {
  match(path) {
    const route = path.startsWith(prefix) ? path.slice(prefix.length) : "";
    return Object.hasOwn(routes, route) ? { route, reference: "" } : null;
  },
  bodyBytesMax,
  routes,
  async subject({ beacon }, { token }) {
    if (beacon.video_id !== undefined) {
      const course = "course_id" in beacon ? beacon.course_id : undefined;
      return await findVideo(beacon.video_id, token?.school_id ?? null, course);
    }
    const videoId = await cachedVideoOf(beacon.session_id);
    return videoId === undefined ? null : await findVideo(videoId, null);
  },
  authorize(item, video, { token, scope }) {
    if (token) {
      if (token.school_id !== video.school_id || token.video_id !== video.video_id)
        throw refused(refusals, "other_token");
    } else if (!video.anonymous_viewers && !isTheirs(scope, video)) throw refused(refusals, "proof_needed");
    if (item.kind === "view" && !isCourse(video, item.beacon.course_id))
      throw refused(refusals, "other_course");
  },
  /** `u:` a user of the video's school, `s:` a token's subject, `v:` a visitor; null is anonymous, and missing in progress. */
  async sender({ kind, beacon }, video, caller) {
    if (kind !== "view" || !video) return null;
    if (caller.scope && isTheirs(caller.scope, video)) return `u:${caller.scope.user_id}`;
    const person = caller.token && (await personOf(caller, video));
    return person?.identity ?? (beacon.visitor_id === undefined ? null : `v:${beacon.visitor_id}`);
  },
  limited: { key: ({ beacon }) => beacon.session_id, who: "this playback" },
  // A new viewer needs a new playback, so that this bounds viewers too.
  newcomer: {
    what: "new playbacks of this video",
    place: (video) => video.video_id,
    key: ({ beacon }) => beacon.session_id,
  },
  toRow({ kind, beacon, request }, video, viewerId, caller) {
    const playback_id = beacon.session_id;
    const { received_at } = request;
    if (!video) {
      const progress = toProgress(beacon as ProgressBeacon | CompleteBeacon);
      const key = progress.seq === null ? fingerprint(kind, progress) : String(progress.seq);
      return { pending: { playback_id, progress, key, received_at } };
    }
    const { video_id } = video;
    const day = cachedDayOf(received_at, video.time_zone);
    if (kind === "view" && beacon.unfollowed)
      return {
        unfollowed: { video_id, playback_id, day, heard_at: received_at, reason: beacon.unfollowed },
      };
    // What the school vouches for is never suspect.
    const burst = isVouchedFor(caller, video) ? null : burstOf(request.address, video.video_id);
    if (burst) noteBeacon(burst, notedOf(beacon, received_at), video);
    const base = { video_id, playback_id, received_at, day };
    if (kind !== "view")
      return {
        beacon: {
          ...base,
          view: null,
          progress: toProgress(beacon),
          token_issued_at: caller.token?.issued_at ?? null,
        },
        length: null,
        burst,
      };
    const reported_length_ms = beacon.video_duration_seconds
      ? Math.max(1, Math.round(beacon.video_duration_seconds * 1000))
      : null;
    const view = {
      viewer_id: viewerId,
      preview: beacon.is_preview,
      ...requestFacts(request.headers, env().COUNTRY_HEADER),
      referrer: referrerHost(beacon.referrer ?? request.headers.get("referer")),
      reported_length_ms,
      suspect_id: burst?.suspect ? burst.id : null,
    };
    return {
      beacon: { ...base, view, progress: null },
      burst,
      length:
        video.duration_ms === null && reported_length_ms !== null
          ? { video_id: video.video_id, duration_ms: isVouchedFor(caller, video) ? reported_length_ms : null }
          : null,
    };
  },
  async store(row) {
    if ("pending" in row) {
      const { video_id, kept } = await pendingQueue().submit(row.pending);
      if (!video_id) return { kind: kept ? "stored" : "duplicate" };
      videosByPlayback().set(row.pending.playback_id, video_id);
      return { kind: "subject_found" };
    }
    if ("unfollowed" in row) return await unfollowedQueue().submit(row.unfollowed);
    const outcome = await beaconQueue().submit(row.beacon);
    if (row.beacon.view) videosByPlayback().set(row.beacon.playback_id, row.beacon.video_id);
    if (row.burst?.suspect) await setBurstApart(row.burst, row.beacon);
    if (row.length) await lengthQueue().submit(row.length);
    return outcome;
  },
  refusals,
  async answer({ kind, beacon }, video, viewerId) {
    if (kind !== "view") return { success: true };
    return {
      success: true,
      analytics_id: beacon.session_id,
      session_id: beacon.session_id,
      resume_position_seconds:
        video === null || viewerId === null || beacon.is_preview
          ? null
          : await resumePosition(video.video_id, viewerId),
    };
  },
  async close() {
    await Promise.all([beaconQueue().close(), pendingQueue().close(), unfollowedQueue().close()]);
    await Promise.all([lengthQueue().close(), suspectQueue().close()]);
  },
} satisfies Source<PlaybackItem, TrackedVideo, string | null, Row>;

/* ---- Who watches ---- */

/** Whether the school says who is watching, by a token or a sign-in. */
const isVouchedFor = ({ token, scope }: Caller, video: TrackedVideo): boolean =>
  token !== null || isTheirs(scope, video);

/* ---- Wire format ---- */

/** What a burst learns from a beacon. */
function notedOf(beacon: PlaybackItem["beacon"], at: Date): Noted {
  const { played = [], watch_time_seconds = 0, seq = null } = "course_id" in beacon ? {} : beacon;
  return {
    playback_id: beacon.session_id,
    at: at.getTime(),
    view: "course_id" in beacon,
    seq,
    played_ms: played.reduce((sum, [from, to]) => sum + (to - from) * 1000, 0),
    reported_ms: watch_time_seconds * 1000,
  };
}

/** The same beacon without a seq is stored once. */
function fingerprint(kind: string, progress: Progress): string {
  return `${kind} ${createHash("sha256").update(JSON.stringify(progress)).digest("base64url").slice(0, 22)}`;
}

/** The wire's progress or completion as the fold takes it: missing values are null. */
function toProgress(beacon: ProgressBeacon | CompleteBeacon): Progress {
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

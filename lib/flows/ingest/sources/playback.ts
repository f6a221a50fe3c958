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
import { boundedLost } from "@/lib/domain/videos/bounds";
import { resumePosition } from "@/lib/domain/videos/ingest/rows";
import type { Progress } from "@/lib/domain/videos/playback";
import { env } from "@/lib/platform/env";
import { type Item, kindIn, type Source } from "../accept";
import { burstOf, type Noted, noteBeacon } from "../bursts";
import { cachedDayOf } from "../cache";
import { type Caller, callerRefusals, isTheirs, personOf } from "../caller";
import { closeLengths, newLength } from "../lengths";
import {
  beaconQueue,
  type PlaybackRow,
  pendingQueue,
  storePlayback,
  suspectQueue,
  unfollowedQueue,
} from "../playback-queues";
import { type Refusal, refused, textIn } from "../refusals";
import { pageAddress, referrerHost, requestFacts } from "../request-facts";
import { addressRefusals, findAddress, isVideo, type PlaybackSubject, placeOf } from "../tracked-addresses";
import { cachedVideoOf, findVideo, isCourse, isLesson, videoRefusals } from "../tracked-videos";

/* Beacons that a player sends about a video: a view, played ranges, a completion; single or in batches. */

type PlaybackItem =
  | Item<"view", ViewBeacon>
  | Item<"progress", ProgressBeacon>
  | Item<"complete", CompleteBeacon>;

const prefix = "/api/analytics/";

const refusals = {
  ...callerRefusals,
  ...videoRefusals,
  ...addressRefusals,
  other_course: { code: "invalid", path: "course_id", message: "this video is not in that course" },
  other_lesson: { code: "invalid", path: "lesson_id", message: "this video is not in that lesson" },
  too_many_events: {
    code: "invalid",
    path: "play_count",
    message: "more plays, pauses, seeks or other events are counted than fit into the playback's time",
  },
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
    batch: {
      item: batchItem,
      items_max: batchItemsMax,
      kindOf: kindIn("type", ["view", "progress", "complete"]),
    },
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
    if (beacon.address !== undefined) return await findAddress(beacon.school!, beacon.address);
    if (beacon.video_id !== undefined) {
      const course = "course_id" in beacon ? beacon.course_id : undefined;
      return await findVideo(beacon.video_id, token?.school_id ?? null, course);
    }
    const videoId = await cachedVideoOf(beacon.session_id);
    return videoId === undefined ? null : await findVideo(videoId, null);
  },
  authorize({ kind, beacon, request }, subject, { token, scope }) {
    if (
      beacon.address !== undefined &&
      !subject.allowed_origins.includes(request.headers.get("origin") ?? "")
    )
      throw refused(refusals, "origin_not_allowed");
    if (token) {
      if (token.school_id !== subject.school_id || !isVideo(subject) || token.video_id !== subject.video_id)
        throw refused(refusals, "other_token");
    } else if (!subject.anonymous_viewers && !isTheirs(scope, subject))
      throw refused(refusals, "proof_needed");
    // The course that goes with an address is the page's own, which the school may number otherwise.
    if (
      kind === "view" &&
      beacon.address === undefined &&
      isVideo(subject) &&
      !isCourse(subject, beacon.course_id!)
    )
      throw refused(refusals, "other_course");
    if (kind === "view" && beacon.lesson_id && isVideo(subject) && !isLesson(subject, beacon.lesson_id))
      throw refused(refusals, "other_lesson");
  },
  /** `u:` a user of the video's school, `s:` a token's subject, `v:` a visitor; null is anonymous, and missing in progress. */
  async sender({ kind, beacon }, subject, caller) {
    // Also of progress, which needs none: a token ends with its person's deactivation.
    const person = caller.token && (await personOf(caller));
    if (kind !== "view" || !subject) return null;
    if (caller.scope && isTheirs(caller.scope, subject)) return `u:${caller.scope.user_id}`;
    return person?.identity ?? (beacon.visitor_id === undefined ? null : `v:${beacon.visitor_id}`);
  },
  limited: { key: ({ beacon }) => beacon.session_id, who: "this playback" },
  // A new viewer needs a new playback, so that this bounds viewers too.
  newcomer: {
    what: "new playbacks of this video",
    place: placeOf,
    key: ({ beacon }) => beacon.session_id,
  },
  toRow({ kind, beacon, request }, subject, viewerId, caller) {
    const playback_id = beacon.session_id;
    const { received_at } = request;
    if (kind === "view" && beacon.unfollowed && subject) {
      if (!isVideo(subject)) throw refused(refusals, "unfollowed_address");
      const { video_id, time_zone } = subject;
      const day = cachedDayOf(received_at, time_zone);
      return {
        unfollowed: { video_id, playback_id, day, heard_at: received_at, reason: beacon.unfollowed },
      };
    }
    // What the school vouches for is never suspect.
    const burst =
      subject && !isVouchedFor(caller, subject) ? burstOf(request.address, placeOf(subject)) : null;
    if (burst) noteBeacon(burst, notedOf(beacon, received_at), subject!);
    const view =
      kind === "view"
        ? {
            viewer_id: viewerId,
            preview: beacon.is_preview,
            ...requestFacts(request.headers, env().COUNTRY_HEADER),
            referrer: referrerHost(beacon.referrer ?? request.headers.get("referer")),
            reported_length_ms: lengthIn(beacon),
            is_live: beacon.is_live ?? false,
            suspect_id: burst?.suspect ? burst.id : null,
            lesson_id: beacon.lesson_id ?? null,
          }
        : null;
    const progress = kind === "view" ? null : toProgress(beacon);
    if (!subject || !isVideo(subject)) {
      const key = progress ? (progress.seq?.toString() ?? fingerprint(kind, progress)) : "view";
      const address = subject && {
        school_id: subject.school_id,
        address: subject.address,
        page_url: kind === "view" ? pageAddress(beacon.page) : null,
        course_reference: kind === "view" ? (beacon.course_id ?? null) : null,
      };
      return { pending: { playback_id, view, progress, key, received_at, address }, burst };
    }
    const day = cachedDayOf(received_at, subject.time_zone);
    return {
      beacon: {
        video_id: subject.video_id,
        playback_id,
        received_at,
        day,
        view,
        progress,
        token_issued_at: view ? null : (caller.token?.issued_at ?? null),
      },
      burst,
      length: newLength(lengthIn(beacon), subject, day, isVouchedFor(caller, subject)),
    };
  },
  store: (rows) => Promise.allSettled(rows.map(storePlayback)),
  refusals,
  announced: ({ kind }, _subject, row) =>
    "beacon" in row && kind !== "progress" ? { type: `video_${kind}`, video_id: row.beacon.video_id } : null,
  checked({ raw, origin, school_id }, subject) {
    const site =
      subject && origin !== null && textIn(raw, "address") !== null
        ? [{ kind: "site" as const, name: origin, school_id: subject.school_id }]
        : [];
    if (subject)
      return isVideo(subject)
        ? [...site, { kind: "video" as const, name: subject.video_id, school_id: subject.school_id }]
        : site;
    const name = textIn(raw, "video_id");
    if (name === null) return [];
    const evidence = { school_id, course: textIn(raw, "course_id"), origin };
    return [{ kind: "video" as const, name, school_id: null, evidence }];
  },
  async answer({ kind, beacon }, subject, viewerId) {
    if (kind !== "view") return { success: true };
    return {
      success: true,
      analytics_id: beacon.session_id,
      session_id: beacon.session_id,
      resume_position_seconds:
        subject && isVideo(subject) && viewerId !== null && !beacon.is_preview
          ? await resumePosition(subject.video_id, viewerId)
          : null,
    };
  },
  async close() {
    await Promise.all([beaconQueue().close(), pendingQueue().close(), unfollowedQueue().close()]);
    await Promise.all([closeLengths(), suspectQueue().close()]);
  },
} satisfies Source<PlaybackItem, PlaybackSubject, string | null, PlaybackRow>;

/* ---- Who watches ---- */

/** Whether the school says who is watching, by a token or a sign-in. */
const isVouchedFor = ({ token, scope }: Caller, subject: PlaybackSubject): boolean =>
  token !== null || isTheirs(scope, subject);

/* ---- Wire format ---- */

/** The video's length as the player has it, in milliseconds. */
const lengthIn = ({ video_duration_seconds: seconds }: PlaybackItem["beacon"]): number | null =>
  seconds ? Math.max(1, Math.round(seconds * 1000)) : null;

/** What a burst learns from a beacon. */
function notedOf(beacon: PlaybackItem["beacon"], at: Date): Noted {
  const isView = "is_preview" in beacon;
  const { played = [], watch_time_seconds = 0, seq = null } = isView ? {} : beacon;
  return {
    playback_id: beacon.session_id,
    at: at.getTime(),
    view: isView,
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
    played: beacon.played ?? null,
    length_ms: lengthIn(beacon),
    is_live: beacon.is_live ?? false,
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
    lost: beacon.lost === undefined ? null : boundedLost(beacon.lost),
    abandoned: beacon.abandoned ?? false,
    completion_percentage:
      "completion_percentage" in beacon ? Math.floor(beacon.completion_percentage) : null,
    quality: beacon.quality ?? {},
  };
}

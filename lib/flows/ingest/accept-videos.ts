import type { ZodType } from "zod";
import { sql } from "@/lib/db/client";
import { fillDuration } from "@/lib/domain/videos/ingest/rebuild";
import { resumePosition } from "@/lib/domain/videos/ingest/rows";
import {
  type BatchItem,
  batchItem,
  batchItemsMax,
  bodyBytesMax,
  type CompleteBeacon,
  completeBeacon,
  type ProgressBeacon,
  progressBeacon,
  type ViewBeacon,
  viewBeacon,
} from "@/lib/domain/videos/schema";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { env } from "@/lib/platform/env";
import { AppError, fieldError } from "@/lib/platform/errors";
import { describeError, log } from "@/lib/platform/log";
import { invalid } from "@/lib/platform/problem";
import { identify, type Watcher } from "./identify";
import { limitPlayback, type VideoRoute } from "./limits";
import { referrerHost, requestFacts } from "./request-facts";
import { storeProgress, storeView } from "./store";
import {
  type Answer,
  counted,
  counting,
  goodAnswer,
  json,
  limitSchool,
  parseBody,
  type VideoRequest,
} from "./tracking-request";
import { findVideo, forgetVideo, isCourse, type KnownVideo } from "./video-directory";

type Item =
  | { kind: "view"; beacon: ViewBeacon }
  | { kind: "progress"; beacon: ProgressBeacon }
  | { kind: "complete"; beacon: CompleteBeacon };

/** Takes what a player says of a video: one beacon, or a batch. */
export async function acceptVideo(request: VideoRequest): Promise<Answer> {
  const body = parseBody(request, bodyBytesMax);
  if (request.route === "video-batch") return await acceptBatch(request, body);
  return goodAnswer(request.request_id, await acceptItem(request, parseItem(request.route, body)));
}

const schemas = {
  "video-view": viewBeacon,
  "video-progress": progressBeacon,
  "video-complete": completeBeacon,
} satisfies Record<Exclude<VideoRoute, "video-batch">, ZodType>;
const kinds = { "video-view": "view", "video-progress": "progress", "video-complete": "complete" } as const;

function parseItem(route: Exclude<VideoRoute, "video-batch">, body: unknown): Item {
  const parsed = schemas[route].safeParse(body);
  if (!parsed.success) throw counted(invalid(parsed.error), kinds[route], "invalid");
  return { kind: kinds[route], beacon: parsed.data } as Item;
}

async function acceptBatch(request: VideoRequest, body: unknown): Promise<Answer> {
  if (!Array.isArray(body))
    throw new AppError("invalid", "The body must be an array of beacons", {
      errors: [{ path: "", message: "must be an array" }],
    });
  if (body.length > batchItemsMax)
    throw new AppError(
      "invalid",
      `A batch holds ${batchItemsMax} beacons at most; this one has ${body.length}`,
      { errors: [{ path: "", message: "has too many items" }] },
    );
  const results = await Promise.all(
    body.map(async (raw, index) => {
      try {
        const parsed = batchItem.safeParse(raw);
        if (!parsed.success) throw counted(invalid(parsed.error, `[${index}]`), kindOf(raw), "invalid");
        await acceptItem(request, toItem(parsed.data));
        return { index, status: 200 };
      } catch (error) {
        if (!(error instanceof AppError))
          log.error(
            { error: describeError(error), request_id: request.request_id, route: request.route },
            "a batch item failed",
          );
        const known =
          error instanceof AppError ? error : new AppError("internal", "The item could not be handled");
        return {
          index,
          status: known.status,
          code: known.options.errors?.[0] ? "invalid" : known.code,
          detail: known.message,
          retryAfter: known.options.retryAfterSeconds,
        };
      }
    }),
  );
  return batchAnswer(results, request.request_id);
}

type ItemResult = {
  index: number;
  status: number;
  code?: string;
  detail?: string;
  retryAfter?: number | undefined;
};

/** 200 when at least one item was taken; else the status that the items share, so that a client without eyes for items does right. */
function batchAnswer(results: ItemResult[], requestId: string): Answer {
  const statuses = new Set(results.map((result) => result.status));
  const [only] = statuses;
  const status = statuses.size === 1 && only !== undefined && only >= 429 ? only : 200;
  const retryAfter = Math.max(0, ...results.map((result) => result.retryAfter ?? 0));
  return {
    status,
    headers: {
      ...json,
      "x-request-id": requestId,
      ...(status !== 200 && retryAfter > 0 ? { "retry-after": String(Math.ceil(retryAfter)) } : {}),
    },
    body: JSON.stringify({
      success: results.every((result) => result.status === 200),
      results: results.map(({ retryAfter: _, ...result }) => result),
    }),
  };
}

function kindOf(raw: unknown): string {
  const type = (raw as { type?: unknown } | null)?.type;
  return type === "view" || type === "progress" || type === "complete" ? type : "unknown";
}

function toItem(item: BatchItem): Item {
  const { type, ...beacon } = item;
  return { kind: type, beacon } as Item;
}

/** One beacon, authorised, limited and committed. */
function acceptItem(request: VideoRequest, item: Item): Promise<unknown> {
  return counting(item.kind, async () => {
    const { session_id } = item.beacon;
    await getOrInsert(request.playbacks, session_id, () => limitPlayback(request.route, session_id));
    return item.kind === "view"
      ? await acceptView(request, item.beacon)
      : await acceptProgress(request, item.kind, item.beacon);
  });
}

async function videoAndWatcher(
  request: VideoRequest,
  beacon: ViewBeacon | ProgressBeacon | CompleteBeacon,
): Promise<{ video: KnownVideo | null; watcher: Watcher }> {
  const watcher = await identify(request.headers, beacon);
  if (beacon.video_id === undefined) return { video: null, watcher };
  const courseReference = "course_id" in beacon ? beacon.course_id : undefined;
  const video = await findVideo(beacon.video_id, {
    school_id: watcher.token?.school_id,
    course_reference: courseReference,
  });
  await limitSchool(request, video);
  watcher.authorise(video);
  return { video, watcher };
}

async function acceptView(request: VideoRequest, beacon: ViewBeacon) {
  const { video: found, watcher } = await videoAndWatcher(request, beacon);
  let video = found as KnownVideo;
  if (!isCourse(video, beacon.course_id)) throw fieldError("course_id", "is not this video's course");
  if (video.duration_ms === null && beacon.video_duration_seconds) {
    const durationMs = Math.max(1, Math.round(beacon.video_duration_seconds * 1000));
    await fillDuration(sql(), video.video_id, durationMs);
    forgetVideo(beacon.video_id);
    video = { ...video, duration_ms: durationMs };
  }
  const viewerId = await watcher.viewer_id(video);
  const facts = requestFacts(request.headers, env().COUNTRY_HEADER);
  await storeView(video, {
    session_id: beacon.session_id,
    received_at: request.received_at,
    view: {
      viewer_id: viewerId,
      preview: beacon.is_preview,
      ...facts,
      referrer: referrerHost(beacon.referrer ?? request.headers.get("referer")),
    },
  });
  return {
    success: true,
    analytics_id: beacon.session_id,
    session_id: beacon.session_id,
    resume_position_seconds:
      viewerId === null || beacon.is_preview ? null : await resumePosition(sql(), video.video_id, viewerId),
  };
}

async function acceptProgress(
  request: VideoRequest,
  kind: "progress" | "complete",
  beacon: ProgressBeacon | CompleteBeacon,
) {
  const { video, watcher } = await videoAndWatcher(request, beacon);
  await storeProgress(kind, beacon, { video, watcher, received_at: request.received_at });
  return { success: true };
}

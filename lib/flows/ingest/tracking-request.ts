import { getOrInsert } from "@/lib/measure/get-or-insert";
import { AppError } from "@/lib/platform/errors";
import { describeError, log } from "@/lib/platform/log";
import { metrics } from "@/lib/platform/metrics";
import { toProblem } from "@/lib/platform/problem";
import { addressLimitDefault, type LiveRoute, limitAddress, type VideoRoute } from "./limits";
import type { RequestHeaders } from "./request-facts";

/* What taking a tracking request has in common, whether it is about a video or a live session. */

/** What a request is about: the route says it for videos, whose bodies name them, and with the session for live ones. */
export type Target = VideoTarget | LiveTarget;
type VideoTarget = { route: VideoRoute };
type LiveTarget = { route: LiveRoute; session: string };

/** One request as it arrived, whichever door it came through. */
export type Arrival = Target & Arrived;
type Arrived = {
  body: Uint8Array;
  headers: RequestHeaders;
  address: string;
  received_at: Date;
  request_id?: string;
};
export type Answer = { status: number; headers: Record<string, string>; body: string };

/** A request under way, with the limits it has already been counted against: each once, however many beacons it holds. */
export type UnderWay = {
  request_id: string;
  schools: Map<string, Promise<void>>;
  playbacks: Map<string, Promise<void>>;
};
export type VideoRequest = VideoTarget & Arrived & UnderWay;
export type LiveRequest = LiveTarget & Arrived & UnderWay;

export const json = { "content-type": "application/json", "cache-control": "no-store" };

export function goodAnswer(requestId: string, answer: unknown): Answer {
  return { status: 200, headers: { ...json, "x-request-id": requestId }, body: JSON.stringify(answer) };
}

export function refusal(error: unknown, requestId: string, route: string): Answer {
  const { problem, headers } = toProblem(error, requestId);
  if (problem.status >= 500)
    log.error(
      { error: describeError(error), request_id: requestId, route, status: problem.status },
      "tracking failed",
    );
  return { status: problem.status, headers, body: JSON.stringify(problem) };
}

/** Counts a request against its school's ceiling for the address it came from. */
export function limitSchool(
  request: UnderWay & { address: string },
  school: { school_id: string; address_limit_per_minute: number },
): Promise<void> {
  return getOrInsert(request.schools, school.school_id, () =>
    limitAddress(`${school.school_id} ${request.address}`, school.address_limit_per_minute),
  );
}

/** A request refused before its school was known counts against the installation's ceiling. */
export async function limitUnknown(
  request: UnderWay & { address: string },
  error: unknown,
): Promise<unknown> {
  if (request.schools.size > 0) return error;
  return await limitAddress(request.address, addressLimitDefault).then(
    () => error,
    (limited: unknown) => limited,
  );
}

/** A body as JSON of at most so many bytes. */
export function parseBody({ body }: { body: Uint8Array }, bytesMax: number): unknown {
  if (body.byteLength > bytesMax)
    throw new AppError("too_large", `The body may hold ${bytesMax} bytes; this one has ${body.byteLength}`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (cause) {
    throw new AppError("invalid", "The body is not JSON in UTF-8", {
      cause,
      errors: [{ path: "", message: "is not JSON" }],
    });
  }
}

/** Counts a beacon that arrived and could not be read. */
export function counted(error: AppError, kind: string, reason: string): AppError {
  metrics.beaconsReceived.inc({ kind });
  metrics.beaconsRefused.inc({ kind, reason });
  return error;
}

/** Takes one beacon that could be read, and counts it: received is what was stored, had been before, or was refused. */
export async function counting<T>(kind: string, take: () => Promise<T>): Promise<T> {
  metrics.beaconsReceived.inc({ kind });
  try {
    return await take();
  } catch (error) {
    metrics.beaconsRefused.inc({ kind, reason: error instanceof AppError ? error.code : "internal" });
    throw error;
  }
}

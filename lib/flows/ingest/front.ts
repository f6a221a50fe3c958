import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { clientAddress } from "@/lib/auth/address";
import { liveBodyBytesMax } from "@/lib/domain/sessions/live/events";
import { bodyBytesMax } from "@/lib/domain/videos/schema";
import { AppError } from "@/lib/platform/errors";
import { describeError, log } from "@/lib/platform/log";
import { toProblem } from "@/lib/platform/problem";
import { accept } from "./accept";
import { preflightHeaders, trackingHeaders } from "./cors";
import { closeQueues } from "./lanes";
import { type LiveRoute, liveLimits, playbackLimits, type VideoRoute } from "./limits";
import type { RequestHeaders } from "./request-facts";
import type { Answer, Target } from "./tracking-request";

const videoPrefix = "/api/analytics/";
const sessionPath = new RegExp(`^/api/sessions/([^/?]+)/(${Object.keys(liveLimits).join("|")})(?:\\?|$)`);

/** A body that takes longer than this to arrive is given up. */
const bodyMs = 15_000;

/** What a tracking address is about; null for every other address. */
function targetOf(url: string): Target | null {
  if (url.startsWith(videoPrefix)) {
    const end = url.indexOf("?");
    const name = url.slice(videoPrefix.length, end === -1 ? undefined : end);
    return Object.hasOwn(playbackLimits, name) ? { route: name as VideoRoute } : null;
  }
  const [, session, route] = sessionPath.exec(url) ?? [];
  return session && route ? { route: route as LiveRoute, session: decoded(session) } : null;
}

/** A part of an address as the caller meant it; one that cannot be read names nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

/**
 * The first door: answers the tracking paths on bare `node:http`, ten times faster than through Next's routing. Returns
 * whether it took the request; what it leaves goes to Next, whose route handlers call the same `accept`.
 */
export function ingestFront(): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const target = targetOf(request.url ?? "");
    if (!target) return false;
    if (request.method === "OPTIONS") {
      response.writeHead(204, preflightHeaders).end();
      return true;
    }
    // Another method is Next's to refuse, with the words every route uses.
    if (request.method !== "POST") return false;
    void serve(target, request, response);
    return true;
  };
}

/** Stops taking beacons (503) and resolves when every one taken has been answered and its connections are closed. */
export function drainIngest(): Promise<void> {
  return closeQueues();
}

async function serve(target: Target, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = headersOf(request);
  const requestId = headers.get("x-request-id") ?? randomUUID();
  const receivedAt = new Date();
  let answer: Answer;
  try {
    const body = await readBody(request, "session" in target ? liveBodyBytesMax : bodyBytesMax);
    answer = await accept({
      ...target,
      body,
      headers,
      address: clientAddress(headers),
      received_at: receivedAt,
      request_id: requestId,
    });
  } catch (error) {
    // `accept` does not throw; only a body that cannot be read ends here.
    const { problem, headers: problemHeaders } = toProblem(error, requestId);
    if (problem.status >= 500)
      log.error(
        { error: describeError(error), request_id: requestId, route: target.route },
        "tracking failed",
      );
    answer = { status: problem.status, headers: problemHeaders, body: JSON.stringify(problem) };
  }
  if (response.destroyed) return;
  const tooLarge = answer.status === 413;
  response.writeHead(answer.status, {
    ...trackingHeaders,
    ...answer.headers,
    "content-length": Buffer.byteLength(answer.body),
    ...(tooLarge ? { connection: "close" } : {}),
  });
  response.end(answer.body);
}

function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const tooLarge = () => new AppError("too_large", `The body may hold ${bytesMax} bytes`);
    if (Number(request.headers["content-length"] ?? 0) > bytesMax) return reject(tooLarge());
    const parts: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(
      () => reject(new AppError("invalid", "The body did not arrive in time")),
      bodyMs,
    );
    const settle = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    request.on("data", (part: Buffer) => {
      size += part.byteLength;
      if (size > bytesMax) {
        request.pause();
        settle(() => reject(tooLarge()));
      } else parts.push(part);
    });
    request.on("end", () => settle(() => resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts))));
    request.on("error", (cause) =>
      settle(() => reject(new AppError("invalid", "The body broke off", { cause }))),
    );
    request.on("aborted", () => settle(() => reject(new AppError("invalid", "The body broke off"))));
  });
}

/** The request's headers as `accept` reads them. */
function headersOf(request: IncomingMessage): RequestHeaders {
  return {
    get(name) {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(", ") : (value ?? null);
    },
  };
}

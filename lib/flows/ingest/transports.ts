import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";
import { clientAddress, networkOf } from "@/lib/auth/address";
import { closeSubjects } from "@/lib/auth/token-subjects";
import { onPool } from "@/lib/db/client";
import { readBytes, readIncoming } from "@/lib/http/body";
import type { RouteHandler } from "@/lib/http/route";
import { AppError } from "@/lib/platform/errors";
import { requestIdOf } from "@/lib/platform/ids";
import { accept, problemAnswer, type Source, type Target, type TrackingRequest } from "./accept";
import { writeChecks } from "./checks";
import type { RequestHeaders } from "./request-facts";
import { closeSharedCounts } from "./shared-counts";
import { learningSource } from "./sources/learning";
import { liveSource } from "./sources/live";
import { playbackSource } from "./sources/playback";

/* Tracking requests reach `accept` by a `node:http` server, ten times faster than Next's routing, or by Next's route handlers, which work without it. */

const sources: readonly Source[] = [playbackSource, liveSource, learningSource];

/** Players run on other sites: any site may send and read the answer; nothing here depends on another site's cookies. */
const corsHeaders = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "retry-after, x-request-id",
  "cross-origin-resource-policy": "cross-origin",
} as const;
const preflightHeaders = {
  ...corsHeaders,
  "access-control-allow-methods": "POST, OPTIONS",
  "access-control-allow-headers": "content-type, authorization",
  "access-control-max-age": "86400",
} as const;

/** Stops accepting items (503) and resolves when every one accepted has been answered and the connections are closed. */
export async function drainIngest(): Promise<void> {
  await Promise.all(sources.map((source) => source.close()));
  closeSubjects();
  await writeChecks();
  await closeSharedCounts();
}

const trackingRequest = (
  headers: RequestHeaders,
  readBody: TrackingRequest["readBody"],
): TrackingRequest => ({
  id: requestIdOf(headers.get("x-request-id")),
  headers,
  address: networkOf(clientAddress(headers)),
  received_at: new Date(),
  readBody,
});

/* ---- node:http ---- */

/** Answers the tracking paths on `node:http`; returns whether it took the request, or leaves it to Next. */
export function ingestServer(): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const [path = ""] = (request.url ?? "").split("?", 1);
    for (const source of sources) {
      const target = source.match(path);
      if (!target) continue;
      if (request.method === "OPTIONS") {
        response.writeHead(204, preflightHeaders).end();
        return true;
      }
      // Next refuses other methods, in the same words for every route.
      if (request.method !== "POST") return false;
      void serve(source, target, request, response);
      return true;
    }
    return false;
  };
}

async function serve(source: Source, target: Target, request: IncomingMessage, response: ServerResponse) {
  const tracking = trackingRequest(headersOf(request), (bytesMax) => readIncoming(request, bytesMax));
  const answer = await onPool("tracking", () => accept(source, target, tracking));
  if (response.destroyed) return;
  response.writeHead(answer.status, {
    ...corsHeaders,
    ...answer.headers,
    "content-length": Buffer.byteLength(answer.body),
  });
  response.end(answer.body);
}

function headersOf(request: IncomingMessage): RequestHeaders {
  return {
    get(name) {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(", ") : (value ?? null);
    },
  };
}

/* ---- Next's route handlers ---- */

type Documented<Body, Params extends z.ZodType, AnswerSchema extends z.ZodType> = {
  summary: string;
  params?: Params;
  answer: AnswerSchema;
  example: { params?: z.input<Params>; body: Body; answer: z.input<AnswerSchema> };
  otherBodies?: Record<string, Body>;
};

/** A route handler for one of a source's routes. It is declared like every other route; `accept` reads the body. */
export function trackingRoute<
  Routes extends Source["routes"],
  Name extends keyof Routes & string,
  AnswerSchema extends z.ZodType,
  Params extends z.ZodType = z.ZodType<undefined>,
>(
  source: Source & { routes: Routes },
  name: Name,
  documented: Documented<z.input<Routes[Name]["body"]>, Params, AnswerSchema>,
): RouteHandler {
  const handle = async (request: Request): Promise<Response> => {
    const target = source.match(new URL(request.url).pathname);
    const tracking = trackingRequest(request.headers, (bytesMax) => readBytes(request, bytesMax));
    const answer = target
      ? await onPool("tracking", () => accept(source, target, tracking))
      : // Next routes an address whose id is empty after decoding to a handler; its source does not know it.
        problemAnswer(
          new AppError("not_found", { english: "Unknown route. See /api/openapi.json." }),
          tracking.id,
        );
    return new Response(answer.body, {
      status: answer.status,
      headers: { ...corsHeaders, ...answer.headers },
    });
  };
  const declaration = {
    ...documented,
    body: source.routes[name]!.body,
    auth: "tracking" as const,
    ...(source.tokenScope ? { tokenScope: source.tokenScope } : {}),
  };
  return Object.assign(handle, { declaration });
}

/** Answers a browser's CORS preflight. */
export function preflight(): Response {
  return new Response(null, { status: 204, headers: preflightHeaders });
}

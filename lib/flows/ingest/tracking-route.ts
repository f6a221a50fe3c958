import "server-only";
import { z } from "zod";
import { clientAddress } from "@/lib/auth/address";
import { type LiveAnswer, liveAnswer, liveBodyBytesMax } from "@/lib/domain/sessions/live/events";
import { bodyBytesMax } from "@/lib/domain/videos/schema";
import { readBytes } from "@/lib/http/body";
import type { RouteContext, RouteHandler } from "@/lib/http/route";
import { newId } from "@/lib/platform/ids";
import { toProblem } from "@/lib/platform/problem";
import { accept } from "./accept";
import { preflightHeaders, trackingHeaders } from "./cors";
import type { LiveRoute, VideoRoute } from "./limits";
import type { Target } from "./tracking-request";

type Declared<B extends z.ZodType, A> = {
  summary: string;
  body: B;
  example: { body: z.input<B>; answer: A };
};

/**
 * The second door: a Next route handler over the same `accept`, complete without `server.ts` in front of it (next dev,
 * hosts that run only Next). It declares itself like every other route; the bytes go to `accept` unread.
 */
export function trackingRoute<B extends z.ZodType, A extends z.ZodType>(
  route: VideoRoute,
  declared: Declared<B, z.input<A>> & { answer: A },
): RouteHandler {
  const handle = (request: Request) => answer(request, { route }, bodyBytesMax);
  return Object.assign(handle, { declaration: { ...declared, auth: "tracking" as const } });
}

const liveParams = z.object({
  /** Our id of the session, or the school's own. */
  sessionId: z.string(),
});

/** The second door of a live session's routes, whose addresses name the session. */
export function liveTrackingRoute<B extends z.ZodType>(
  route: LiveRoute,
  declared: Declared<B, LiveAnswer>,
): RouteHandler {
  const handle = async (request: Request, context: RouteContext) => {
    const session = decoded((await context.params)?.sessionId);
    return answer(request, { route, session }, liveBodyBytesMax);
  };
  const { example, ...rest } = declared;
  const declaration = {
    ...rest,
    params: liveParams,
    answer: liveAnswer,
    auth: "tracking" as const,
    example: { ...example, params: { sessionId: "statistics-week-7" } },
  };
  return Object.assign(handle, { declaration });
}

/** A part of an address as the caller meant it (Next hands some on still encoded); one that cannot be read names nothing. */
function decoded(part: string | string[] | undefined): string {
  if (typeof part !== "string") return "";
  try {
    return /%[0-9a-f]{2}/i.test(part) ? decodeURIComponent(part) : part;
  } catch {
    return "";
  }
}

async function answer(request: Request, target: Target, bytesMax: number): Promise<Response> {
  const requestId = newId();
  const receivedAt = new Date();
  try {
    const body = await readBytes(request, bytesMax);
    const { headers } = request;
    const given = await accept({
      ...target,
      body,
      headers,
      address: clientAddress(headers),
      received_at: receivedAt,
      request_id: requestId,
    });
    return new Response(given.body, {
      status: given.status,
      headers: { ...trackingHeaders, ...given.headers },
    });
  } catch (error) {
    const { problem, headers } = toProblem(error, requestId);
    return Response.json(problem, { status: problem.status, headers: { ...trackingHeaders, ...headers } });
  }
}

/** Answers a browser that asks whether it may send from another site. */
export function preflight(): Response {
  return new Response(null, { status: 204, headers: preflightHeaders });
}

import "server-only";
import type { z } from "zod";
import { clientAddress } from "@/lib/auth/address";
import { readBytes } from "@/lib/auth/body";
import type { RouteHandler } from "@/lib/auth/route";
import { bodyBytesMax } from "@/lib/domain/videos/schema";
import { newId } from "@/lib/platform/ids";
import { toProblem } from "@/lib/platform/problem";
import { accept } from "./accept";
import { preflightHeaders, trackingHeaders } from "./cors";
import type { TrackingRoute } from "./limits";

/**
 * The second door: a Next route handler over the same `accept`, complete without `server.ts` in front of it (next dev,
 * hosts that run only Next). It declares itself like every other route; the bytes go to `accept` unread.
 */
export function trackingRoute<B extends z.ZodType, A extends z.ZodType>(
  route: TrackingRoute,
  declared: { summary: string; body: B; answer: A; example: { body: z.input<B>; answer: z.input<A> } },
): RouteHandler {
  async function handle(request: Request): Promise<Response> {
    const requestId = newId();
    const receivedAt = new Date();
    try {
      const body = await readBytes(request, bodyBytesMax);
      const answer = await accept({
        route,
        body,
        headers: request.headers,
        address: clientAddress(request.headers),
        receivedAt,
        requestId,
      });
      return new Response(answer.body, {
        status: answer.status,
        headers: { ...trackingHeaders, ...answer.headers },
      });
    } catch (error) {
      const { problem, headers } = toProblem(error, requestId);
      return Response.json(problem, { status: problem.status, headers: { ...trackingHeaders, ...headers } });
    }
  }
  return Object.assign(handle, { declaration: { ...declared, auth: "tracking" as const } });
}

/** Answers a browser that asks whether it may send from another site. */
export function preflight(): Response {
  return new Response(null, { status: 204, headers: preflightHeaders });
}

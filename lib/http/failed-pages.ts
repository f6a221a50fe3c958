import { asAppError } from "@/lib/platform/errors";
import { processCache } from "@/lib/platform/process";

/*
 * Next answers every failed page with 500, and says why to instrumentation.ts only. For a page that could not reach the database,
 * the front makes it a 503 that says when to try again.
 */

/** Seconds until such a request is worth trying again, by its id. */
const unavailable = () =>
  processCache<{ retryAfterSeconds: number }>("unavailable pages", { max: 1000, ttl: 120_000 });

/** Notes why the page of this request failed, before it is answered. */
export function noteFailure(requestId: string, error: unknown): void {
  const { code, options } = asAppError(error);
  if (code === "unavailable")
    unavailable().set(requestId, { retryAfterSeconds: options.retryAfterSeconds ?? 5 });
}

/** Seconds for the header `retry-after` of a failed page; null where trying again may not help. */
export const retryAfterOf = (requestId: string): number | null =>
  unavailable().get(requestId)?.retryAfterSeconds ?? null;

/* When requests are too slow or fail too often: the page System, its pictures and alerts (lib/domain/alerts) share these rules. Pure. */

/** What a request may take at the 95th percentile, in milliseconds; the shares of requests that may fail and of beacons that players may lose, in per cent. */
export const limits = { p95_ms: 1000, error_rate: 1, lost_rate: 1 } as const;

/** Fewer requests say nothing about a percentile, and fewer failures or losses nothing about a rate. */
export const fewest = { requests: 20, errors: 5, lost: 5 } as const;

/** The requests of some time. */
export type MeasuredRequests = { requests: number; errors: number; p95_ms: number | null };

/** Whether they took longer than `limit`, in milliseconds at the 95th percentile; false where they are too few to say so. */
export const areSlow = (
  { requests, p95_ms }: Pick<MeasuredRequests, "requests" | "p95_ms">,
  limit: number = limits.p95_ms,
): boolean => requests >= fewest.requests && p95_ms !== null && p95_ms > limit;

/** Whether more than `limit` per cent of them failed; false where too few failed to say so. */
export const areFailing = (
  { requests, errors }: Pick<MeasuredRequests, "requests" | "errors">,
  limit: number = limits.error_rate,
): boolean => errors >= fewest.errors && (errors / requests) * 100 > limit;

import { z } from "zod";
import { instant, numberOrNull, percentageOrNull, storableText, whole } from "@/lib/http/contract";
import { jobNames } from "@/lib/platform/work";

export const metricsQuery = z.object({
  hours: z.coerce.number().int().min(1).max(720).default(24),
  /** One route's points, as it is named in `routes`. */
  route: storableText(300).optional(),
});
export type MetricsQuery = z.infer<typeof metricsQuery>;

/** The times that the page offers, in hours. */
export const hoursShown = [1, 24, 168, 720] as const;
/** The page's state in its URL. */
export const pageQuery = metricsQuery.extend({ routes: z.literal("all").optional() });

/** Milliseconds; null without a measurement. */
const quantiles = { p50_ms: numberOrNull, p95_ms: numberOrNull, p99_ms: numberOrNull };

const measuredRoute = z.object({
  /** The method and the path: `GET /sessions/{sessionId}`. */
  route: z.string(),
  requests: whole,
  errors: whole,
  error_rate: percentageOrNull,
  ...quantiles,
  /** The 95th percentile at equal steps of the time; null where nothing came. */
  p95_over_time: z.array(numberOrNull),
});
export type MeasuredRoute = z.infer<typeof measuredRoute>;

const measuredError = z.object({
  /** In one word: `not_found`, `unavailable`. */
  kind: z.string(),
  /** The HTTP status; null for a caller who left before the answer. */
  status: whole.nullable(),
  count: whole,
  last_at: instant,
  /** Of the last with 500 or more. */
  last_request_id: z.string().nullable(),
});
export type MeasuredError = z.infer<typeof measuredError>;

const refusal = z.object({ reason: z.string(), count: whole });

const measuredJob = z.object({
  name: z.enum(jobNames),
  runs: whole,
  failed: whole,
  p95_ms: numberOrNull,
  /** The minute of its last run. */
  last_run_at: instant,
});
export type MeasuredJob = z.infer<typeof measuredJob>;

const point = z.object({
  at: instant,
  requests: whole,
  errors: whole,
  ...quantiles,
  beacons_received: whole,
  beacons_refused: whole,
  ingest_lag_ms: numberOrNull,
  waiting: numberOrNull,
  pool_wait_ms: numberOrNull,
  event_loop_delay_ms: numberOrNull,
  memory_bytes: numberOrNull,
});
export type SystemPoint = z.infer<typeof point>;

export const metricsAnswer = z.object({
  /** The time that the numbers are about: from the start of an hour until now. */
  from: instant,
  to: instant,
  /** When the oldest measurement was made; null before the first minute is stored. */
  measured_since: instant.nullable(),
  requests: z.object({ total: whole, errors: whole, error_rate: percentageOrNull, ...quantiles }),
  /** The most requested first. */
  routes: z.array(measuredRoute),
  errors: z.array(measuredError),
  /** People who were signed in. */
  active_users: whole,
  /** received = stored + repeated + refused. */
  beacons: z.object({
    received: whole,
    stored: whole,
    repeated: whole,
    refused: whole,
    /** Attempts of players that failed, as they report them. */
    retries: whole,
    /** Beacons that players gave up, as they report them with a later one. */
    lost: whole,
    refusals: z.array(refusal),
  }),
  ingest_lag: z.object(quantiles),
  pool_wait: z.object(quantiles),
  processes: z.object({
    /** Those that measured in the last three minutes. */
    running: whole,
    oldest_started_at: instant.nullable(),
    memory_bytes: numberOrNull,
    event_loop_delay_ms: numberOrNull,
    waiting: numberOrNull,
    database_ms: numberOrNull,
  }),
  jobs: z.array(measuredJob),
  /** The statements that took most of the database's time; null where it does not measure them. */
  slowest_queries: z
    .object({
      /** Since when the database counts. */
      since: instant.nullable(),
      items: z.array(
        z.object({
          id: z.string(),
          /** Without its values. */
          query: z.string(),
          calls: whole,
          mean_ms: numberOrNull,
          longest_ms: numberOrNull,
          /** Of the database's time, in per cent. */
          share: percentageOrNull,
        }),
      ),
    })
    .nullable(),
  /** Minutes between two points. */
  step_minutes: whole,
  points: z.array(point),
});
export type SystemMetrics = z.infer<typeof metricsAnswer>;

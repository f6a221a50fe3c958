import { systemMetrics } from "@/lib/domain/system/queries/metrics";
import { metricsAnswer, metricsQuery } from "@/lib/domain/system/schema";
import { route } from "@/lib/http/route";

const quantiles = { p50_ms: 4.6, p95_ms: 68.9, p99_ms: 171.2 };

export const GET = route({
  summary: "How the system did: requests by route, errors, beacons, jobs, and its state now",
  auth: "admin",
  query: metricsQuery,
  answer: metricsAnswer,
  example: {
    query: { hours: 24 },
    answer: {
      from: "2026-11-19T14:00:00.000Z",
      to: "2026-11-20T14:30:05.000Z",
      measured_since: "2026-10-21T14:31:00.000Z",
      requests: { total: 82818, errors: 223, error_rate: 0.3, ...quantiles },
      routes: [
        {
          route: "POST /api/analytics/video-progress",
          requests: 33712,
          errors: 131,
          error_rate: 0.4,
          ...quantiles,
          p95_over_time: [22.4, 24.6, null],
        },
      ],
      errors: [
        {
          kind: "unavailable",
          status: 503,
          count: 212,
          last_at: "2026-11-20T10:57:02.000Z",
          last_request_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b10",
        },
      ],
      active_users: 143,
      beacons: {
        received: 61796,
        stored: 61350,
        repeated: 182,
        refused: 264,
        retries: 260,
        lost: 30,
        refusals: [{ reason: "unavailable", count: 212 }],
      },
      ingest_lag: { p50_ms: 4.2, p95_ms: 12.1, p99_ms: 9404.8 },
      pool_wait: { p50_ms: 0.9, p95_ms: 1.4, p99_ms: 3104.2 },
      processes: {
        running: 2,
        oldest_started_at: "2026-11-14T08:02:11.000Z",
        memory_bytes: 312475648,
        event_loop_delay_ms: 21.4,
        waiting: 0,
        database_ms: 0.9,
      },
      jobs: [
        { name: "sessions", runs: 28790, failed: 0, p95_ms: 4.6, last_run_at: "2026-11-20T14:29:00.000Z" },
      ],
      slowest_queries: {
        since: "2026-11-14T08:02:11.000Z",
        items: [
          {
            id: "-2083710463872041",
            query: "select count(*) from video_seconds where video_id = $1",
            calls: 116,
            mean_ms: 82.1,
            longest_ms: 312.4,
            share: 23.5,
          },
        ],
      },
      step_minutes: 2,
      points: [
        {
          at: "2026-11-19T14:00:00.000Z",
          requests: 121,
          errors: 0,
          ...quantiles,
          beacons_received: 88,
          beacons_refused: 0,
          ingest_lag_ms: 11.4,
          waiting: 2,
          pool_wait_ms: 1.1,
          event_loop_delay_ms: 12.8,
          memory_bytes: 298844160,
        },
      ],
    },
  },
  handler: ({ ctx, query }) => systemMetrics(ctx.scope, query, ctx.now),
});

import { scaleLinear } from "d3-scale";
import type { ValueScale } from "@/components/charts/scales";
import type { SystemPoint } from "@/lib/domain/system/schema";

/*
 * The rows of the picture, in pixels from its top: the names in the rail beside it have the same places. On a phone each row has its name
 * above it.
 */

export const laneNames = [
  "requests",
  "response",
  "beacons",
  "ingest_lag",
  "pool_wait",
  "event_loop",
] as const;
export type LaneName = (typeof laneNames)[number];
type Lane = { top: number; base: number };

const heights: Record<LaneName, number> = {
  requests: 56,
  response: 104,
  beacons: 56,
  ingest_lag: 44,
  pool_wait: 44,
  event_loop: 44,
};

function framed(first: number, gap: number) {
  let top = first;
  const lanes = {} as Record<LaneName, Lane>;
  for (const name of laneNames) {
    lanes[name] = { top, base: top + heights[name] };
    top += heights[name] + gap;
  }
  const work = { top: top - gap + 30, base: top - gap + 40 };
  return { first, lanes, work, labelY: work.base + 18, height: work.base + 24 };
}
/** In the narrow form a row's name is in the gap above it. */
export const frames = { wide: framed(36, 30), narrow: framed(52, 44) };
export type Frame = (typeof frames)["wide"];

/** A row of the drawn data. Milliseconds of the response time are on a scale of tens. */
export type DrawnPoint = {
  at: number;
  requests: number | null;
  errors: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  received: number | null;
  refused: number | null;
  ingest_lag: number | null;
  pool_wait: number | null;
  event_loop: number | null;
};

const log = (ms: number | null) => (ms === null ? null : Math.log10(Math.max(0.1, ms)));

/** The points as they are drawn, by the second. Where no process measured, there is nothing to draw, not zero. */
export function drawnPoints(points: readonly SystemPoint[], stepMinutes: number): DrawnPoint[] {
  const seconds = stepMinutes * 60;
  return points.map((point, index) => {
    const measured = point.memory_bytes !== null || point.requests > 0 || point.beacons_received > 0;
    const rate = (amount: number) => (measured ? amount / seconds : null);
    return {
      at: index + 0.5,
      requests: rate(point.requests),
      errors: point.errors > 0 ? rate(point.errors) : null,
      p50: log(point.p50_ms),
      p95: log(point.p95_ms),
      p99: log(point.p99_ms),
      received: rate(point.beacons_received),
      refused: point.beacons_refused > 0 ? rate(point.beacons_refused) : null,
      ingest_lag: point.ingest_lag_ms,
      pool_wait: point.pool_wait_ms,
      event_loop: point.event_loop_delay_ms,
    };
  });
}

/** From zero to the highest value, with two lines. */
function fromZero(values: readonly (number | null)[], least: number, { top, base }: Lane): ValueScale {
  const highest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), least);
  const y = scaleLinear()
    .domain([0, highest * 1.08])
    .range([base, top]);
  return { y, ticks: y.ticks(2).filter((tick) => tick > 0 && tick <= highest) };
}

/** The scale of each row; milliseconds of the response time by tens, over all that was measured. */
export function scalesOf(data: readonly DrawnPoint[], { lanes }: Frame): Record<LaneName, ValueScale> {
  const of = (key: keyof DrawnPoint) => data.map((point) => point[key]);
  const logs = [...of("p50"), ...of("p99")].filter((value) => value !== null);
  const [low, high] = [Math.floor(Math.min(1, ...logs)), Math.ceil(Math.max(2, ...logs))];
  const response = scaleLinear().domain([low, high]).range([lanes.response.base, lanes.response.top]);
  return {
    requests: fromZero(of("requests"), 0.05, lanes.requests),
    response: {
      y: response,
      ticks: Array.from({ length: high - low }, (_, index) => low + 1 + index),
    },
    beacons: fromZero(of("received"), 0.05, lanes.beacons),
    ingest_lag: fromZero(of("ingest_lag"), 10, lanes.ingest_lag),
    pool_wait: fromZero(of("pool_wait"), 10, lanes.pool_wait),
    event_loop: fromZero(of("event_loop"), 10, lanes.event_loop),
  };
}

import { describe, expect, it } from "vitest";
import { incidentsOf } from "./incidents";
import type { SystemPoint } from "./schema";

const start = Date.parse("2026-11-20T10:30:00Z");
const calm = {
  ...{
    requests: 60,
    errors: 0,
    p50_ms: 5,
    p95_ms: 60,
    p99_ms: 180,
    beacons_received: 40,
    beacons_refused: 0,
  },
  ...{ ingest_lag_ms: 10, waiting: 0, pool_wait_ms: 1, event_loop_delay_ms: 12, memory_bytes: 3e8 },
};
/** Points of two minutes from 10:30 UTC; the last goes on. */
const points = (...changes: Partial<SystemPoint>[]): SystemPoint[] =>
  changes.map((change, index) => ({
    at: new Date(start + index * 120_000).toISOString(),
    ...calm,
    ...change,
  }));
const of = (...changes: Partial<SystemPoint>[]) => incidentsOf(points(...changes), 2);
const slow = { p95_ms: 1460, pool_wait_ms: 3100, event_loop_delay_ms: 22 };

describe("incidents", () => {
  it("join points that are near each other, and say what was measured meanwhile", () => {
    const found = of(
      {},
      slow,
      { ...slow, p95_ms: 1200, beacons_refused: 212 },
      {},
      { errors: 6 },
      {},
      {},
      {},
      slow,
      {},
      {},
    );
    expect(found).toEqual([
      {
        from: "2026-11-20T10:32:00.000Z",
        // The point of 10:38 ends at 10:40.
        to: "2026-11-20T10:40:00.000Z",
        ...{ slow: true, failing: true, p95_ms: 1460, requests: 240, errors: 6, beacons_refused: 212 },
        cause: "database",
      },
      {
        from: "2026-11-20T10:46:00.000Z",
        to: "2026-11-20T10:48:00.000Z",
        ...{ slow: true, failing: false, p95_ms: 1460, requests: 60, errors: 0, beacons_refused: 0 },
        cause: "database",
      },
    ]);
  });

  it("go on while the last whole point is one; the point that is not over decides nothing", () => {
    expect(of({}, slow, {}).map(({ to }) => to)).toEqual([null]);
    expect(of({}, {}, slow)).toEqual([]);
  });

  it("need requests enough: 20 for a percentile, 5 failures for a rate of more than 1 %", () => {
    expect(of({ ...slow, requests: 19 }, {}, {})).toEqual([]);
    expect(of({ ...slow, requests: 20 }, {}, {})).toHaveLength(1);
    expect(of({ ...slow, p95_ms: 1000 }, {}, {})).toEqual([]);
    expect(of({ errors: 4 }, {}, {})).toEqual([]);
    expect(of({ errors: 5, requests: 500 }, {}, {})).toEqual([]);
    expect(of({ errors: 5, requests: 499 }, {}, {})).toHaveLength(1);
    expect(of({ p95_ms: null }, {}, {})).toEqual([]);
  });

  it("name a cause only where one of the two waited and the other did not", () => {
    const causeOf = (pool_wait_ms: number | null, event_loop_delay_ms: number | null) =>
      of({ p95_ms: 1500, pool_wait_ms, event_loop_delay_ms }, {}, {})[0]?.cause;
    expect(causeOf(800, 20)).toBe("database");
    expect(causeOf(5, 900)).toBe("process");
    // A blocked process reads the database's answers late.
    expect(causeOf(900, 900)).toBe("process");
    expect(causeOf(800, 300)).toBeNull();
    expect(causeOf(200, 200)).toBeNull();
    expect(causeOf(null, 900)).toBeNull();
    expect(of({ errors: 9, pool_wait_ms: 900 }, {}, {})[0]?.cause).toBeNull();
  });
});

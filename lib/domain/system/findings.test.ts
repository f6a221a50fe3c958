import { describe, expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { pictureTitle, type SystemState, systemFindings } from "./findings";
import type { Incident } from "./incidents";
import type { SystemMetrics } from "./schema";

const english = languageIn("en");
const clock = (at: string) => at.slice(11, 16);
const none = { p50_ms: null, p95_ms: null, p99_ms: null };
const metrics: SystemMetrics = {
  from: "2026-11-19T14:00:00Z",
  to: "2026-11-20T14:30:00Z",
  measured_since: "2026-11-01T08:00:00Z",
  requests: { total: 83_104, errors: 4, error_rate: 0, p50_ms: 5, p95_ms: 70, p99_ms: 168 },
  routes: [],
  errors: [],
  active_users: 3,
  beacons: { received: 0, stored: 0, repeated: 0, refused: 0, retries: 0, lost: 0, refusals: [] },
  ingest_lag: none,
  pool_wait: none,
  processes: {
    ...{ running: 2, oldest_started_at: "2026-11-14T08:00:00Z", memory_bytes: 3e8 },
    ...{ event_loop_delay_ms: 12, waiting: 0, database_ms: 1 },
  },
  jobs: [],
  slowest_queries: null,
  step_minutes: 2,
  points: [],
};
const incident: Incident = {
  ...{ from: "2026-11-20T10:41:00Z", to: "2026-11-20T10:57:00Z", slow: true, failing: false },
  ...{ p95_ms: 1460, requests: 900, errors: 0, beacons_refused: 212, cause: "database" },
};
const calm: SystemState = { disk: { free_percent: 60, is_low: false }, failed_work: 0 };
const said = (
  given: Partial<SystemMetrics> = {},
  incidents: Incident[] = [],
  state: Partial<SystemState> = {},
) => systemFindings({ ...metrics, ...given }, incidents, { ...calm, ...state }, clock, english);
const texts = (...input: Parameters<typeof said>) => said(...input).map(({ text }) => text);

describe("the sentences about the system", () => {
  it("say that all is well only where nothing speaks against it", () => {
    expect(texts()).toEqual([
      "Everything works; there is nothing to do.",
      "83,104 requests were answered, 4 of them with an error of the server.",
    ]);
    const well = "Everything works; there is nothing to do.";
    expect(texts({}, [incident])).not.toContain(well);
    expect(texts({}, [], { disk: { free_percent: 9.9, is_low: true } })).not.toContain(well);
    expect(texts({}, [], { failed_work: 1 })).not.toContain(well);
    const job = { name: "sessions" as const, runs: 20, failed: 1, p95_ms: 1, last_run_at: metrics.to };
    expect(texts({ jobs: [job] })).not.toContain(well);
    expect(texts({ requests: { ...metrics.requests, errors: 900, error_rate: 1.1 } })).not.toContain(well);
    // No process has measured for minutes: the page knows nothing of now.
    expect(texts({ processes: { ...metrics.processes, running: 0 } })).toEqual([]);
  });

  it("say nothing of a server that has not measured", () => {
    expect(texts({ measured_since: null })).toEqual([
      "Nothing is measured yet. The first minute appears here when it is over.",
    ]);
  });

  it("name what is over, with its times and numbers, and how often it was so", () => {
    expect(texts({}, [incident])).toEqual([
      "Lectern is working.",
      "From 10:41 to 10:57 requests took up to 1.46\u00a0s at the 95th percentile.",
    ]);
    const failing = { ...incident, slow: false, failing: true, errors: 212, cause: null };
    expect(texts({}, [incident, failing])[1]).toBe(
      "From 10:41 to 10:57 212 of 900 requests failed. There was one other time like this.",
    );
    expect(texts({}, [{ ...failing, slow: true }])[1]).toBe(
      "From 10:41 to 10:57 requests took up to 1.46\u00a0s at the 95th percentile, and 212 of 900 failed.",
    );
  });

  it("begin with what goes on, since when, and what to do", () => {
    const now = { ...incident, to: null };
    expect(said({}, [now])).toEqual([
      {
        text: "Requests take too long since 10:41: up to 1.46\u00a0s at the 95th percentile.",
        strong: true,
      },
      {
        text: "Requests wait for the database, not for the server: see which work runs below, and whether something else uses the database.",
        strong: false,
      },
    ]);
    expect(texts({}, [{ ...now, cause: "process" }])[1]).toMatch(/^The server process itself is busy/);
    expect(texts({}, [{ ...now, cause: null }])[1]).toMatch(/^The errors and the slowest routes/);
  });

  it("ask for what a person must do: a full disk, failed work and failed jobs", () => {
    const job = { name: "sessions" as const, runs: 20, failed: 2, p95_ms: 1, last_run_at: metrics.to };
    expect(
      texts({ jobs: [job, { ...job, failed: 0 }] }, [], {
        disk: { free_percent: 4.2, is_low: true },
        failed_work: 2,
      }),
    ).toEqual([
      "Lectern is working.",
      "Only 4.2\u00a0% of the disk is free: delete files, or make the disk larger. Postgres stops storing when it is full.",
      "2 pieces of background work failed: see why, and begin it again.",
      "2 runs of jobs failed; each is tried again.",
    ]);
  });
});

describe("beacons that players gave up", () => {
  const beacons = { stored: 0, repeated: 0, refused: 0, retries: 0, refusals: [] };
  it("are a finding above one in a hundred, and not where they are few", () => {
    // 12 of 1,000 are 1.2 %; 10 of 1,000 are not above 1 %; 4 of 40 are too few.
    expect(texts({ beacons: { ...beacons, received: 988, lost: 12 } })).toEqual([
      "Lectern is working.",
      "Players gave up 1.2\u00a0% of their beacons (12 of 1,000): what was watched then is missing from the numbers. The errors and refusals below show why.",
    ]);
    const well = "Everything works; there is nothing to do.";
    expect(texts({ beacons: { ...beacons, received: 990, lost: 10 } })[0]).toBe(well);
    expect(texts({ beacons: { ...beacons, received: 36, lost: 4 } })[0]).toBe(well);
  });
});

describe("the title of the picture", () => {
  it("is the worst incident, with its cause where one is known", () => {
    const title = (...incidents: Incident[]) => pictureTitle(incidents, clock, english);
    expect(title()).toBe("Requests, times and waits");
    expect(title(incident)).toBe("From 10:41 to 10:57 requests waited for the database, not for the server");
    expect(title({ ...incident, to: null, cause: "process" })).toBe(
      "Since 10:41 requests wait for the server, not for the database",
    );
    expect(title({ ...incident, cause: null })).toBe("From 10:41 to 10:57 requests took too long");
    expect(title(incident, { ...incident, cause: null, failing: true, errors: 9 })).toBe(
      "From 10:41 to 10:57 requests took too long or failed",
    );
  });
});

import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it, vi } from "vitest";
import { inEnglish } from "@/lib/testing/in-english";
import { Incidents } from "./incidents";
import { Statements, Trackers } from "./statements";
import { ErrorsTable, JobsTable, RoutesTable } from "./tables";

vi.mock("next/navigation", () => ({ useRouter: () => ({}), usePathname: () => "/system" }));

/** The texts of a drawn part, in order. */
const textsOf = (part: ReactNode) =>
  renderToStaticMarkup(inEnglish(part))
    .split(/<[^>]*>/)
    .map((text) => text.trim().replaceAll("&#x27;", "'"))
    .filter(Boolean);

const beacons = {
  ...{ received: 61_796, stored: 61_350, repeated: 182, refused: 264, retries: 260, lost: 310 },
  refusals: [
    { reason: "unavailable", count: 212 },
    { reason: "too_many_requests", count: 19 },
    { reason: "unknown_video", count: 33 },
  ],
};
const now = { text: "just now", full: "Fri 20 Nov 2026, 14:30" };

it("names the statement that takes most of the database's time, or says how to measure them", () => {
  const query = "select count(*) from video_seconds where video_id = $1";
  const item = { id: "1", query, calls: 116, mean_ms: 8200, longest_ms: 31_200, share: 63 };
  const on = textsOf(
    <Statements queries={{ since: "2026-11-14T08:02:11Z", items: [item] }} since="Sat 14 Nov 2026, 08:02" />,
  );
  expect(on).toContain("One query takes 63\u00a0% of the database’s time");
  expect(on).toContain("Their values are left out. Counted by the database since Sat 14 Nov 2026, 08:02.");
  expect(on.slice(-5)).toEqual([query, "116", "8.20\u00a0s", "31.20\u00a0s", "63.0\u00a0%"]);
  const off = textsOf(<Statements queries={null} since={null} />);
  expect(off[0]).toBe("The slowest queries are not measured");
  expect(off.join("\n")).toContain("shared_preload_libraries = 'pg_stat_statements'");
});

it("counts the beacons that players send again, and those that they gave up", () => {
  // Refused for a while are the 212 that were unavailable and the 19 over a limit; an unknown video is refused for good.
  expect(textsOf(<Trackers beacons={beacons} />).slice(2)).toEqual([
    ...["Refused for a while; the player sends them again", "231"],
    ...["Sent again although stored, and counted once", "182"],
    ...["Failed attempts, as players report them", "260"],
    // 310 of these and of the 61,796 that arrived.
    ...["Given up by players, as they report it later", "310 (0.5\u00a0%)"],
  ]);
});

it("words each kind of error, also one that it does not know", () => {
  const error = { status: 503, count: 2, last_at: "2026-11-20T14:30:00Z", last_request_id: null, shown: now };
  const kinds = ["unavailable", "left", "other", "of_a_later_version"];
  const texts = textsOf(<ErrorsTable errors={kinds.map((kind) => ({ ...error, kind }))} />);
  expect(texts.filter((text) => /status|caller|moment/.test(text))).toEqual([
    "Not available at the moment",
    "The caller left before the answer",
    "Another status",
    "Another status",
  ]);
});

it("sums up the routes that it does not show, and marks the one that the picture is about", () => {
  const quantiles = { p50_ms: 4.6, p95_ms: 24, p99_ms: null };
  const route = { requests: 7, errors: 1, error_rate: 14.3, ...quantiles, p95_over_time: [null, 24] };
  const texts = textsOf(
    <RoutesTable
      routes={[{ route: "GET /videos", ...route }]}
      all={{ total: 9, errors: 1, error_rate: 11.1, ...quantiles }}
      hidden={2}
      chosen="GET /videos"
      hrefOf={(chosen) => `/system?route=${chosen}`}
    />,
  );
  const row = texts.slice(texts.indexOf("GET"));
  expect(row).toEqual([
    ...["GET", "/videos", "shown above", "7", "4.6", "24", "—", "1", "14.3\u00a0%"],
    ...["All requests, with 2 other routes", "9", "4.6", "24", "—", "1", "11.1\u00a0%"],
  ]);
});

it("says how often a job failed, and what happened when", () => {
  const job = {
    name: "sessions",
    runs: 200,
    failed: 3,
    p95_ms: 4.6,
    last_run_at: "2026-11-20T14:30:00Z",
  } as const;
  expect(textsOf(<JobsTable jobs={[{ ...job, last: now }]} />)).toContain("3 failed (1.5\u00a0%)");
  const incident = {
    ...{ from: "2026-11-20T10:41:00Z", to: null, slow: true, failing: false, p95_ms: 1460, requests: 90 },
    ...{ errors: 0, beacons_refused: 12, cause: "database" as const, time: "since 10:41" },
  };
  const texts = textsOf(<Incidents incidents={[incident]} />).join(" ");
  expect(texts).toMatch(
    /since 10:41 Up to 1\.46\ss at the 95th percentile\. +12 beacons were refused\. +They waited/,
  );
  expect(textsOf(<Incidents incidents={[]} />)).toEqual([]);
});

import { expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { partsOf } from "./parts";
import { bytes, milliseconds, perSecond, roundMs } from "./words";

const english = languageIn("en");
type Input = Parameters<typeof partsOf>;
const processes = {
  ...{ running: 2, oldest_started_at: "2026-11-14T08:00:00Z", memory_bytes: 3e8 },
  ...{ event_loop_delay_ms: 12, waiting: 0, database_ms: 1 },
};
const now: Input[1] = {
  ...{ database_ms: 0.94, bus_answers: true, has_redis: false },
  disk: { free_bytes: 61.4e9, free_percent: 76.75, is_low: false },
};
const parts = (
  more: { now?: Partial<Input[1]>; processes?: Partial<Input[0]["processes"]>; failedWork?: number } = {},
) =>
  partsOf(
    { processes: { ...processes, ...more.processes }, jobs: [] },
    { ...now, ...more.now },
    more.failedWork ?? 0,
    () => ({ text: "yesterday, 08:00" }),
    english,
  ).map(({ key, state, text }) => `${key} ${state}: ${text}`);

it("says of each of six parts how it is", () => {
  expect(parts()).toEqual([
    "database good: answers in 0.9\u00a0ms",
    "bus good: Postgres",
    "ingest good: 0 beacons wait",
    "jobs good: none needs attention",
    "server good: 2 processes, since yesterday, 08:00",
    "disk good: 61.4\u00a0GB free (77\u00a0%)",
  ]);
});

it("says what needs attention, and what nobody knows", () => {
  const low = { free_bytes: 2e9, free_percent: 2.5, is_low: true };
  const bad = parts({
    now: { database_ms: null, bus_answers: false, disk: low },
    processes: { waiting: 1200, running: 0 },
    failedWork: 1,
  });
  expect(bad).toEqual([
    "database bad: does not answer",
    "bus bad: does not answer",
    "ingest warn: 1,200 beacons wait",
    "jobs warn: 1 needs attention",
    "server none: not known",
    "disk warn: 2.00\u00a0GB free (3\u00a0%)",
  ]);
  const unknown = parts({
    now: { disk: null, database_ms: 251, has_redis: true },
    processes: { waiting: null },
  });
  expect(unknown).toEqual(
    expect.arrayContaining([
      ...["database warn: answers in 251\u00a0ms", "bus good: Redis"],
      ...["ingest none: not known", "disk none: not known"],
    ]),
  );
});

it("writes times, amounts and rates with as many digits as they need", () => {
  expect([0.94, 9.96, 12.4, 999, 1460, null].map((ms) => milliseconds(ms, english))).toEqual([
    ...["0.9\u00a0ms", "10.0\u00a0ms", "12\u00a0ms", "999\u00a0ms", "1.46\u00a0s", "—"],
  ]);
  expect([5, 0.5, 500, 1000, 1500].map((ms) => roundMs(ms, english))).toEqual([
    ...["5\u00a0ms", "0.5\u00a0ms", "500\u00a0ms", "1\u00a0s", "1.5\u00a0s"],
  ]);
  expect([900, 115_000, 4.22e9, 61.4e9, 613e6].map((amount) => bytes(amount, english))).toEqual([
    ...["0.90\u00a0kB", "115\u00a0kB", "4.22\u00a0GB", "61.4\u00a0GB", "613\u00a0MB"],
  ]);
  expect([0, 58, 126, 24_000].map((amount) => perSecond(amount, 60, english))).toEqual([
    ...["0", "0.97", "2.1", "400"],
  ]);
});

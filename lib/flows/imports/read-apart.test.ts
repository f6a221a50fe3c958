import { expect, it } from "vitest";
import { reportBytesMax } from "@/lib/measure/attendance-report";
import { AppError } from "@/lib/platform/errors";
import { blockedBy } from "@/lib/testing/blocked-by";
import { readReport } from "./platforms";
import { readApart, reportLimits } from "./read-apart";

const endOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.code : Promise.reject(error)),
  );

const options = { time_zone: "Europe/Lisbon" };
const head = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n";
const line = (i: number) =>
  `Person ${i % 20_000},p${i % 20_000}@x.test,11/18/2026 18:00:00,11/18/2026 18:30:00,30`;
const file = (lines: number) =>
  new TextEncoder().encode(head + Array.from({ length: lines }, (_, i) => line(i)).join("\n"));
/** Large enough for a process. */
const large = file(1500);
/** On a machine that does much else too. */
const patient = { ...reportLimits, milliseconds: 60_000 };
const largest = file(65_000);

it("reads what the reader reads", async () => {
  for (const given of [large, file(3)])
    expect(await readApart("report", given, options)).toEqual(readReport(given, options));
  expect(await readApart("report", new TextEncoder().encode("a letter"), options)).toBeNull();
});

it("reads the largest report within its limits without blocking the server", async () => {
  expect(largest.length).toBeLessThan(reportBytesMax);
  expect(largest.length).toBeGreaterThan(reportBytesMax * 0.8);
  const blocked = await blockedBy(async () => {
    const report = await readApart("report", largest, options, patient);
    expect(report?.people).toHaveLength(20_000);
  });
  expect(blocked).toBeLessThan(100);
}, 240_000);

it("refuses a report that takes too long, or too much memory", async () => {
  const attempt = (limits: Partial<typeof reportLimits>) =>
    endOf(readApart("report", largest, options, { ...reportLimits, ...limits }));
  expect(await attempt({ milliseconds: 1 })).toBe("too_large");
  expect(await attempt({ megabytes: 10 })).toBe("too_large");
  // In a thread with such a limit this file ended the whole process.
  const cells = new TextEncoder().encode(`${head}Ana,,${",".repeat(4_900_000)}`);
  expect(await endOf(readApart("report", cells, options, { ...patient, megabytes: 96 }))).toBe("too_large");
  expect((await readApart("report", large, options))?.people).toHaveLength(1500);
});

it("reads one at once, queues others, and refuses more", async () => {
  const all = await Promise.all(Array.from({ length: 30 }, () => endOf(readApart("report", large, options))));
  expect(all.filter((end) => end === "done")).toHaveLength(21);
  expect(all.filter((end) => end === "unavailable")).toHaveLength(9);
}, 120_000);

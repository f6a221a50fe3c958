import { expect } from "vitest";
import type { MeasuredMinute } from "@/lib/http/measurements";
import { bucketOf, quantileError } from "@/lib/measure/histogram";
import { newId } from "@/lib/platform/ids";
import { makeSchool, makeUser, scopeOf } from "./database";

/* Minutes that processes measured, and who reads them. */

/** An instant of November 2026. */
export const inNovember = (text: string) => new Date(`2026-11-${text}Z`);

type Requests = { route: string; school_id: string | null; ms: readonly number[]; failed?: number };
const histogramOf = (ms: readonly number[]) => {
  const histogram = new Map<number, number>();
  for (const one of ms) histogram.set(bucketOf(one), (histogram.get(bucketOf(one)) ?? 0) + 1);
  return histogram;
};

/** A process's minute with these requests. */
export function minuteOf(
  start: Date,
  requests: readonly Requests[],
  more: Partial<MeasuredMinute> = {},
): MeasuredMinute {
  return {
    process_id: newId(),
    started_at: inNovember("27T08:00:00"),
    at: start,
    durations: requests.map(({ route, school_id, ms, failed = 0 }) => ({
      ...{ measure: "request" as const, name: route, school_id, failed },
      ...{ count: ms.length, histogram: histogramOf(ms) },
    })),
    counts: [],
    people: new Map(),
    database_ms: 1,
    memory_bytes: 100,
    event_loop_delay_ms: 5,
    waiting: 0,
    ...more,
  };
}

/** A school at UTC+5:45 with its admin, another school, and the installation's admin. */
export async function systemAdmins() {
  const [school, other] = [await makeSchool({ time_zone: "Asia/Kathmandu" }), await makeSchool()];
  const scopeIn = async (school_id: string | null) => scopeOf(await makeUser({ school_id, role: "admin" }));
  return {
    school: school.id,
    other: other.id,
    own: await scopeIn(school.id),
    installation: await scopeIn(null),
  };
}

/** Within the error of a histogram's quantile, and the rounding to a tenth. */
export const near = (value: number | null | undefined, exact: number) =>
  expect(Math.abs((value ?? 0) / exact - 1)).toBeLessThanOrEqual(quantileError + 0.01);

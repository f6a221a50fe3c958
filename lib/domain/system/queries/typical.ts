import "server-only";
import { and, eq, or, sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { type Measure, systemCounts, systemDurations } from "@/lib/db/tables/system";
import { countIn } from "@/lib/measure/histogram";
import { share } from "@/lib/measure/rounding";
import type { EarlierWeeks, Window } from "../window";
import { countRows, durationRows, mergedBy, quantilesOf } from "./histograms";

/** The same hours of the weeks before: the newest first. Only these four are kept. */
const weeks = [1, 2, 3, 4] as const;
const weekSeconds = 7 * 86_400;

/**
 * The headline numbers of the same hours in the four weeks before, the oldest first; null where one of them was not measured from its
 * beginning, and for more than a week.
 */
export async function earlierWeeks(
  scope: Scope,
  window: Window,
  measuredSince: string | null,
): Promise<EarlierWeeks | null> {
  const { from, to } = window;
  const length = (to.getTime() - from.getTime()) / 1000;
  const first = new Date(from.getTime() - weeks.length * weekSeconds * 1000);
  if (length > weekSeconds || measuredSince === null || new Date(measuredSince) > first) return null;
  const thisHour = new Date(Math.floor(to.getTime() / 3_600_000) * 3_600_000);
  // Whole hours from their own rows, and the minutes of the hour that goes on.
  const ranges = weeks.flatMap((week) => {
    const [begin, whole, end] = [from, thisHour, to].map(
      (at) => new Date(at.getTime() - week * weekSeconds * 1000),
    );
    return [
      { from: begin!, to: whole!, minutes: 60 as const },
      { from: whole!, to: end!, minutes: 1 as const },
    ];
  });
  const weekOf = (at: typeof systemDurations.at | typeof systemCounts.at) =>
    sql<number>`floor(extract(epoch from ${to.toISOString()}::timestamptz - ${at}) / ${weekSeconds}::float8)::int`;
  const merged = (measure: Measure) =>
    mergedBy(
      or(...ranges.map((range) => durationRows(scope, measure, range, eq(systemDurations.name, ""))))!,
      {
        step: weekOf(systemDurations.at),
      },
    );
  const [requests, lag, beacons] = await Promise.all([
    merged("request"),
    merged("ingest_lag"),
    db()
      .select({
        week: weekOf(systemCounts.at).as("week"),
        stored: sql<number>`sum(${systemCounts.count})`.mapWith(Number),
      })
      .from(systemCounts)
      .where(
        and(
          eq(systemCounts.kind, "beacon"),
          eq(systemCounts.name, "stored"),
          or(...ranges.map((range) => countRows(scope, range, range.minutes))),
        ),
      )
      .groupBy(sql`1`),
  ]);
  const storedOf = new Map(beacons.map(({ week, stored }) => [week, stored]));
  const oldestFirst = weeks.toReversed();
  const each = (value: (week: number) => number | null) =>
    oldestFirst.flatMap((week) => {
      const one = value(week);
      return one === null ? [] : [one];
    });
  return {
    requests: each((week) => countIn(requests.of("", week).histogram)),
    p95_ms: each((week) => quantilesOf(requests.of("", week).histogram).p95_ms),
    error_rate: each((week) => {
      const { histogram, failed } = requests.of("", week);
      return share(failed, countIn(histogram));
    }),
    stored: each((week) => storedOf.get(week) ?? 0),
    ingest_lag_ms: each((week) => quantilesOf(lag.of("", week).histogram).p95_ms),
  };
}

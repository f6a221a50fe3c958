import "server-only";
import { createHmac } from "node:crypto";
import { lt, type SQL, sql } from "drizzle-orm";
import { secretFor } from "@/lib/auth/secrets";
import { db } from "@/lib/db/client";
import { schools } from "@/lib/db/tables/schools";
import {
  systemCounts,
  systemDaysKept,
  systemDurations,
  systemPeople,
  systemProcesses,
} from "@/lib/db/tables/system";
import { transaction } from "@/lib/db/tx";
import type { MeasuredDuration, MeasuredMinute } from "@/lib/http/measurements";
import { markOf } from "@/lib/measure/distinct";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { addCounts } from "@/lib/measure/histogram";
import { hourBefore, midnightBefore } from "../window";

/** Each row for its minute, its hour and its day, in the order of the keys, so that two processes do not wait for each other. */
const inAll = <Row extends { name: string; school_id: string | null }>(at: Date, rows: readonly Row[]) =>
  [
    ...rows.map((row) => ({ ...row, minutes: 1, at })),
    ...rows.map((row) => ({ ...row, minutes: 60, at: hourBefore(at) })),
    ...rows.map((row) => ({ ...row, minutes: 1440, at: midnightBefore(at) })),
  ].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
const orderOf = (row: { minutes: number; name: string; school_id: string | null }) =>
  `${row.minutes} ${row.name} ${row.school_id}`;

/** The durations of each name, and those of all names together. */
function withAll(durations: readonly MeasuredDuration[]): MeasuredDuration[] {
  const together = new Map<string, MeasuredDuration>();
  for (const { measure, school_id, count, failed, histogram, name } of durations) {
    if (name === "") continue;
    const all = getOrInsert(together, `${measure} ${school_id}`, () => ({
      ...{ measure, school_id, name: "", count: 0, failed: 0 },
      histogram: new Map<number, number>(),
    }));
    all.count += count;
    all.failed += failed;
    addCounts(all.histogram, histogram);
  }
  return [...durations, ...together.values()];
}

const json = (rows: readonly object[]): SQL => sql`${JSON.stringify(rows)}::text::jsonb`;
/** A school can have been deleted meanwhile. */
const ofSchools = sql`(g.school_id is null or exists (select from ${schools} where ${schools.id} = g.school_id))`;

/**
 * Adds a process's minute to what is stored, in one transaction. To add it again changes nothing: the process's row is written once. Returns
 * whether it was added.
 */
export const storeMinute = (minute: MeasuredMinute): Promise<boolean> =>
  transaction(async (tx) => {
    const { process_id, at, started_at, memory_bytes, event_loop_delay_ms, waiting, database_ms } = minute;
    const added = await tx
      .insert(systemProcesses)
      .values({ process_id, at, started_at, memory_bytes, event_loop_delay_ms, waiting, database_ms })
      .onConflictDoNothing()
      .returning({ at: systemProcesses.at });
    if (added.length === 0) return false;
    const durations = inAll(at, withAll(minute.durations)).map(({ histogram, ...row }) => {
      const counts = [...histogram].sort(([a], [b]) => a - b);
      return { ...row, buckets: counts.map(([bucket]) => bucket), counts: counts.map(([, count]) => count) };
    });
    if (durations.length > 0)
      await tx.execute(sql`
        insert into ${systemDurations} as d (minutes, school_id, at, measure, name, count, failed, buckets, counts)
        select minutes, school_id, at, measure, name, count, failed, buckets, counts
        from jsonb_to_recordset(${json(durations)}) as g(minutes int, school_id uuid, at timestamptz, measure text,
          name text, count bigint, failed bigint, buckets int[], counts int[])
        where ${ofSchools}
        on conflict (minutes, measure, name, at, school_id) do update set
          count = d.count + excluded.count,
          failed = d.failed + excluded.failed,
          (buckets, counts) = (
            select array_agg(bucket order by bucket), array_agg(total order by bucket)
            from (
              select bucket, sum(times)::int as total
              from (
                select * from unnest(d.buckets, d.counts)
                union all select * from unnest(excluded.buckets, excluded.counts)
              ) as both_sides(bucket, times)
              group by bucket
            ) as merged
          )`);
    if (minute.counts.length > 0)
      await tx.execute(sql`
        insert into ${systemCounts} as c (minutes, school_id, at, kind, name, count, last_at, last_request_id)
        select minutes, school_id, at, kind, name, count, last_at, last_request_id
        from jsonb_to_recordset(${json(inAll(at, minute.counts))}) as g(minutes int, school_id uuid, at timestamptz,
          kind text, name text, count bigint, last_at timestamptz, last_request_id text)
        where ${ofSchools}
        on conflict (minutes, kind, name, at, school_id) do update set
          count = c.count + excluded.count,
          last_request_id = case when excluded.last_at >= c.last_at
            then coalesce(excluded.last_request_id, c.last_request_id)
            else coalesce(c.last_request_id, excluded.last_request_id) end,
          last_at = greatest(c.last_at, excluded.last_at)`);
    const people = [...minute.people].map(([school_id, ids]) => ({
      ...{ school_id, at: hourBefore(at) },
      marks: [...new Set([...ids].map(markOfUser))].sort((a, b) => a - b),
    }));
    if (people.length > 0)
      await tx.execute(sql`
        insert into ${systemPeople} as p (school_id, at, marks)
        select school_id, at, marks
        from jsonb_to_recordset(${json(people)}) as g(school_id uuid, at timestamptz, marks int[])
        where ${ofSchools}
        order by school_id
        on conflict (at, school_id) do update set
          marks = (select array_agg(distinct mark order by mark) from unnest(p.marks || excluded.marks) as m(mark))`);
    return true;
  });

const markOfUser = (userId: string): number =>
  markOf(createHmac("sha256", secretFor("people-marks")).update(userId).digest());

/** Deletes what is older than it is kept, of each table. Returns how many rows. */
export async function forgetOldMinutes(now: Date): Promise<number> {
  const before = new Date(now.getTime() - systemDaysKept * 86_400_000);
  let deleted = 0;
  for (const table of [systemDurations, systemCounts, systemPeople, systemProcesses])
    deleted += (await db().delete(table).where(lt(table.at, before))).count;
  return deleted;
}

import "server-only";
import { sql } from "drizzle-orm";
import { tryLock } from "@/lib/db/advisory-locks";
import type { Tx } from "@/lib/db/client";
import { learningEvents } from "@/lib/db/tables/learning";
import { transaction } from "@/lib/db/tx";
import { log } from "@/lib/platform/log";
import { bases } from "./rows";

/** How many months ahead of the present one have their partition. */
const monthsAhead = 2;

/**
 * Makes the partitions of this month, the next ones, and each month whose events wait in the default partition. Returns how many it made, or null while another
 * process makes them. The owner's function makes them, since the app's role owns nothing; until then every event is stored in the default partition.
 */
export const makePartitions = (now: Date): Promise<number | null> =>
  transaction(async (tx) => {
    if (!(await tryLock(tx, "partitions"))) return null;
    const [row] = await tx.execute<{ made: number }>(sql`
      select count(*) filter (where make_learning_partition(month))::int as made from (
        select (date_trunc('month', ${now.toISOString()}::timestamptz at time zone 'UTC') + n * interval '1 month')::date as month
        from generate_series(0, ${monthsAhead}::int) n
        union select distinct date_trunc('month', occurred_at at time zone 'UTC')::date from ${sql.identifier("learning_events_default")}
        order by 1) months`);
    const partitions = row?.made ?? 0;
    if (partitions > 0) log.info({ partitions }, "partitions of learning events made");
    return partitions;
  });

/** Deletes a school's facts of the learning family, which no foreign key ties to it. */
export async function deleteLearning(tx: Pick<Tx, "execute">, schoolId: string): Promise<void> {
  const actors = sql`select ${learningEvents.actor} from ${learningEvents} where ${learningEvents.school_id} = ${schoolId}`;
  await tx.execute(sql`delete from learning_event_ids where actor in (${actors})`);
  for (const table of [
    "learning_events",
    "learning_sessions",
    "daily_activity",
    "daily_summary",
    "gamification_stats",
    "ai_coach_metrics",
    "hourly_summary",
    ...Object.values(bases),
  ])
    await tx.execute(sql`delete from ${sql.identifier(table)} where school_id = ${schoolId}`);
}

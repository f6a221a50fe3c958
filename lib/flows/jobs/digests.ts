import "server-only";
import { and, eq, gte, inArray, lt, ne, or, sql } from "drizzle-orm";
import { tryLock } from "@/lib/db/advisory-locks";
import { alertSettings, digestMails } from "@/lib/db/tables/alerts";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { backgroundWork } from "@/lib/db/tables/work";
import { transaction } from "@/lib/db/tx";
import { enqueueWork } from "@/lib/db/work-queue";
import { canMail } from "@/lib/integrations/mail/mail";
import { digestKinds } from "@/lib/platform/alert-kinds";
import { dayOf, plusDays } from "@/lib/platform/time";
import { type DigestRun, isAwaited } from "../digest/mail";
import { dueAt, lastDue } from "../digest/period";
import { startJob } from "./job";

/** How often the job looks whether a digest is due, in milliseconds. */
const intervalMs = 60_000;
/** A digest is news for a day: what could not be sent by then is not sent. */
const newsMs = 86_400_000;
/** Where a mail could not be sent, or a process ended, it is tried again after a quarter of an hour. */
const againMs = 15 * 60_000;
/** That a digest was sent is known for so many days. */
const keptDays = 400;

/**
 * Begins the digests that are due, of each school by its own clock, while somebody waits for one. Returns how many it began, or null while another
 * process does it.
 */
export function beginDigests(now: Date): Promise<number | null> {
  return transaction(async (tx) => {
    if (!(await tryLock(tx, "digests"))) return null;
    await tx.delete(digestMails).where(lt(digestMails.from_day, plusDays(dayOf(now, "UTC"), -keptDays)));
    const places = await tx
      .selectDistinct({ school_id: users.school_id, time_zone: schools.time_zone })
      .from(alertSettings)
      .innerJoin(users, eq(users.id, alertSettings.user_id))
      .leftJoin(schools, eq(schools.id, users.school_id))
      .where(or(alertSettings.weekly_digest, alertSettings.monthly_digest));
    let begun = 0;
    for (const { school_id, time_zone: zone } of places)
      for (const kind of digestKinds) {
        const time_zone = zone ?? "UTC";
        const run: DigestRun = { school_id, period: lastDue(kind, now, time_zone), time_zone };
        if (now.getTime() - dueAt(run.period, time_zone).getTime() >= newsMs || !(await isAwaited(run)))
          continue;
        const key = `${kind} ${run.period.from} ${school_id ?? "installation"}`;
        const [underway] = await tx
          .select({ id: backgroundWork.id })
          .from(backgroundWork)
          .where(
            and(
              eq(backgroundWork.kind, "mail_digest"),
              sql`${backgroundWork.input}->>'key' = ${key}`,
              ne(backgroundWork.state, "cancelled"),
              or(
                inArray(backgroundWork.state, ["waiting", "running"]),
                gte(backgroundWork.created_at, new Date(now.getTime() - againMs)),
              ),
            ),
          )
          .limit(1);
        if (underway) continue;
        await enqueueWork(
          tx,
          { scope: null },
          { kind: "mail_digest", input: { ...run, key }, school_id, key },
        );
        begun++;
      }
    return begun;
  });
}

/** Runs `beginDigests` every minute, where mail can be sent. */
export const startDigestJob = () =>
  startJob("digests", "digests could not be begun", intervalMs, async (now) => {
    if (canMail()) await beginDigests(now);
    return false;
  });

import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { reachesWork } from "@/lib/auth/reach";
import { ownSchool } from "@/lib/auth/school";
import { backgroundWork } from "@/lib/db/tables/work";
import { transaction } from "@/lib/db/tx";
import { enqueueWork } from "@/lib/db/work-queue";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { dayOf, instantAt, plusDays } from "@/lib/platform/time";
import type { NewWork } from "./schema";

/** Asks for the end of work: what waits has ended at once, what runs ends at its next step. Throws `not_found`, `conflict`. */
export async function cancelWork(ctx: Context, id: string): Promise<void> {
  await transaction(async (tx) => {
    const isWaiting = sql`${backgroundWork.state} = 'waiting'`;
    const [work] = await tx
      .update(backgroundWork)
      .set({
        cancel_requested_at: sql`coalesce(${backgroundWork.cancel_requested_at}, ${ctx.now.toISOString()})`,
        state: sql`case when ${isWaiting} then 'cancelled'::work_state else ${backgroundWork.state} end`,
        ended_at: sql`case when ${isWaiting} then ${ctx.now.toISOString()}::timestamptz end`,
      })
      .where(
        and(
          eq(backgroundWork.id, id),
          reachesWork(ctx.scope, backgroundWork),
          inArray(backgroundWork.state, ["waiting", "running"]),
        ),
      )
      .returning({ school_id: backgroundWork.school_id, kind: backgroundWork.kind });
    if (!work) {
      const [seen] = await tx
        .select({ id: backgroundWork.id })
        .from(backgroundWork)
        .where(and(eq(backgroundWork.id, id), reachesWork(ctx.scope, backgroundWork)));
      throw seen
        ? new AppError("conflict", "errors.work.ended")
        : new AppError("not_found", "errors.work.unknown");
    }
    const { school_id, kind } = work;
    await audit(tx, ctx, {
      school_id,
      action: "work.cancel",
      target: { type: "work", id },
      detail: { kind },
    });
  });
}

const night = "02:00";

/** The next two o'clock in the night after an instant. */
export function nextNight(now: Date, timeZone: string): Date {
  const today = dayOf(now, timeZone);
  const at = instantAt(today, night, timeZone);
  return at > now ? at : instantAt(plusDays(today, 1), night, timeZone);
}

/** Begins a recount of every number of the caller's school from its facts; of all schools for the installation's admin. */
export const beginRebuild = (
  ctx: Context,
  { at_night }: Pick<NewWork, "at_night">,
): Promise<{ id: string }> =>
  transaction(async (tx) => {
    const { school_id } = ctx.scope;
    const { time_zone } = await ownSchool(ctx.scope);
    const key = school_id ?? "every_school";
    const id = await enqueueWork(tx, ctx, {
      kind: "rebuild_rollups",
      input: { school_id },
      ...(at_night ? { key: `${key} at night`, begins_at: nextNight(ctx.now, time_zone) } : { key }),
    });
    await audit(tx, ctx, {
      action: "work.begin",
      target: { type: "work", id },
      detail: { kind: "rebuild_rollups", at_night },
    });
    return { id };
  });

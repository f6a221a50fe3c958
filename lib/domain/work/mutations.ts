import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { reachesWork } from "@/lib/auth/reach";
import { backgroundWork } from "@/lib/db/tables/work";
import { transaction } from "@/lib/db/tx";
import { enqueueWork } from "@/lib/db/work-queue";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";

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

/** Begins a recount of every number of the caller's school from its facts; of all schools for the installation's admin. */
export const beginRebuild = (ctx: Context): Promise<{ id: string }> =>
  transaction(async (tx) => {
    const { school_id } = ctx.scope;
    const id = await enqueueWork(tx, ctx, {
      kind: "rebuild_rollups",
      input: { school_id },
      key: school_id ?? "every school",
    });
    await audit(tx, ctx, {
      action: "work.begin",
      target: { type: "work", id },
      detail: { kind: "rebuild_rollups" },
    });
    return { id };
  });

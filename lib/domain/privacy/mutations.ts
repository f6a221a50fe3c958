import "server-only";
import { and, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { db } from "@/lib/db/client";
import { users } from "@/lib/db/tables/people";
import { dataExports } from "@/lib/db/tables/privacy";
import { backgroundWork } from "@/lib/db/tables/work";
import { transaction } from "@/lib/db/tx";
import { enqueueWork } from "@/lib/db/work-queue";
import type { Context } from "@/lib/http/context";
import { newId } from "@/lib/platform/ids";
import { exportOf, reachOwner } from "./queries";
import { exportDays } from "./schema";

/** Begins a file of a person's data; while one is being made, that one is answered. Throws `forbidden`, `not_found`. */
export async function beginExport(ctx: Context, given: string) {
  const { id: user_id, school_id } = await reachOwner(ctx.scope, given);
  const id = await transaction(async (tx) => {
    // Of two requests at once the second finds the first one's.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, user_id)).for("no key update");
    const [open] = await tx
      .select({ id: dataExports.id })
      .from(dataExports)
      .innerJoin(backgroundWork, eq(backgroundWork.id, dataExports.work_id))
      .where(
        and(
          ...[eq(dataExports.user_id, user_id), isNull(dataExports.ready_at)],
          inArray(backgroundWork.state, ["waiting", "running"]),
        ),
      );
    if (open) return open.id;
    const export_id = newId();
    const work_id = await enqueueWork(tx, ctx, { kind: "export_person", input: { export_id }, school_id });
    await tx.insert(dataExports).values({
      id: export_id,
      school_id,
      user_id,
      created_by: ctx.scope.user_id,
      work_id,
      created_at: ctx.now,
    });
    await audit(tx, ctx, {
      ...{ school_id, action: "data_export.create", target: { type: "user", id: user_id } },
      detail: { export_id },
    });
    return export_id;
  });
  return exportOf(ctx.scope, user_id, id, ctx.now);
}

/** Records that a file was downloaded. */
export const auditDownload = (ctx: Context, user_id: string, export_id: string): Promise<void> =>
  transaction(async (tx) => {
    const [person] = await tx.select({ school_id: users.school_id }).from(users).where(eq(users.id, user_id));
    await audit(tx, ctx, {
      school_id: person?.school_id ?? null,
      ...{ action: "data_export.download", target: { type: "user", id: user_id }, detail: { export_id } },
    });
  });

/** Deletes the files whose links have ended, and what is left of those that were never completed. */
export async function deleteExpiredExports(now: Date): Promise<number> {
  const unfinished = sql`${dataExports.created_at} <= ${now.toISOString()}::timestamptz - make_interval(days => ${exportDays})`;
  const deleted = await db()
    .delete(dataExports)
    .where(or(lte(dataExports.expires_at, now), and(isNull(dataExports.ready_at), unfinished)))
    .returning({ id: dataExports.id });
  return deleted.length;
}

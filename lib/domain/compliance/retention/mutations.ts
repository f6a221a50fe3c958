import "server-only";
import { and, eq } from "drizzle-orm";
import { audit, difference } from "@/lib/auth/audit";
import { inSchool } from "@/lib/auth/reach";
import { assertRevision } from "@/lib/db/revision";
import { schools } from "@/lib/db/tables/schools";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { limitsOf, retentionKinds, usualMonths } from "./kinds";
import { toRetentionSettings } from "./queries";
import type { ChangeRetention, RetentionSettings } from "./schema";

/**
 * Changes after how many months each kind of a school's facts is deleted, from the next night on. The caller has checked that the scope administers
 * the school. Throws `conflict` for an older revision.
 */
export async function changeRetention(
  ctx: Context,
  school_id: string,
  { revision, ...given }: ChangeRetention,
): Promise<RetentionSettings> {
  return transaction(async (tx) => {
    const [school] = await tx
      .select()
      .from(schools)
      .where(and(eq(schools.id, school_id), inSchool(ctx.scope, { school_id: schools.id })))
      .for("update");
    if (!school) throw new AppError("not_found", "errors.school.unknown");
    const before = toRetentionSettings(school);
    assertRevision(before, revision, before);
    const months = limitsOf({ ...school.retention, ...given });
    const { keys, ...detail } = difference(limitsOf(school.retention), months);
    if (keys.length === 0) return before;
    const own = retentionKinds.filter((kind) => months[kind] !== usualMonths[kind]);
    const [after] = await tx
      .update(schools)
      .set({
        retention: Object.fromEntries(own.map((kind) => [kind, months[kind]])),
        revision: before.revision + 1,
      })
      .where(eq(schools.id, school_id))
      .returning();
    await audit(tx, ctx, {
      ...{ school_id, action: "retention.update", target: { type: "school", id: school_id } },
      detail,
    });
    return toRetentionSettings(after!);
  });
}

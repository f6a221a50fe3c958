import "server-only";
import { eq, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { schools } from "@/lib/db/tables/schools";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { setupOf } from "./queries";
import type { ChangeSetup } from "./schema";

/** Skips a step of the set-up page, takes it up again, or closes the page. Throws as `setupOf` does. */
export async function changeSetup(ctx: Context, given: string | undefined, change: ChangeSetup) {
  const { school } = await setupOf(ctx.scope, given);
  const { skip, resume, closed } = change;
  await transaction(async (tx) => {
    const { setup_skipped } = schools;
    const without = sql`array_remove(array_remove(${setup_skipped}, ${skip ?? ""}), ${resume ?? ""})`;
    await tx
      .update(schools)
      .set({
        setup_skipped: skip === undefined ? without : sql`array_append(${without}, ${skip})`,
        ...(closed === undefined ? {} : { setup_closed_at: closed ? ctx.now : null }),
      })
      .where(eq(schools.id, school.id));
    await audit(tx, ctx, {
      school_id: school.id,
      action: "school.set_up",
      target: { type: "school", id: school.id },
      detail: change,
    });
  });
  return setupOf(ctx.scope, school.id);
}

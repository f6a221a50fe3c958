import "server-only";
import { isDeepStrictEqual } from "node:util";
import { and, eq } from "drizzle-orm";
import { audit, difference } from "@/lib/auth/audit";
import { inSchool } from "@/lib/auth/reach";
import { assertRevision } from "@/lib/db/revision";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { toXpSettings } from "./queries";
import { acts, defaultRules } from "./rules";
import type { Appearance, ChangeXpSettings, XpSettings } from "./schema";

/** Sets how the caller appears in rankings. */
export async function chooseAppearance(ctx: Context, appearance: Appearance): Promise<void> {
  const { user_id } = ctx.scope;
  await transaction(async (tx) => {
    await tx.update(users).set({ appearance, appearance_since: ctx.now }).where(eq(users.id, user_id));
    await audit(tx, ctx, {
      action: "user.choose_appearance",
      target: { type: "user", id: user_id },
      detail: { appearance },
    });
  });
}

/**
 * Changes what acts give in the caller's school, for what is awarded from then on, and whether it ranks. Throws `forbidden` for the installation's
 * admin, who has no school, and `conflict` for an older revision.
 */
export async function changeXpSettings(
  ctx: Context,
  { revision, ...given }: ChangeXpSettings,
): Promise<XpSettings> {
  const { school_id } = ctx.scope;
  if (school_id === null) throw new AppError("forbidden", "errors.general.role");
  return transaction(async (tx) => {
    const [school] = await tx
      .select()
      .from(schools)
      .where(and(eq(schools.id, school_id), inSchool(ctx.scope, { school_id: schools.id })))
      .for("update");
    if (!school) throw new AppError("not_found", "errors.school.unknown");
    const before = toXpSettings(school);
    assertRevision(before, revision, before);
    const rules = { ...before.rules, ...given.rules };
    const rankings = given.rankings ?? before.rankings;
    const { keys, ...detail } = difference(
      { ...before.rules, rankings: before.rankings },
      { ...rules, rankings },
    );
    if (keys.length === 0) return before;
    const own = acts.filter((act) => !isDeepStrictEqual(rules[act], defaultRules[act]));
    const [after] = await tx
      .update(schools)
      .set({
        xp_rules: Object.fromEntries(own.map((act) => [act, rules[act]])),
        rankings,
        revision: before.revision + 1,
      })
      .where(eq(schools.id, school_id))
      .returning();
    await audit(tx, ctx, {
      school_id,
      action: "school.update",
      target: { type: "school", id: school_id },
      detail,
    });
    return toXpSettings(after!);
  });
}

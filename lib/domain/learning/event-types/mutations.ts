import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { audit, difference } from "@/lib/auth/audit";
import { inSchool } from "@/lib/auth/reach";
import { assertRevision } from "@/lib/db/revision";
import { customEventTypes } from "@/lib/db/tables/learning";
import { transaction } from "@/lib/db/tx";
import { uniqueConflict } from "@/lib/db/unique";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { type ChangeEventType, type EventTypeRow, type NewEventType, toEventType, typesMax } from "./schema";

/** Defines a type of the caller's school. Throws `conflict` for a name that it has and past the most, `invalid` for the installation's admin, who has no school. */
export async function createEventType(ctx: Context, input: NewEventType): Promise<EventTypeRow> {
  const { school_id } = ctx.scope;
  if (school_id === null) throw new AppError("invalid", "errors.learning.type_of_school");
  try {
    return await transaction(async (tx) => {
      const of = eq(customEventTypes.school_id, school_id);
      if ((await tx.$count(customEventTypes, of)) >= typesMax)
        throw new AppError("conflict", "errors.learning.types_max", { values: { maximum: typesMax } });
      const values = { ...input, school_id, created_at: ctx.now };
      const [row] = await tx.insert(customEventTypes).values(values).returning();
      if (!row) throw new Error("an insert returned no row");
      await audit(tx, ctx, {
        school_id,
        action: "event_type.create",
        target: { type: "event_type", id: row.id },
        detail: { after: { ...input } },
      });
      return toEventType(row);
    });
  } catch (error) {
    throw uniqueConflict(error, {
      custom_event_types_name: { path: "name", reason: "errors.learning.type_exists" },
    });
  }
}

/** Edits a type, archives or restores it. Throws `not_found`, and `conflict` for an older revision. */
export const changeEventType = (
  ctx: Context,
  id: string,
  { archived, revision, ...given }: ChangeEventType,
): Promise<EventTypeRow> =>
  transaction(async (tx) => {
    const [before] = await tx
      .select()
      .from(customEventTypes)
      .where(and(eq(customEventTypes.id, id), inSchool(ctx.scope, customEventTypes)))
      .for("update");
    if (!before) throw new AppError("not_found", "errors.learning.type_unknown");
    assertRevision(before, revision, toEventType(before));
    const after = {
      ...before,
      title: given.title ?? before.title,
      properties: given.properties ?? before.properties,
      archived_at:
        archived === undefined ? before.archived_at : archived ? (before.archived_at ?? ctx.now) : null,
    };
    const { keys, ...detail } = difference(before, after);
    if (keys.length === 0) return toEventType(before);
    const [row] = await tx
      .update(customEventTypes)
      .set({
        title: after.title,
        properties: after.properties,
        archived_at: after.archived_at,
        revision: sql`${customEventTypes.revision} + 1`,
      })
      .where(eq(customEventTypes.id, id))
      .returning();
    const verb = keys.includes("archived_at") ? (after.archived_at ? "archive" : "restore") : "update";
    await audit(tx, ctx, {
      school_id: before.school_id,
      action: `event_type.${verb}`,
      target: { type: "event_type", id },
      detail,
    });
    return toEventType(row!);
  });

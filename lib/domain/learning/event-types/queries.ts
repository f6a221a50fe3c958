import "server-only";
import { and, eq, getTableColumns } from "drizzle-orm";
import type { z } from "zod";
import { inSchool } from "@/lib/auth/reach";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { customEventTypes } from "@/lib/db/tables/learning";
import { listPage } from "@/lib/http/list";
import { AppError } from "@/lib/platform/errors";
import { type EventTypeRow, type eventTypesQuery, toEventType } from "./schema";

/** A school's own types, by title; only for its admins. */
export async function eventTypeList(scope: Scope, query: z.infer<typeof eventTypesQuery>) {
  if (!isAdmin(scope)) throw new AppError("forbidden", "errors.general.admins_only");
  const rows = db()
    .select(getTableColumns(customEventTypes))
    .from(customEventTypes)
    .where(inSchool(scope, customEventTypes))
    .orderBy(byName(customEventTypes.title), customEventTypes.id)
    .$dynamic();
  const { items, total } = await listPage(rows, query);
  return { items: items.map(toEventType), total };
}

/** One of them. Throws `not_found`. */
export async function eventTypeById(scope: Scope, id: string): Promise<EventTypeRow> {
  const [row] = await db()
    .select()
    .from(customEventTypes)
    .where(and(eq(customEventTypes.id, id), inSchool(scope, customEventTypes)));
  if (!row) throw new AppError("not_found", "errors.learning.type_unknown");
  return toEventType(row);
}

import { z } from "zod";
import { instant, paging, uuid, whole } from "@/lib/http/contract";
import { workKinds, workStates, workUnits } from "@/lib/platform/work";

/** Work in the background, as its list shows it. */
export const work = z.object({
  id: uuid,
  school_id: uuid.nullable(),
  kind: z.enum(workKinds),
  title: z.string(),
  state: z.enum(workStates),
  done: whole,
  /** Null while it is not known. */
  total: whole.nullable(),
  unit: z.enum(workUnits).nullable(),
  /** Why it failed, or why it is tried again. */
  error: z.string().nullable(),
  /** Who began it; null for the system. */
  user_id: z.string().nullable(),
  created_by: z.string().nullable(),
  created_at: instant,
  /** When it may begin; null: at once. */
  begins_at: instant.nullable(),
  started_at: instant.nullable(),
  ended_at: instant.nullable(),
  cancel_requested_at: instant.nullable(),
});
export type Work = z.infer<typeof work>;

export const workQuery = z.object({
  ...paging(25),
  state: z.enum(workStates).optional(),
});
export type WorkQuery = z.infer<typeof workQuery>;
export const workAnswer = z.object({ items: z.array(work), total: whole });
export const workParams = z.object({ workId: uuid });

/** What an admin can begin by itself; other work begins with what makes it necessary. */
export const newWork = z.object({
  kind: z.literal("rebuild_rollups"),
  /** It begins at the next two o'clock in the night of the school's zone: a recount of many facts slows down what else the database does. */
  at_night: z.boolean().default(false),
});
export type NewWork = z.infer<typeof newWork>;
export const begunWork = z.object({ id: uuid });

import { z } from "zod";
import { instant, reference, storableText, uuid, whole } from "@/lib/http/contract";

/** So many days a file of somebody's data can be downloaded; then it is deleted. */
export const exportDays = 7;

export const exportStates = ["preparing", "ready", "failed", "expired"] as const;

/** A file of what is stored about a person, as its list shows it. */
export const dataExport = z.object({
  id: uuid,
  user_id: uuid,
  state: z.enum(exportStates),
  created_at: instant,
  /** Null until it is complete. */
  ready_at: instant.nullable(),
  expires_at: instant.nullable(),
  rows: whole.nullable(),
  bytes: whole.nullable(),
  /** How many of how many rows are done; null while it is not known. */
  done: whole,
  total: whole.nullable(),
  /** Where it is downloaded while it is ready. */
  url: z.string().nullable(),
});
export type DataExport = z.infer<typeof dataExport>;

export const dataExportsAnswer = z.object({ items: z.array(dataExport) });
export const exportsParams = z.object({ userId: reference });
export const exportParams = z.object({ userId: reference, exportId: uuid });

/** What confirms that a person is erased. */
export const eraseBody = z.object({
  /** Their name, as it is shown. */
  name: storableText(200),
  /** By our id or the school's: who gets the sessions that they teach. Needed where they teach any. */
  successor_id: reference.optional(),
});
export const begunErasure = z.object({ work_id: uuid });

import "server-only";
import { audit } from "@/lib/auth/audit";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { type CsvColumn, csvResponse } from "@/lib/platform/csv";

/** A CSV for somebody to take away: noted in the audit log before its first byte, then streamed. */
export async function csvDownload<Row>(download: {
  ctx: Context;
  /** The school whose data leaves, where that is not the caller's own. */
  school_id?: string;
  fileName: string;
  /** A noun and its verb: `video_viewers.export`. */
  action: `${string}.export`;
  target: { type: string; id: string | null };
  columns: readonly CsvColumn<Row>[];
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;
}): Promise<Response> {
  const { ctx, school_id, action, target, fileName } = download;
  await transaction((tx) =>
    audit(tx, ctx, {
      action,
      target,
      detail: { fileName },
      ...(school_id ? { school_id } : {}),
    }),
  );
  return csvResponse(fileName, download.columns, download.batches);
}

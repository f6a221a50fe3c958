import "server-only";
import { type Asked, audit } from "@/lib/auth/audit";
import type { Scope } from "@/lib/auth/scope";
import { transaction } from "@/lib/db/tx";
import { type CsvColumn, csvResponse } from "@/lib/platform/csv";

/** A CSV for somebody to take away: noted in the audit log before its first byte, then streamed. */
export async function csvDownload<Row>(download: {
  scope: Scope;
  /** The school whose data leaves, where that is not the caller's own. */
  schoolId?: string;
  asked: Asked;
  fileName: string;
  /** A noun and its verb: `video_viewers.export`. */
  action: `${string}.export`;
  target: { type: string; id: string | null };
  columns: readonly CsvColumn<Row>[];
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;
}): Promise<Response> {
  const { scope, schoolId, asked, action, target, fileName } = download;
  await transaction((tx) =>
    audit(tx, {
      scope,
      action,
      target,
      detail: { fileName },
      asked,
      ...(schoolId ? { schoolId } : {}),
    }),
  );
  return csvResponse(fileName, download.columns, download.batches);
}

import type { ShownExport } from "@/components/people/data-exports";
import type { DataExport } from "@/lib/domain/privacy/schema";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";

/** Files of somebody's data with their times as the reader sees them. */
export function shownExports(
  exports: readonly DataExport[],
  timeZone: string,
  { code }: Language,
): ShownExport[] {
  const { absolute } = dateFormat(code);
  return exports.map(({ id, state, rows, bytes, done, total, url, created_at, expires_at }) => ({
    ...{ id, state, rows, bytes, done, total, url },
    begun: { text: absolute(created_at, timeZone), full: absolute(created_at, timeZone) },
    until: expires_at && absolute(expires_at, timeZone),
  }));
}

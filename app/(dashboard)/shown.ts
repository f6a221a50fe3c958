import "server-only";
import type { Shown } from "@/components/tables/cells";
import { type RosterImportRow, undoDays } from "@/lib/domain/people/imports/schema";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";

/** How a page shows the instants of its rows, by the school's clock. */
export function shownIn(now: Date, timeZone: string, { code }: Language): (instant: Date | string) => Shown {
  const { relative, absolute } = dateFormat(code);
  return (instant) => ({
    text: relative(instant, now, timeZone),
    full: absolute(instant, timeZone),
  });
}

/** An imported file as its list shows it, and whether it can be undone. */
export const shownImport = (row: RosterImportRow, shown: ReturnType<typeof shownIn>, now: Date) => ({
  ...row,
  when: shown(row.created_at),
  undone: row.undone_at ? shown(row.undone_at) : null,
  undoable:
    row.undone_at === null &&
    row.imported_at !== null &&
    now.getTime() - Date.parse(row.imported_at) < undoDays * 86_400_000,
});

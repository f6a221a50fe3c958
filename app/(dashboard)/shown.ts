import "server-only";
import type { Shown } from "@/components/tables/cells";
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

import "server-only";
import type { Shown } from "@/components/tables/cells";
import { absolute, relative } from "@/lib/platform/format-dates";

/** How a page shows the instants of its rows, by the school's clock. */
export const shownIn =
  (now: Date, timeZone: string) =>
  (instant: Date | string): Shown => ({
    text: relative(instant, now, timeZone),
    full: absolute(instant, timeZone),
  });

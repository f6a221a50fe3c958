import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { type Day, plusDays } from "@/lib/platform/time";

const spans = [7, 28, 90] as const;

/** The choices of the menu of days: made on the server, so that the browser loads no date library. */
export type RangeChoices = {
  /** The chosen period as text; "All time" without one. */
  label: string;
  from: Day | null;
  to: Day | null;
  today: Day;
  spans: { label: string; from: Day; chosen: boolean }[];
};

/** The choices, with the chosen days (both included); `today` is the school's. */
export function rangeChoices(
  chosen: { from?: Day | undefined; to?: Day | undefined },
  today: Day,
  language: Language,
): RangeChoices {
  const { from = null, to = null } = chosen;
  const offered = spans.map((days) => {
    const first = plusDays(today, 1 - days);
    return {
      label: language.t("tables.range.last_days", { days }),
      from: first,
      chosen: from === first && (to ?? today) === today,
    };
  });
  return { label: labelOf(from, to, offered, today, language), from, to, today, spans: offered };
}

function labelOf(
  from: Day | null,
  to: Day | null,
  offered: RangeChoices["spans"],
  today: Day,
  { code, t }: Language,
): string {
  const { dayRange, longDay } = dateFormat(code);
  const span = offered.find(({ chosen }) => chosen);
  if (span) return span.label;
  if (from) return dayRange(from, to ?? (from > today ? from : today));
  return to ? t("tables.range.until", { day: longDay(to) }) : t("tables.range.all_time");
}

import { clockText } from "@/components/charts/axis";
import { SimpleTable } from "@/components/tables/simple-table";
import { useLanguage } from "@/components/ui/use-language";
import type { LiveState } from "@/lib/domain/sessions/live/schema";
import { minuteRows } from "@/lib/domain/sessions/minutes";

/** The timeline's numbers as rows, one per minute, in the school's time zone. */
export default function MinuteTable({
  state: { numbers, timeline },
  clockStart,
}: {
  state: Pick<LiveState, "numbers" | "timeline">;
  clockStart: number;
}) {
  const { t, count } = useLanguage();
  return (
    <SimpleTable
      label={t("session.timeline.minute_table")}
      region={t("session.timeline.minute_region")}
      rows={minuteRows(numbers, timeline)}
      rowKey={({ minute }) => minute}
      height="low"
      columns={[
        { label: t("ui.time"), cell: ({ minute }) => clockText(clockStart, minute * 60) },
        { label: t("session.timeline.column_present"), align: "end", cell: ({ viewers }) => count(viewers) },
        { label: t("ui.messages"), align: "end", cell: ({ messages }) => count(messages) },
        { label: t("ui.questions"), align: "end", cell: ({ questions }) => count(questions) },
        {
          label: t("session.timeline.column_reactions"),
          align: "end",
          cell: ({ reactions }) => count(reactions),
        },
      ]}
    />
  );
}

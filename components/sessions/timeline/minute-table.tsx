import { clockText } from "@/components/charts/axis";
import { SimpleTable } from "@/components/tables/simple-table";
import { minuteRows } from "@/lib/domain/sessions/export";
import type { LiveState } from "@/lib/domain/sessions/live/schema";
import { count } from "@/lib/platform/format";

/** The timeline's numbers as rows, one per minute, in the school's time zone. */
export default function MinuteTable({
  state: { numbers, timeline },
  clockStart,
}: {
  state: Pick<LiveState, "numbers" | "timeline">;
  clockStart: number;
}) {
  return (
    <SimpleTable
      label="People present and what they did in each minute"
      region="The session minute by minute"
      rows={minuteRows(numbers, timeline)}
      rowKey={({ minute }) => minute}
      height="low"
      columns={[
        { label: "Time", cell: ({ minute }) => clockText(clockStart, minute * 60) },
        { label: "Present", align: "end", cell: ({ viewers }) => count(viewers) },
        { label: "Messages", align: "end", cell: ({ messages }) => count(messages) },
        { label: "Questions", align: "end", cell: ({ questions }) => count(questions) },
        { label: "Reactions", align: "end", cell: ({ reactions }) => count(reactions) },
      ]}
    />
  );
}

import { SimpleTable } from "@/components/tables/simple-table";
import { count, mediaTime, percent } from "@/lib/platform/format";
import type { SegmentRow } from "./segment-rows";

/** The chart's numbers as rows. */
export function SegmentTable({ rows }: { rows: readonly SegmentRow[] }) {
  const withPeople = rows.some(({ people }) => people !== null);
  const number = (label: string, cell: (row: SegmentRow) => string) => ({
    label,
    align: "end" as const,
    cell,
  });
  return (
    <SimpleTable
      label="First plays and replays in each ten seconds of the video"
      region="Retention as a table"
      rows={rows}
      rowKey={({ from }) => from}
      height="low"
      columns={[
        { label: "From, to", cell: ({ from, to }) => `${mediaTime(from)} to ${mediaTime(to)}` },
        number("First plays", ({ first }) => percent(first)),
        number("Replays", ({ replays }) => percent(replays)),
        ...(withPeople
          ? [
              number("People", ({ people }) => count(people)),
              number("Stopped here", ({ stopped }) => count(stopped)),
            ]
          : []),
      ]}
    />
  );
}

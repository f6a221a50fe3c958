import { ChartFrame } from "@/components/charts/chart-frame";
import { HistoryLine, type HistoryPoint } from "@/components/charts/history-line";
import { middleHalf } from "@/lib/measure/quantiles";
import { decimal, percent } from "@/lib/platform/format";

/** The attendance rate session by session, the middle half behind it. */
export function AttendanceHistory({
  points,
  title,
  lastText,
  csvHref,
  note,
}: {
  points: (HistoryPoint & { name: string; came: string })[];
  title: string;
  lastText: string;
  csvHref: string;
  note?: string;
}) {
  const band = middleHalf(points.flatMap(({ value }) => value ?? []));
  return (
    <ChartFrame
      title={title}
      sub={`Attendance rate of each session, % of those registered, in time order.${band ? ` Grey: the middle half, ${decimal(band.low, 0)} to ${percent(band.high, 0)}.` : ""}`}
      table={<HistoryTable points={points} />}
      csvHref={csvHref}
      fileName="Attendance rate"
      {...(note ? { note } : {})}
    >
      <div className="desk:mr-10">
        <HistoryLine
          points={points}
          band={band}
          label={`Attendance rate of ${points.length} sessions, in the table below and in the list of sessions`}
          valueText={(value) => percent(value, 0)}
          lastText={lastText}
        />
      </div>
    </ChartFrame>
  );
}

function HistoryTable({
  points,
}: {
  points: { key: string; name: string; day: string; came: string; value: number | null }[];
}) {
  return (
    <table className="mt-3 border-collapse text-small tabular-nums">
      <thead>
        <tr>
          {["Session", "Day", "Came", "Rate"].map((label) => (
            <th
              key={label}
              scope="col"
              className="border-b border-line-strong py-1 pr-6 text-left font-medium"
            >
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.key}>
            <th scope="row" className="border-b border-line py-1 pr-6 text-left font-normal">
              {point.name}
            </th>
            <td className="border-b border-line py-1 pr-6">{point.day}</td>
            <td className="border-b border-line py-1 pr-6">{point.came}</td>
            <td className="border-b border-line py-1 pr-6">{percent(point.value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import { count, mediaTime, percent } from "@/lib/platform/format";
import type { SegmentRow } from "./segment-rows";

const head =
  "sticky top-0 border-b border-line-strong bg-bg px-2 py-2 text-right text-axis font-medium text-ink-2 last:pr-0";
const cell = "border-b border-line px-2 py-1 text-right last:pr-0";

/** The chart's numbers as rows. */
export function SegmentTable({ rows }: { rows: readonly SegmentRow[] }) {
  const withPeople = rows.some(({ people }) => people !== null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label="Retention as a table" tabIndex={0} className="mt-2 max-h-80 overflow-auto">
      <table className="w-full border-collapse text-small">
        <caption className="sr-only">First plays and replays in each ten seconds of the video</caption>
        <thead>
          <tr>
            <th scope="col" className={`${head} pl-0 text-left`}>
              From, to
            </th>
            <th scope="col" className={head}>
              First plays
            </th>
            <th scope="col" className={head}>
              Replays
            </th>
            {withPeople ? (
              <>
                <th scope="col" className={head}>
                  People
                </th>
                <th scope="col" className={head}>
                  Stopped here
                </th>
              </>
            ) : null}
          </tr>
        </thead>
        <tbody className="tabular-nums">
          {rows.map((row) => (
            <tr key={row.from}>
              <th scope="row" className={`${cell} pl-0 text-left font-normal`}>
                {mediaTime(row.from)} to {mediaTime(row.to)}
              </th>
              <td className={cell}>{percent(row.first)}</td>
              <td className={cell}>{percent(row.replays)}</td>
              {withPeople ? (
                <>
                  <td className={cell}>{count(row.people)}</td>
                  <td className={cell}>{count(row.stopped)}</td>
                </>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

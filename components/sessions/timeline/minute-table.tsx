import { clockText } from "@/components/charts/axis";
import { minuteRows } from "@/lib/domain/sessions/minute-rows";
import type { LiveState } from "@/lib/domain/sessions/schema";
import { count } from "@/lib/platform/format";

const head =
  "sticky top-0 border-b border-line-strong bg-bg px-2 py-2 text-right text-axis font-medium text-ink-2 last:pr-0";
const cell = "border-b border-line px-2 py-1 text-right last:pr-0";

/** The timeline's numbers as rows, one a minute by the school's clock. */
export default function MinuteTable({
  state: { numbers, timeline },
  clockStart,
}: {
  state: Pick<LiveState, "numbers" | "timeline">;
  clockStart: number;
}) {
  const rows = minuteRows(numbers, timeline);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label="The session minute by minute" tabIndex={0} className="mt-2 max-h-80 overflow-auto">
      <table className="w-full border-collapse text-small">
        <caption className="sr-only">People present and what they did in each minute</caption>
        <thead>
          <tr>
            <th scope="col" className={`${head} pl-0 text-left!`}>
              Time
            </th>
            {["Present", "Messages", "Questions", "Reactions"].map((label) => (
              <th key={label} scope="col" className={head}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="tabular-nums">
          {rows.map((row) => (
            <tr key={row.minute}>
              <th scope="row" className={`${cell} pl-0 text-left! font-normal`}>
                {clockText(clockStart, row.minute * 60)}
              </th>
              <td className={cell}>{count(row.viewers)}</td>
              <td className={cell}>{count(row.messages)}</td>
              <td className={cell}>{count(row.questions)}</td>
              <td className={cell}>{count(row.reactions)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

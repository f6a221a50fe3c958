/** One row of a bar list; the share is 0–100 and already rounded to what is shown. */
export type Bar = { key: string; label: string; value: number; valueText: string; shareText: string };

/** Named amounts as bars beside their numbers, the longest as long as the column. A table, so that it reads as one. */
export function Bars({ caption, rows }: { caption: string; rows: readonly Bar[] }) {
  const highest = Math.max(0, ...rows.map(({ value }) => value));
  return (
    <table className="w-full border-collapse text-[13px]/[20px]">
      <caption className="sr-only">{caption}</caption>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th
              scope="row"
              className="h-[26px] w-[116px] max-w-[116px] truncate py-[3px] pr-2 text-left font-normal"
              title={row.label}
            >
              {row.label}
            </th>
            <td className="px-2 py-[3px]">
              <div
                className="h-3 rounded-[1px]"
                style={{
                  width: `${highest > 0 ? (row.value / highest) * 100 : 0}%`,
                  background: "var(--seen-2)",
                }}
              />
            </td>
            <td className="w-10 px-2 py-[3px] text-right tabular-nums">{row.valueText}</td>
            <td className="w-[60px] py-[3px] pl-2 text-right whitespace-nowrap tabular-nums text-ink-2">
              {row.shareText}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

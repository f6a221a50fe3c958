import type { ComparedSession } from "@/lib/domain/sessions/compared";
import { count, percent } from "@/lib/platform/format";

/** The panels as rows: every drop-off of every session. */
export function DropTable({
  sessions,
  letters,
  clock,
}: {
  sessions: ComparedSession[];
  letters: string;
  /** "19:00 to 19:04" for each drop-off of each session. */
  clock: string[][];
}) {
  return (
    <table className="mt-3 border-collapse text-small tabular-nums">
      <thead>
        <tr>
          {["Session", "From and to", "Left", "Of those there", "There at the end"].map((label) => (
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
        {sessions.flatMap((session, index) => {
          const end = percent(session.retention.at(-1) ?? null, 0);
          const rows = session.drop_offs.length > 0 ? session.drop_offs : [null];
          return rows.map((drop, at) => (
            <tr key={`${session.session_id} ${drop?.from ?? "none"}`}>
              <th scope="row" className="border-b border-line py-1 pr-6 text-left font-normal">
                {letters[index]} {session.title}
              </th>
              <td className="border-b border-line py-1 pr-6">{drop ? clock[index]?.[at] : "no drop-off"}</td>
              <td className="border-b border-line py-1 pr-6">{drop ? count(drop.lost) : ""}</td>
              <td className="border-b border-line py-1 pr-6">{drop ? percent(drop.lost_percent) : ""}</td>
              <td className="border-b border-line py-1 pr-6">{end}</td>
            </tr>
          ));
        })}
      </tbody>
    </table>
  );
}

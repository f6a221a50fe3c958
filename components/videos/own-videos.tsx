import { mediaTime, percent } from "@/lib/platform/format";
import { Pager } from "../tables/pagination";
import { ViewerStrip } from "./viewer-strip";

/** One video of the reader's courses, with its words made on the server. */
export type OwnVideoRow = {
  id: string;
  title: string;
  /** Course and lesson. */
  place: string;
  href: string | null;
  seconds: number | null;
  watched: readonly (readonly [number, number])[];
  progress: number | null;
  completed: boolean;
  position: number | null;
  /** When it was watched last, as the page says it and in full; null: not begun. */
  last: { text: string; full: string } | null;
};

/** The videos of the reader's own courses: what they saw of each, and where they go on. */
export function OwnVideos({ rows, total, limit }: { rows: OwnVideoRow[]; total: number; limit: number }) {
  return (
    <>
      <ul className="mt-6 border-line border-t">
        {rows.map((row) => (
          <li
            key={row.id}
            className="grid grid-cols-[minmax(0,1fr)_320px_72px_232px] items-center gap-x-6 border-line border-b py-2 text-small max-desk:grid-cols-[minmax(0,1fr)_auto] max-desk:gap-y-1"
          >
            <div className="min-w-0">
              {row.href ? (
                <a href={row.href} className="font-medium">
                  {row.title}
                </a>
              ) : (
                <span className="font-medium">{row.title}</span>
              )}
              <small className="block text-axis text-ink-3">{row.place}</small>
            </div>
            <div className="max-desk:order-3 max-desk:col-span-2">
              {row.seconds === null ? null : (
                <ViewerStrip
                  strip={row.watched.map(([from, to]) => [from, to, 1] as const)}
                  durationSeconds={row.seconds}
                  tick={null}
                />
              )}
            </div>
            <span className="text-right tabular-nums">{row.last ? percent(row.progress) : "—"}</span>
            <span className="text-ink-2 max-desk:order-4 max-desk:col-span-2">
              <Where row={row} />
            </span>
          </li>
        ))}
      </ul>
      <Pager limit={limit} total={total} noun="videos" />
    </>
  );
}

/** Where they stand: done, where they go on, or not begun. */
function Where({ row }: { row: OwnVideoRow }) {
  if (!row.last) return "not begun";
  const when = <time title={row.last.full}>{row.last.text}</time>;
  if (row.completed) return <>completed, {when}</>;
  return (
    <>
      {row.position === null ? "begun" : `stopped at ${mediaTime(row.position)}`}, {when}
    </>
  );
}

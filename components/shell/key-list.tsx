"use client";

import type { Role } from "@/lib/auth/scope";
import Dialog from "../ui/dialog";
import { Key } from "../ui/tag";
import { placesFor } from "./navigation";

type Row = [keys: string[], what: string];

const everywhere: Row[] = [
  [["Ctrl K", "⌘ K"], "Find a session, video, course or person"],
  [["?"], "Show this list"],
  [["Esc"], "Close a menu or dialog"],
];
const charts: Row[] = [
  [["←", "→"], "Previous or next point"],
  [["Home", "End"], "First or last point"],
];

function Rows({ title, rows }: { title: string; rows: Row[] }) {
  return (
    <section className="mt-5 first-of-type:mt-3">
      <h3 className="text-axis font-medium text-ink-3">{title}</h3>
      <dl>
        {rows.map(([keys, what]) => (
          <div key={what} className="flex min-h-9 items-center justify-between gap-4 border-b border-line">
            <dt className="text-small text-ink">{what}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <Key key={key}>{key}</Key>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The keyboard shortcuts. Loaded when the list is first opened. */
export default function KeyList({ role, onClose }: { role: Role; onClose: () => void }) {
  return (
    <Dialog onClose={onClose} title="Keyboard shortcuts">
      <Rows title="Everywhere" rows={everywhere} />
      <Rows
        title="Go to"
        rows={placesFor(role)
          .flat()
          .map((place) => [["G", place.key.toUpperCase()], place.label])}
      />
      <Rows title="In a chart" rows={charts} />
    </Dialog>
  );
}

import type { ReactNode } from "react";

const places = {
  among_parts: "border-t border-line pt-4",
  page: "mt-6 border-t border-line pt-4",
  section: "",
};

/** A part without content: what will appear here, and how to create it (with a snippet or a button). */
export function Empty({
  title,
  children,
  snippet,
  actions,
  place = "among_parts",
}: {
  title: string;
  children: ReactNode;
  /** Code for a web page, shown as it is. */
  snippet?: string;
  actions?: ReactNode;
  /** Alone under the page's head; in a section, whose own line is above it. */
  place?: keyof typeof places;
}) {
  return (
    <div className={places[place]}>
      <p className="text-lead font-semibold">{title}</p>
      <div className="mt-1 mb-3 max-w-[680px] text-ink-2">{children}</div>
      {snippet ? (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
          tabIndex={0}
          className="mb-4 overflow-auto rounded-md bg-sunk p-3 font-mono text-axis leading-[18px] text-ink-2"
        >
          {snippet}
        </pre>
      ) : null}
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </div>
  );
}

import type { ReactNode } from "react";

/** Fields that belong together. */
export function Group({ title, note, children }: { title?: string; note?: string; children: ReactNode }) {
  return (
    <fieldset className="grid min-w-0 gap-4">
      {title ? (
        <legend className="mb-3 w-full border-t border-line pt-4 text-lead font-semibold text-ink">
          {title}
        </legend>
      ) : null}
      {note ? <p className="text-small text-ink-2">{note}</p> : null}
      {children}
    </fieldset>
  );
}

/** Fields beside each other; under each other on a phone. */
export function Row({ children }: { children: ReactNode }) {
  return (
    <div className="grid auto-cols-fr grid-flow-col items-start gap-4 max-desk:grid-flow-row">{children}</div>
  );
}

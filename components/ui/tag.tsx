import type { ReactNode } from "react";
import { classNames } from "./class-names";

const pips = {
  none: null,
  rest: "bg-line-input",
  live: "bg-accent shadow-[0_0_0_3px_var(--accent-wash)]",
  planned: "shadow-[inset_0_0_0_1.5px_var(--line-input)]",
  good: "bg-good",
  bad: "bg-bad",
} as const;

/** A state as text, optionally with a dot. */
export function Tag({ pip = "none", children }: { pip?: keyof typeof pips; children: ReactNode }) {
  return (
    <span
      className={classNames(
        "inline-flex items-center gap-1.5 text-small whitespace-nowrap",
        pip === "live" ? "font-medium text-ink" : "text-ink-2",
      )}
    >
      {pips[pip] ? <i className={classNames("size-2 flex-none rounded-full", pips[pip])} /> : null}
      {children}
    </span>
  );
}

/** A key on the keyboard. */
export function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded-[4px] border border-line bg-sunk px-[5px] font-sans text-[11px] leading-4 font-medium text-ink-3">
      {children}
    </kbd>
  );
}

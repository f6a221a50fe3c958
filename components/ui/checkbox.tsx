"use client";

import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";
import { Icon } from "./icon";

/**
 * A native checkbox with our own look; its click area is 24 px. `some` shows the dash of a partly selected set.
 * Give `children` for a label beside it, or `aria-label`.
 */
export function Checkbox({
  some = false,
  children,
  className,
  ...rest
}: Omit<ComponentProps<"input">, "type"> & { some?: boolean; children?: ReactNode }) {
  return (
    <label
      className={classNames(
        "group inline-flex min-h-6 items-center gap-2 text-small has-enabled:cursor-pointer",
        children ? null : "min-w-6",
        className,
      )}
    >
      <span className="relative inline-grid size-4 flex-none place-items-center">
        <input
          {...rest}
          type="checkbox"
          ref={(element) => {
            if (element) element.indeterminate = some;
          }}
          className="peer col-start-1 row-start-1 size-4 appearance-none rounded-box border border-line-input bg-bg group-hover:border-ink-2 checked:border-accent checked:bg-accent focus-visible:rounded-box disabled:border-line-strong disabled:bg-seen-0 checked:disabled:bg-line-strong group-hover:checked:border-accent"
        />
        <Icon
          name="check"
          className="pointer-events-none invisible col-start-1 row-start-1 text-on-accent peer-checked:visible"
        />
        {some ? (
          <span className="pointer-events-none col-start-1 row-start-1 h-0.5 w-2 bg-ink-2 peer-checked:hidden" />
        ) : null}
      </span>
      {children}
    </label>
  );
}

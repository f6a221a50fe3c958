"use client";

import { lazy, type ReactNode, Suspense, useRef, useState } from "react";

// Loaded when the pointer or the focus reaches the button; a click before that opens it as soon as it has loaded.
const load = () => import("./popover-content");
const PopoverContent = lazy(load);

/**
 * A layer that opens beside its button; on a phone a sheet from below. `button` is what stands on the button, `label` names
 * the layer for assistive technology.
 */
export function Popover({
  button,
  className,
  label,
  width = 328,
  align = "start",
  children,
}: {
  button: ReactNode;
  className: string;
  label: string;
  width?: number;
  align?: "start" | "end";
  children: ReactNode | ((close: () => void) => ReactNode);
}) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const close = () => setOpen(false);
  return (
    <>
      <button
        ref={anchor}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerEnter={load}
        onFocus={load}
        onClick={() => setOpen(!open)}
        className={className}
      >
        {button}
      </button>
      {open ? (
        <Suspense>
          <PopoverContent anchor={anchor} onClose={close} label={label} width={width} align={align}>
            {typeof children === "function" ? children(close) : children}
          </PopoverContent>
        </Suspense>
      ) : null}
    </>
  );
}

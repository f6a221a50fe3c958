"use client";

import {
  type ComponentProps,
  lazy,
  type ReactNode,
  type Ref,
  Suspense,
  useId,
  useRef,
  useState,
} from "react";

// Loaded when the pointer or the focus reaches the button; a click before that opens it as soon as it has loaded.
const load = () => import("./popover-content");
const PopoverContent = lazy(load);

type TriggerProps = Pick<
  ComponentProps<"button">,
  "id" | "onClick" | "onPointerEnter" | "onFocus" | "aria-expanded" | "aria-haspopup"
> & { ref: Ref<HTMLButtonElement> };

/**
 * A layer that opens beside its button; on a phone a sheet from below. `trigger` renders the button and must spread the
 * given props on it. `label` names the layer for assistive technology.
 */
export function Popover({
  trigger,
  label,
  width = 328,
  align = "start",
  children,
}: {
  trigger: (props: TriggerProps) => ReactNode;
  label: string;
  width?: number;
  align?: "start" | "end";
  children: ReactNode | ((close: () => void) => ReactNode);
}) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = () => setOpen(false);
  return (
    <>
      {trigger({
        ref: anchor,
        id,
        "aria-haspopup": "dialog",
        "aria-expanded": open,
        onPointerEnter: load,
        onFocus: load,
        onClick: () => setOpen(!open),
      })}
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

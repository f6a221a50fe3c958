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

// The floating layer is loaded when somebody reaches for it: no page pays for it at first.
const load = () => import("./popover-content");
const PopoverContent = lazy(load);

type TriggerProps = Pick<
  ComponentProps<"button">,
  "id" | "onClick" | "onPointerEnter" | "onFocus" | "aria-expanded" | "aria-haspopup"
> & { ref: Ref<HTMLButtonElement> };

/**
 * Something that opens beside its button; on a phone a sheet from below. `trigger` draws the button and must spread the
 * props it is given on it. `label` names the layer for assistive technology.
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
  align?: "start" | "center" | "end";
  children: ReactNode | ((close: () => void) => ReactNode);
}) {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
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
        onClick: () => {
          setWanted(true);
          setOpen(!open);
        },
      })}
      {wanted ? (
        <Suspense>
          <PopoverContent
            anchor={anchor}
            open={open}
            onOpenChange={setOpen}
            label={label}
            width={width}
            align={align}
          >
            {typeof children === "function" ? children(close) : children}
          </PopoverContent>
        </Suspense>
      ) : null}
    </>
  );
}

"use client";

import * as Radix from "radix-ui/popover";
import type { ReactNode, RefObject } from "react";
import Dialog from "./dialog";
import { Icon } from "./icon";
import { usePhone } from "./use-phone";

/** The layer of `Popover`; loaded on demand, so nothing else may import it. */
export default function PopoverContent({
  anchor,
  open,
  onOpenChange,
  label,
  width,
  align,
  children,
}: {
  anchor: RefObject<HTMLButtonElement | null>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  label: string;
  width: number;
  align: "start" | "center" | "end";
  children: ReactNode;
}) {
  const phone = usePhone();
  if (phone)
    return (
      <Dialog open={open} onOpenChange={onOpenChange} label={label} returnTo={anchor}>
        {children}
      </Dialog>
    );
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Anchor virtualRef={anchor as RefObject<HTMLButtonElement>} />
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={8}
          collisionPadding={16}
          style={{ width }}
          className="z-20 max-h-(--radix-popover-content-available-height) overflow-auto rounded-md bg-raised p-4 text-small text-ink-2 shadow-float focus-visible:shadow-float"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            anchor.current?.focus();
          }}
          onInteractOutside={(event) => {
            // The button itself closes it; closing here too would open it again.
            if (event.target instanceof Node && anchor.current?.contains(event.target))
              event.preventDefault();
          }}
        >
          {children}
          <Radix.Close
            aria-label="Close"
            className="absolute top-2 right-2 grid size-6 place-items-center text-ink-3 hover:text-ink"
          >
            <Icon name="close" />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

"use client";

import * as Radix from "radix-ui/popover";
import { type ReactNode, type RefObject, useSyncExternalStore } from "react";
import Dialog from "./dialog";
import { Icon } from "./icon";
import { useLanguage } from "./use-language";

/** The layer of `Popover`, which loads it; nothing else may import it. */
export default function PopoverContent({
  anchor,
  onClose,
  label,
  width,
  align,
  children,
}: {
  anchor: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
  label: string;
  width: number;
  align: "start" | "end";
  children: ReactNode;
}) {
  const { t } = useLanguage();
  const phone = usePhone();
  if (phone)
    return (
      <Dialog onClose={onClose} label={label} returnTo={anchor}>
        {children}
      </Dialog>
    );
  return (
    <Radix.Root open onOpenChange={onClose}>
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
            // The button already closes it; closing here too would open it again.
            if (event.target instanceof Node && anchor.current?.contains(event.target))
              event.preventDefault();
          }}
        >
          {children}
          <Radix.Close
            aria-label={t("ui.close")}
            className="absolute top-2 right-2 grid size-6 place-items-center text-ink-3 hover:text-ink"
          >
            <Icon name="close" />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

// The same break as `--breakpoint-desk` in globals.css.
const phoneQuery = "(max-width: 760px)";

function subscribe(changed: () => void): () => void {
  const list = window.matchMedia(phoneQuery);
  list.addEventListener("change", changed);
  return () => list.removeEventListener("change", changed);
}

/** Whether the window is as narrow as a phone; false on the server, so use it only for what opens after a click. */
function usePhone(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(phoneQuery).matches,
    () => false,
  );
}

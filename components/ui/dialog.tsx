"use client";

import * as Radix from "radix-ui/dialog";
import type { ReactNode, RefObject } from "react";
import { classNames } from "./class-names";
import { Icon } from "./icon";
import { useLanguage } from "./use-language";

/**
 * A dialog in the middle of the window; on a phone a sheet from below. Give a visible `title`, or a `label` where the
 * content has its own heading. Open while it is rendered; focus then returns to `returnTo` (or to what had it). Load it
 * lazily.
 */
export default function Dialog({
  onClose,
  title,
  label,
  description,
  width = 480,
  place = "middle",
  returnTo,
  children,
}: {
  onClose: () => void;
  title?: string;
  label?: string;
  description?: string;
  width?: number;
  /** `top`: fixed upper edge, so that the content may grow and shrink below it. */
  place?: "middle" | "top";
  returnTo?: RefObject<HTMLElement | null>;
  children: ReactNode;
}) {
  const { t } = useLanguage();
  return (
    <Radix.Root open onOpenChange={onClose}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 bg-[oklch(0.2_0.01_230/.28)] print:hidden" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          style={{ width }}
          className={classNames(
            "fixed z-30 overflow-auto bg-raised text-body text-ink-2 shadow-float focus-visible:shadow-float",
            "max-desk:inset-x-0 max-desk:bottom-0 max-desk:max-h-[88dvh] max-desk:w-full! max-desk:rounded-t-[12px] max-desk:px-4 max-desk:pt-2 max-desk:pb-[max(12px,env(safe-area-inset-bottom))]",
            "desk:left-1/2 desk:max-h-[80dvh] desk:max-w-[calc(100vw-32px)] desk:-translate-x-1/2 desk:rounded-md desk:p-5",
            place === "top" ? "desk:top-[12dvh]" : "desk:top-1/2 desk:-translate-y-1/2",
          )}
          onOpenAutoFocus={(event) => {
            // If only the close button can have the focus, the text gets it instead.
            const content = event.currentTarget;
            if (
              content instanceof HTMLElement &&
              !content.querySelector("a[href], input, select, textarea, button:not([data-close])")
            ) {
              event.preventDefault();
              content.focus();
            }
          }}
          onCloseAutoFocus={(event) => {
            if (!returnTo?.current) return;
            event.preventDefault();
            returnTo.current.focus();
          }}
        >
          <span
            className="mx-auto mb-3 block h-1 w-9 rounded-sm bg-line-strong desk:hidden"
            aria-hidden="true"
          />
          <Radix.Title className={title ? "pr-8 text-h2 text-ink" : "sr-only"}>{title ?? label}</Radix.Title>
          {description ? <Radix.Description className="mt-1">{description}</Radix.Description> : null}
          {children}
          <Radix.Close
            aria-label={t("ui.close")}
            data-close=""
            className="absolute top-3 right-3 grid size-8 place-items-center text-ink-3 hover:text-ink desk:size-6"
          >
            <Icon name="close" />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

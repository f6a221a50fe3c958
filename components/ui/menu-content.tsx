"use client";

import * as Radix from "radix-ui/dropdown-menu";
import type { RefObject } from "react";
import { Icon } from "./icon";
import type { MenuEntry } from "./menu";

const row =
  "relative flex min-h-8 items-center rounded-[4px] pr-8 pl-2.5 text-small text-ink no-underline outline-0 data-disabled:text-ink-3 data-highlighted:bg-hover data-highlighted:text-ink data-highlighted:no-underline focus-visible:shadow-none max-desk:min-h-11";

function Mark() {
  return (
    <Radix.ItemIndicator className="absolute right-2.5">
      <Icon name="check" />
    </Radix.ItemIndicator>
  );
}

function Entry({ entry }: { entry: MenuEntry }) {
  switch (entry.type) {
    case "line":
      return <Radix.Separator className="my-1 border-t border-line" />;
    case "heading":
      return (
        <Radix.Label className="px-2.5 pt-2 pb-1 text-axis font-medium text-ink-3">{entry.label}</Radix.Label>
      );
    case "action":
      return (
        <Radix.Item className={row} onSelect={entry.onSelect}>
          {entry.label}
        </Radix.Item>
      );
    case "radio":
      return (
        <Radix.RadioItem className={row} value={entry.label} onSelect={entry.onSelect}>
          {entry.label}
          <Mark />
        </Radix.RadioItem>
      );
    case "check":
      return (
        <Radix.CheckboxItem
          className={row}
          checked={entry.checked}
          disabled={entry.disabled}
          onSelect={(event) => {
            event.preventDefault();
            entry.onSelect();
          }}
        >
          {entry.label}
          <Mark />
        </Radix.CheckboxItem>
      );
  }
}

/** Entries in runs: radio items next to each other are one group, for arrow keys and screen readers. */
function groups(entries: MenuEntry[]): MenuEntry[][] {
  const runs: MenuEntry[][] = [];
  for (const entry of entries) {
    const last = runs.at(-1);
    if (entry.type === "radio" && last?.[0]?.type === "radio") last.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

/** The list of `Menu`, which loads it; nothing else may import it. */
export default function MenuContent({
  button,
  labelledBy,
  onClose,
  entries,
  align,
  side,
}: {
  button: RefObject<HTMLButtonElement | null>;
  labelledBy: string;
  onClose: () => void;
  entries: MenuEntry[];
  align: "start" | "end";
  side: "bottom" | "top";
}) {
  return (
    <Radix.Root open onOpenChange={onClose} modal={false}>
      {/* The real button is outside, so that it is the same element before and after this has loaded; this one only gives the place. */}
      <Radix.Trigger asChild>
        <span className="pointer-events-none absolute inset-0" aria-hidden="true" />
      </Radix.Trigger>
      {/* In the landmark of its button, since everything on a page must be in one; a dialog's menu goes to the body. */}
      <Radix.Portal container={button.current?.closest<HTMLElement>("main, aside") ?? null}>
        <Radix.Content
          aria-labelledby={labelledBy}
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={12}
          loop
          className="z-40 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-auto rounded-md bg-raised p-1 shadow-float focus-visible:shadow-float"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            button.current?.focus();
          }}
          onInteractOutside={(event) => {
            if (event.target instanceof Node && button.current?.contains(event.target))
              event.preventDefault();
          }}
        >
          {groups(entries).map((run, index) => {
            const content = run.map((entry, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name, and the order never changes while open
              <Entry key={at} entry={entry} />
            ));
            const chosen = run.find((entry) => entry.type === "radio" && entry.checked);
            const key = `${run[0]?.type}-${index}`;
            return run[0]?.type === "radio" ? (
              <Radix.RadioGroup key={key} value={chosen?.type === "radio" ? chosen.label : ""}>
                {content}
              </Radix.RadioGroup>
            ) : (
              <div key={key} role="none">
                {content}
              </div>
            );
          })}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

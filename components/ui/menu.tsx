"use client";

import { lazy, type ReactNode, Suspense, useId, useRef, useState } from "react";
import { type ButtonLook, buttonClass } from "./button";
import { classNames } from "./class-names";
import { Icon } from "./icon";

const load = () => import("./menu-content");
const MenuContent = lazy(load);

export type MenuEntry =
  | { type: "action"; label: string; onSelect: () => void }
  /** One of several; choosing closes the menu. */
  | { type: "radio"; label: string; checked: boolean; onSelect: () => void }
  /** On or off; the menu stays open for more. */
  | { type: "check"; label: string; checked: boolean; disabled?: boolean; onSelect: () => void }
  | { type: "heading"; label: string }
  | { type: "line" };

/** Entries of which one is chosen. */
export const choiceOf = <Value,>(
  options: readonly { value: Value; label: string }[],
  chosen: Value,
  choose: (value: Value) => void,
): MenuEntry[] =>
  options.map(({ value, label }) => ({
    type: "radio",
    label,
    checked: value === chosen,
    onSelect: () => choose(value),
  }));

/**
 * A button that opens a list of choices: `label` names it, `value` shows what is chosen ("2 of 5"). The list is loaded when
 * the pointer or the focus reaches the button; a click before that opens it as soon as it has loaded.
 */
export function Menu({
  label,
  name,
  value,
  entries,
  look = "plain",
  align = "start",
  side = "bottom",
  className,
  trigger,
}: {
  label: string;
  /** Says more than the label to who does not see what is beside it; it contains the label. */
  name?: string;
  value?: string;
  entries: MenuEntry[];
  look?: ButtonLook;
  align?: "start" | "end";
  side?: "bottom" | "top";
  className?: string;
  /** Replaces label, value and chevron; the button then has no classes but `className`. */
  trigger?: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const toggle = () => setOpen(!open);
  return (
    <span className={classNames("relative", trigger ? "block" : "inline-flex")}>
      <button
        ref={button}
        id={id}
        type="button"
        aria-label={name}
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerEnter={load}
        onFocus={load}
        onClick={toggle}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          toggle();
        }}
        className={trigger ? className : buttonClass(look, className)}
      >
        {trigger ?? (
          <>
            {label}
            {value ? (
              <span className={classNames("font-normal", look === "active" ? "text-accent" : "text-ink-3")}>
                {value}
              </span>
            ) : null}
            <Icon name="chevron" />
          </>
        )}
      </button>
      {open ? (
        <Suspense>
          <MenuContent
            button={button}
            labelledBy={id}
            onClose={() => setOpen(false)}
            entries={entries}
            align={align}
            side={side}
          />
        </Suspense>
      ) : null}
    </span>
  );
}

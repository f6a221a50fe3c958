import type { ComponentProps } from "react";
import { classNames } from "./class-names";

export type ButtonLook = "plain" | "primary" | "quiet" | "active" | "tool";

const box =
  "inline-flex h-8 max-desk:h-9 items-center justify-center gap-1.5 rounded-md border px-3 text-small font-medium whitespace-nowrap no-underline hover:no-underline disabled:cursor-default";
const looks: Record<ButtonLook, string> = {
  plain:
    "border-line-strong bg-bg text-ink hover:bg-hover hover:text-ink disabled:border-line disabled:bg-bg disabled:text-ink-3",
  primary:
    "border-accent bg-accent text-on-accent hover:border-accent-hover hover:bg-accent-hover hover:text-on-accent disabled:border-seen-0 disabled:bg-seen-0 disabled:text-ink-3",
  quiet:
    "border-transparent text-ink-2 hover:bg-hover hover:text-ink-2 disabled:bg-transparent disabled:text-ink-3",
  /** A filter that is set. */
  active: "border-accent bg-bg text-accent hover:bg-hover hover:text-accent",
  /** Small, at a section's head. */
  tool: "",
};
const tool =
  "inline-flex h-6 items-center gap-1 rounded-md px-2 text-axis leading-6 font-medium text-ink-2 no-underline hover:bg-hover hover:text-ink-2 hover:no-underline disabled:text-ink-3";

/** The classes of a button, for another element that looks like one. */
export function buttonClass(look: ButtonLook = "plain", className?: string): string {
  return look === "tool" ? classNames(tool, className) : classNames(box, looks[look], className);
}

export function Button({ look, className, ...rest }: ComponentProps<"button"> & { look?: ButtonLook }) {
  return <button type="button" {...rest} className={buttonClass(look, className)} />;
}

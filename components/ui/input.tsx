import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { Icon } from "./icon";
import { inputBox } from "./input-box";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...rest} className={classNames(inputBox, "w-full px-2.5", className)} />;
}

export function TextArea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea {...rest} className={classNames(inputBox, "h-auto w-full px-2.5 py-1.5", className)} />;
}

/** A native choice that looks like a button; for a form, or where a short list is chosen from. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={classNames("relative inline-flex items-center", className)}>
      <select {...rest} className={classNames(inputBox, "w-full appearance-none pr-7 pl-2.5 font-medium")}>
        {children}
      </select>
      <Icon name="chevron" className="pointer-events-none absolute right-2.5 flex-none" />
    </span>
  );
}

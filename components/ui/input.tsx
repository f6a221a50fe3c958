import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { Icon } from "./icon";

/** The look of every field. */
const inputBox =
  "h-8 max-desk:h-9 rounded-md border border-line-input bg-bg text-small text-ink hover:border-ink-2 focus-visible:border-accent disabled:border-line disabled:text-ink-3 aria-invalid:border-bad max-desk:text-[16px]";

/** The browser offers what was given elsewhere only where a field says that it is of that kind. */
export function Input({ className, ...rest }: ComponentProps<"input">) {
  const look = classNames(inputBox, "w-full px-2.5", rest.type === "file" && fileButton, className);
  return <input autoComplete="off" {...rest} className={look} />;
}

/** The browser's own button in a field for files, on the line of its text. */
const fileButton =
  "leading-[30px] max-desk:leading-[34px] file:mr-2.5 file:border-0 file:border-line file:bg-transparent file:font-medium file:text-ink";

export function TextArea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea {...rest} className={classNames(inputBox, "h-auto w-full px-2.5 py-1.5", className)} />;
}

/** A native select that looks like a button. */
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

/** A select's choices, each with its words; `none` is the empty one before them. */
export function Options({
  none,
  of,
}: {
  none?: string;
  of: readonly (readonly [value: string | number, words: string])[];
}) {
  return (
    <>
      {none ? <option value="">{none}</option> : null}
      {of.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </>
  );
}

/** A search field with its icon; `label` is its name and its placeholder. */
export function SearchInput({ label, className, ...rest }: ComponentProps<"input"> & { label: string }) {
  return (
    <span className={classNames("relative inline-flex items-center text-ink-3", className)}>
      <Icon name="find" className="pointer-events-none absolute left-2.5 flex-none" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        {...rest}
        className={classNames(inputBox, "w-full pr-2.5 pl-8 [&::-webkit-search-cancel-button]:hidden")}
      />
    </span>
  );
}

import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { Icon } from "./icon";
import { inputBox } from "./input-box";

/** A search field: a glass, then what is looked for. `label` names it for those who do not see the glass. */
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

import { classNames } from "../ui/class-names";
import { Icon } from "../ui/icon";

/** A head that sorts; where the head is a question already, only the arrow does. */
export function SortButton({
  way,
  align,
  label,
  onClick,
  children,
}: {
  way: false | "asc" | "desc";
  align: "start" | "end";
  label?: string;
  onClick: () => void;
  children?: string;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className={classNames(
        "group -my-1 inline-flex min-h-6 items-center gap-1 font-medium hover:text-ink",
        align === "end" && "flex-row-reverse",
        !children && "-mx-[7px] px-[7px]",
        // An arrow that is not shown takes no room.
        !way && (align === "end" ? "-ml-3.5" : "-mr-3.5"),
      )}
    >
      {children}
      <Icon
        name={way === "asc" ? "up" : "down"}
        className={classNames(
          "flex-none",
          !way && "opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60",
        )}
      />
    </button>
  );
}

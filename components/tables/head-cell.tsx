import { classNames } from "../ui/class-names";
import { Explain } from "../ui/explain";
import { Icon } from "../ui/icon";
import { useLanguage } from "../ui/use-language";
import type { HeadOf } from "./use-data-table";

/** A column's head: its label, with an explanation where the glossary has one, and an arrow that sorts. */
export function HeadCell<Row extends object>({ head, className }: { head: HeadOf<Row>; className: string }) {
  const { t } = useLanguage();
  const { column } = head;
  const { label, explanation, align = "start" } = column.columnDef.meta ?? { label: column.id };
  const way = column.getIsSorted();
  const sortable = column.getCanSort();
  return (
    <th
      scope="col"
      aria-sort={way ? (way === "desc" ? "descending" : "ascending") : undefined}
      className={classNames(className, align === "end" ? "text-right" : "text-left")}
    >
      <span
        className={classNames(
          "inline-flex items-center gap-1",
          // The arrow is left of a number's head, so that the head and its numbers align.
          align === "end" && "flex-row-reverse",
        )}
      >
        {explanation ? <Explain explanation={explanation}>{label}</Explain> : sortable ? null : label}
        {sortable ? (
          <button
            type="button"
            // Where the label explains itself already, only the arrow sorts.
            aria-label={explanation ? t("tables.sort_by", { label }) : undefined}
            onClick={() => column.toggleSorting()}
            className={classNames(
              "group -my-1 inline-flex min-h-6 items-center gap-1 font-medium hover:text-ink",
              align === "end" && "flex-row-reverse",
              explanation && "-mx-[7px] px-[7px]",
              // An arrow that is not shown takes no room.
              !way && (align === "end" ? "-ml-3.5" : "-mr-3.5"),
            )}
          >
            {explanation ? null : label}
            <Icon
              name={way === "asc" ? "up" : "down"}
              className={classNames(
                "flex-none",
                !way && "opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60",
              )}
            />
          </button>
        ) : null}
      </span>
    </th>
  );
}

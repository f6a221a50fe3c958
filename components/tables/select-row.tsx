"use client";

import type { KeyboardEvent } from "react";
import { Checkbox } from "../ui/checkbox";
import { useLanguage } from "../ui/use-language";
import type { RowOf } from "./use-data-table";

/** Tab from a ticked box goes to what can be done with the selection (selection-bar.tsx), past the rows between. */
function tabToSelection(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== "Tab" || event.shiftKey || !event.currentTarget.checked) return;
  const actions = document.querySelectorAll<HTMLElement>("[data-selection] :is(a, button)");
  const last = actions[actions.length - 1];
  if (!last) return;
  event.preventDefault();
  last.focus();
}

/** The box that selects a row of a data table. */
export function SelectRow<Row extends object>({
  row,
  rowName,
}: {
  row: RowOf<Row>;
  rowName?: ((row: Row) => string) | undefined;
}) {
  const { t } = useLanguage();
  return (
    <Checkbox
      className="relative z-1"
      aria-label={t("tables.select_row", { name: rowName?.(row.original) ?? row.id })}
      checked={row.getIsSelected()}
      onChange={(event) => row.toggleSelected(event.target.checked)}
      onKeyDown={tabToSelection}
    />
  );
}

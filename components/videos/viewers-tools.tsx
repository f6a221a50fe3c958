"use client";

import { SearchField, useFilter } from "@/components/tables/toolbar";
import { Menu } from "@/components/ui/menu";

/** The orders that the viewers' query knows, as they read on the button. */
const orders = [
  { value: "-watched", label: "Most watched first" },
  { value: "-recent", label: "Latest first" },
  { value: "-replays", label: "Most replayed first" },
  { value: "stopped", label: "Stopped earliest first" },
  { value: "name", label: "By name" },
] as const;

/** Search and order of the viewers, kept in the URL. */
export function ViewersTools() {
  const [order, setOrder] = useFilter("viewers", "sort");
  const chosen = orders.find(({ value }) => value === order) ?? orders[0];
  return (
    <div className="mr-2 flex flex-wrap items-center gap-2 max-desk:w-[calc(100vw-3rem)]">
      <SearchField name="viewers" label="Find a viewer" />
      <Menu
        label={chosen.label}
        align="end"
        entries={orders.map(({ value, label }) => ({
          type: "radio" as const,
          label,
          checked: value === chosen.value,
          onSelect: () => setOrder(value === orders[0].value ? null : value),
        }))}
      />
    </div>
  );
}

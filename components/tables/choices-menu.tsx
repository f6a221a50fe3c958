"use client";

import { Menu } from "../ui/menu";
import { useFilter, type Where } from "./table-state";

/** Several choices among a few, kept in the URL as a list: "Course 2 of 5". None is all. */
export function ChoicesMenu({
  name,
  filter,
  where = "server",
  label,
  any = "any",
  options,
}: {
  name?: string;
  /** The URL's key. */
  filter: string;
  where?: Where;
  label: string;
  any?: string;
  options: { value: string; label: string }[];
}) {
  const [text, choose] = useFilter(name, filter, where);
  const chosen = (text?.split(",") ?? []).filter((value) => options.some((option) => option.value === value));
  const only = chosen.length === 1 ? options.find(({ value }) => value === chosen[0])?.label : undefined;
  return (
    <Menu
      label={label}
      value={only ?? (chosen.length === 0 ? any : `${chosen.length} of ${options.length}`)}
      look={chosen.length ? "active" : "plain"}
      entries={options.map((option) => {
        const checked = chosen.includes(option.value);
        return {
          type: "check" as const,
          label: option.label,
          checked,
          onSelect: () =>
            choose(
              (checked ? chosen.filter((value) => value !== option.value) : [...chosen, option.value]).join(
                ",",
              ) || null,
            ),
        };
      })}
    />
  );
}

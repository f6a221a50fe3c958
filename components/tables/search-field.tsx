"use client";

import { SearchInput } from "../ui/input";
import { useSearch, type Where } from "./table-state";

/** A search kept in the URL. */
export function SearchField({
  name,
  where = "server",
  label,
}: {
  name?: string;
  where?: Where;
  label: string;
}) {
  const [text, search] = useSearch(name, where);
  return (
    <SearchInput
      label={label}
      className="w-58 max-desk:w-full"
      value={text}
      onChange={(event) => search(event.target.value)}
    />
  );
}

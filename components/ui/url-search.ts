/** New values by key; null takes the key out. */
export type UrlChanges = Record<string, string | null>;

/** A URL's search (`?a=1`, or nothing) with some keys changed; the others stay as and where they are. */
export function searchWith(search: string, changes: UrlChanges): string {
  const values = new URLSearchParams(search);
  for (const [key, value] of Object.entries(changes))
    if (value === null) values.delete(key);
    else values.set(key, value);
  // A comma needs no escape in a search, and a list reads better without.
  const text = values.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}

import type { z } from "zod";

/* A list's state in its page's URL and in its routes' query. Pure: tables in the browser write the same URL. */

/** A page's search parameters, as Next hands them over. */
export type Search = Record<string, string | string[] | undefined>;

export type Sort = { id: string; desc: boolean };

/** A sort as it is written in a page's URL: `views`, or `-views` from the largest down. */
export function parseSort(text: string): Sort | null {
  const id = text.replace(/^-/, "");
  return id ? { id, desc: text.startsWith("-") } : null;
}

export function formatSort(sort: Sort): string {
  return (sort.desc ? "-" : "") + sort.id;
}

/** A key of one of several tables on a page begins with the table's name: `viewers.sort`. */
export const urlKey = (name: string | undefined, key: string): string => (name ? `${name}.${key}` : key);

/** In a page's URL: the page as it is printed, with all the rows of its tables. */
export const printKey = "print";
/** A table prints no more rows than these; a longer one says how many there are. */
const printedRows = 2000;

/** Whether a page's URL asks for the page as it is printed. */
const isPrinted = (search: Search): boolean => search[printKey] !== undefined;

/**
 * A list's query from its page's URL, parsed with the list's schema: the keys are the URL's, and `sort` includes the direction.
 * Invalid values of a broken link are ignored. The page sets `limit`, never the URL; on paper there are no pages.
 */
export function queryFromUrl<S extends z.ZodObject>(
  schema: S,
  search: Search,
  { name, limit }: { name?: string; limit?: number } = {},
): z.output<S> {
  const query = queryOnScreen(schema, search, { name, limit });
  return isPrinted(search) && limit !== undefined ? { ...query, limit: printedRows, offset: 0 } : query;
}

function queryOnScreen<S extends z.ZodObject>(
  schema: S,
  search: Search,
  { name, limit }: { name: string | undefined; limit: number | undefined },
): z.output<S> {
  const read = (key: string) => search[urlKey(name, key)] || undefined;
  const sortText = read("sort");
  const sort = typeof sortText === "string" ? parseSort(sortText) : null;
  const given: Record<string, unknown> = Object.fromEntries(
    Object.keys(schema.shape).map((key) => [key, read(key)]),
  );
  given.sort = sort?.id;
  given.order = sort ? (sort.desc ? "desc" : "asc") : undefined;
  given.limit = limit;
  for (const [key, field] of Object.entries(schema.shape as Record<string, z.ZodType>))
    if (!field.safeParse(given[key]).success) {
      delete given[key];
      if (key === "sort") delete given.order;
    }
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  // Each is valid, but not together: a range that ends before it begins.
  for (const { path } of parsed.error.issues) if (path[0] === "to") delete given.from;
  for (const { path } of parsed.error.issues) delete given[String(path[0])];
  return schema.parse(given);
}

/** The query string of a list's state without its page, so that an export has the same rows. */
export function routeSearch(query: Record<string, unknown>): string {
  const { limit: _, offset: __, ...rest } = query;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return text ? `?${text}` : "";
}

/** Whether a list is filtered or searched. */
export function isFiltered(query: Record<string, unknown>): boolean {
  const { limit: _, offset: __, sort: ___, order: ____, ...filters } = query;
  return Object.values(filters).some((value) => value !== undefined);
}

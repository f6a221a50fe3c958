import { parseSort } from "@/components/tables/sort";
import { type SessionListQuery, sessionListQuery, sessionSorts } from "@/lib/domain/sessions/filters";

export type Search = Record<string, string | string[] | undefined>;

/** The rows of one page of the table. */
export const listLimit = 50;

/** What the page's URL asks of the list. What a cut or altered link got wrong counts as not given. */
export function listQuery(search: Search): SessionListQuery {
  const sort = typeof search.sort === "string" ? parseSort(search.sort) : null;
  const known = sessionSorts.find((id) => id === sort?.id);
  const safe = {
    limit: listLimit,
    q: search.q || undefined,
    ...(sort && known ? { sort: known, order: sort.descending ? "desc" : "asc" } : {}),
  };
  const asked = {
    ...safe,
    offset: search.offset,
    course_id: search.course || undefined,
    instructor_id: search.instructor || undefined,
    status: search.status || undefined,
    from: search.from,
    to: search.to,
  };
  return (
    sessionListQuery.safeParse(asked).data ??
    sessionListQuery.safeParse(safe).data ??
    sessionListQuery.parse({ limit: listLimit })
  );
}

/** The same as the routes' query string, without the page: what is shown is what is exported. */
export function listSearch(query: SessionListQuery): string {
  const { limit: _, offset: __, ...rest } = query;
  const asked = Object.entries(rest).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  const text = new URLSearchParams(asked).toString();
  return text ? `?${text}` : "";
}

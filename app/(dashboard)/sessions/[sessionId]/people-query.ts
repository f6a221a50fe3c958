import { parseSort } from "@/components/tables/sort";
import { type AttendeesQuery, attendeeSorts, attendeesQuery } from "@/lib/domain/sessions/filters";

type Search = Record<string, string | string[] | undefined>;

/** The rows of one page of the attendance table. */
export const peopleLimit = 25;

/** What the page's URL asks of the attendance table, under the name `people`. What a cut or altered link got wrong counts as not given. */
export function peopleQuery(search: Search): AttendeesQuery {
  const text = search["people.sort"];
  const sort = typeof text === "string" ? parseSort(text) : null;
  const known = attendeeSorts.find((id) => id === sort?.id);
  const safe = {
    limit: peopleLimit,
    q: search["people.q"] || undefined,
    ...(sort && known ? { sort: known, order: sort.descending ? "desc" : "asc" } : {}),
  };
  return (
    attendeesQuery.safeParse({
      ...safe,
      offset: search["people.offset"],
      status: search["people.status"] || undefined,
    }).data ??
    attendeesQuery.safeParse(safe).data ??
    attendeesQuery.parse({ limit: peopleLimit })
  );
}

import { parseSort } from "@/components/tables/sort";
import { type VideoListQuery, videoListQuery, videoSorts } from "@/lib/domain/videos/filters";

export type Search = Record<string, string | string[] | undefined>;

/** The rows of one page of the table. */
export const listLimit = 25;

/** What the page's URL asks of the list. What a cut or altered link got wrong counts as not given. */
export function listQuery(search: Search): VideoListQuery {
  const sort = typeof search.sort === "string" ? parseSort(search.sort) : null;
  const known = videoSorts.find((id) => id === sort?.id);
  const asked = {
    limit: listLimit,
    offset: search.offset,
    q: search.q || undefined,
    course_id: search.course || undefined,
    from: search.from,
    to: search.to,
    ...(sort && known ? { sort: known, order: sort.descending ? "desc" : "asc" } : {}),
  };
  return (
    videoListQuery.safeParse(asked).data ??
    videoListQuery.safeParse({ ...asked, from: undefined, to: undefined, offset: 0 }).data ??
    videoListQuery.parse({ limit: listLimit })
  );
}

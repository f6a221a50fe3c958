import "server-only";
import { and, asc, eq, inArray, not, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { practiceSessions } from "@/lib/db/tables/practice";
import { playbacks } from "@/lib/db/tables/videos";
import { type Followed, followedBy, type Watcher } from "@/lib/domain/practice/followed";
import { named } from "@/lib/domain/practice/practice";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { intersect, noRanges, parseMultirange, type Ranges, range, size, union } from "@/lib/measure/ranges";
import { tenthsPerSecond } from "@/lib/measure/tenths";

/** More playbacks and sessions are not read. */
const playbacksMax = 20_000;
const sessionsMax = 50_000;

type Stretch = { video_id: string; from_seconds: number; to_seconds: number };

/** What followed at a school after people who practise had watched half of the stretch that treats an area. Nobody is named. */
export async function followedAt(schoolId: string, key: string, stretch: Stretch): Promise<Followed> {
  const watched = await watchedHalf(schoolId, stretch);
  if (watched.size === 0) return followedBy([]);
  const { user_id, created_at, areas_to_improve } = practiceSessions;
  const rows = await db()
    .select({ user_id, at: created_at, areas: areas_to_improve })
    .from(practiceSessions)
    .where(isAnyOf(user_id, [...watched.keys()]))
    .orderBy(asc(created_at))
    .limit(sessionsMax);
  const people = new Map<string, Watcher["sessions"][number][]>();
  for (const { user_id, at, areas } of rows)
    getOrInsert(people, user_id, () => []).push({ at, named: named(areas).has(key) });
  return followedBy([...watched].map(([id, watched_at]) => ({ watched_at, sessions: people.get(id) ?? [] })));
}

/** When each of the school's people who practise had watched half of a stretch: with the end of the view that reached it. */
async function watchedHalf(
  schoolId: string,
  { video_id, from_seconds, to_seconds }: Stretch,
): Promise<Map<string, Date>> {
  const part = range(Math.round(from_seconds * tenthsPerSecond), Math.round(to_seconds * tenthsPerSecond));
  const practising = db()
    .select({ viewer_id: sql<string>`'u:' || ${practiceSessions.user_id}` })
    .from(practiceSessions)
    .where(eq(practiceSessions.school_id, schoolId));
  const views = await db()
    .select({
      viewer_id: playbacks.viewer_id,
      watched: playbacks.watched,
      at: playbacks.last_heard_at,
    })
    .from(playbacks)
    .where(
      and(
        eq(playbacks.video_id, video_id),
        inArray(playbacks.viewer_id, practising),
        playbacks.rolled_up,
        not(playbacks.preview),
      ),
    )
    .orderBy(asc(playbacks.last_heard_at))
    .limit(playbacksMax);
  const covered = new Map<string, Ranges>();
  const reached = new Map<string, Date>();
  for (const { viewer_id, watched, at } of views) {
    const id = viewer_id!.slice(2);
    if (reached.has(id)) continue;
    const ranges = union(covered.get(id) ?? noRanges, intersect(parseMultirange(watched), part));
    covered.set(id, ranges);
    if (size(ranges) * 2 >= size(part)) reached.set(id, at);
  }
  return reached;
}

import "server-only";
import type { Sql } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import type { Queries } from "@/lib/db/writer";
import type { Beacon } from "../playback";

/* Beacons that came before anything said which video they are of. */

/** Notes which video the views' playbacks are of, and takes over the beacons that waited for them. */
export async function adoptOrphans(sql: Queries, beacons: readonly Beacon[]): Promise<Omit<Beacon, "day">[]> {
  const views = new Map(
    beacons.filter((beacon) => beacon.view).map((beacon) => [beacon.session_id, beacon.video_id]),
  );
  if (views.size === 0) return [];
  const sessions = [...views.keys()].sort();
  const [, orphans] = await Promise.all([
    sql`
      insert into playback_routes as r (session_id, video_id)
      select * from unnest(${textArray(sessions)}::uuid[], ${textArray(sessions.map((session) => views.get(session)!))}::uuid[])
      on conflict (session_id) do update set video_id = excluded.video_id where r.video_id is null`,
    sql<{ session_id: string; received_at: Date | string; beacon: OrphanBeacon }[]>`
      delete from orphan_beacons where session_id = any(${textArray(sessions)}::uuid[])
      returning session_id, received_at, beacon`,
  ]);
  return orphans
    .map((row) => ({
      view: null,
      ...row.beacon,
      video_id: views.get(row.session_id)!,
      received_at: new Date(row.received_at),
      token_issued_at: null,
    }))
    .sort((a, b) => a.received_at.getTime() - b.received_at.getTime());
}

/** A progress beacon whose video nobody has named yet. */
export type OrphanBeacon = Pick<Beacon, "session_id" | "progress">;

/**
 * Keeps progress that bears only a session until its view says which video it is of. Returns, for each beacon, the
 * video when one is known by now (then nothing was kept: apply it there), else null (kept, or kept before).
 * The route's row is the place to lock: a view either sees the kept beacon or is seen here.
 */
export async function keepOrphans(
  sql: Sql,
  beacons: readonly { beacon: OrphanBeacon; key: string; received_at: Date }[],
): Promise<{ video_id: string | null; kept: boolean }[]> {
  const sessions = [...new Set(beacons.map(({ beacon }) => beacon.session_id))].sort();
  return (await sql.begin(async (tx) => {
    const routes = await tx<{ session_id: string; video_id: string | null }[]>`
      insert into playback_routes as r (session_id) select * from unnest(${textArray(sessions)}::uuid[])
      on conflict (session_id) do update set session_id = excluded.session_id
      returning session_id, video_id`;
    const videoOf = new Map(routes.map((row) => [row.session_id, row.video_id]));
    const homeless = beacons.filter(({ beacon }) => !videoOf.get(beacon.session_id));
    const kept = new Set<string>();
    if (homeless.length > 0) {
      const rows = await tx<{ session_id: string; key: string }[]>`
        insert into orphan_beacons (session_id, key, received_at, beacon)
        select * from unnest(
          ${textArray(homeless.map(({ beacon }) => beacon.session_id))}::uuid[],
          ${textArray(homeless.map(({ key }) => key))}::text[],
          ${textArray(homeless.map(({ received_at: receivedAt }) => receivedAt.toISOString()))}::timestamptz[],
          ${textArray(homeless.map(({ beacon }) => JSON.stringify(beacon)))}::jsonb[])
        on conflict do nothing returning session_id, key`;
      for (const row of rows) kept.add(`${row.session_id} ${row.key}`);
    }
    return beacons.map(({ beacon, key }) => ({
      video_id: videoOf.get(beacon.session_id) ?? null,
      kept: kept.delete(`${beacon.session_id} ${key}`),
    }));
  })) as { video_id: string | null; kept: boolean }[];
}

/** The videos that these playbacks are known to be of. One indexed read. */
export async function routePlaybacks(sql: Sql, sessionIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql<{ session_id: string; video_id: string }[]>`
    select session_id, video_id from playback_routes
    where session_id = any(${textArray(sessionIds)}::uuid[]) and video_id is not null`;
  return new Map(rows.map((row) => [row.session_id, row.video_id]));
}

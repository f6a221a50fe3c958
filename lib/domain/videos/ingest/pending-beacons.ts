import "server-only";
import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { instantArray, textArray } from "@/lib/db/literals";
import { pendingBeacons, playbackRoutes, videoAddresses } from "@/lib/db/tables/pending-beacons";

import type { Queries, Writer } from "@/lib/db/writer";
import { newId } from "@/lib/platform/ids";
import type { Beacon } from "../playback";

/*
 * Beacons whose video is not known yet: progress that does not name its video and came before the view that does, and everything that
 * names an address without a video.
 */

/** How long a beacon waits. */
export const waitingDays = 7;
/** What may wait for one address, and for all addresses of a school: over a thousand playbacks, and 100 MB. */
const perAddressMax = 50_000;
const perSchoolMax = 200_000;
/** Addresses of a school that have no video and are not ignored. */
const addressesMax = 1000;

/** An address as a beacon names it. */
export type SeenAddress = {
  school_id: string;
  address: string;
  page_url: string | null;
  course_reference: string | null;
};

/** A beacon that waits; `key` tells it from its playback's others. */
export type PendingBeacon = Pick<Beacon, "playback_id" | "received_at" | "view" | "progress"> & {
  address: SeenAddress | null;
  key: string;
};

/** `video_id`: a video became known in the meantime, and nothing was kept. `full`: too much waits for the address or its school. */
export type Kept = { video_id: string | null; kept: boolean; full?: boolean };

type StoredBeacon = Pick<Beacon, "progress"> & Partial<Pick<Beacon, "view">>;

const noLength = { length_ms: null, is_live: false };

/** Records which video the views' playbacks are of, and takes the progress that waited for them; a view that waited is one of these. */
export async function takePending(sql: Queries, beacons: readonly Beacon[]): Promise<Omit<Beacon, "day">[]> {
  const views = new Map(
    beacons.filter((beacon) => beacon.view).map((beacon) => [beacon.playback_id, beacon.video_id]),
  );
  if (views.size === 0) return [];
  const sessions = [...views.keys()].sort();
  const [, pending] = await Promise.all([
    sql`
      insert into playback_routes as r (playback_id, video_id)
      select * from unnest(${textArray(sessions)}::uuid[], ${textArray(sessions.map((session) => views.get(session)!))}::uuid[])
      on conflict (playback_id) do update set video_id = excluded.video_id where r.video_id is null`,
    sql<{ playback_id: string; received_at: Date | string; beacon: StoredBeacon }[]>`
      delete from pending_beacons where playback_id = any(${textArray(sessions)}::uuid[])
      returning playback_id, received_at, beacon`,
  ]);
  return pending
    .filter(({ beacon }) => beacon.progress)
    .map(({ playback_id, received_at, beacon }) => ({
      view: null,
      // One that an earlier version kept has no length.
      progress: beacon.progress && { ...noLength, ...beacon.progress },
      playback_id: playback_id,
      video_id: views.get(playback_id)!,
      received_at: new Date(received_at),
      token_issued_at: null,
    }))
    .sort((a, b) => a.received_at.getTime() - b.received_at.getTime());
}

/**
 * Keeps beacons whose video is not known. Returns for each the video when there is one in the meantime (then nothing was kept), else
 * whether the beacon is new or was kept before.
 * The playback's row in `playback_routes` is what both sides lock: a view either finds the kept beacon, or has set the video that is
 * found here. In the same way the address's row in `video_addresses` is locked by this and when it gets a video.
 */
export function keepPending(writer: Writer, beacons: readonly PendingBeacon[]): Promise<Kept[]> {
  const sessions = [...new Set(beacons.map((beacon) => beacon.playback_id))].sort();
  return writer.transaction(
    (sql) =>
      Promise.all([
        sql<{ playback_id: string; video_id: string | null }[]>`
          insert into playback_routes as r (playback_id) select * from unnest(${textArray(sessions)}::uuid[])
          on conflict (playback_id) do update set playback_id = excluded.playback_id
          returning playback_id, video_id`,
        seeAddresses(sql, beacons),
      ]),
    (sql, [routes, addresses]) => {
      const videos = new Map(routes.map((row) => [row.playback_id, row.video_id]));
      const seen = beacons.map(({ address }) => address && (addresses.get(keyOf(address)) ?? tooMany));
      const result = beacons.map(({ playback_id }, i): Kept => {
        const address = seen[i];
        if (!address) return { video_id: videos.get(playback_id) ?? null, kept: false };
        const full = address.waiting >= perAddressMax || address.waiting_in_school >= perSchoolMax;
        return { video_id: address.video_id, kept: false, full };
      });
      const pending = beacons
        .map((beacon, i) => ({ beacon, result: result[i]!, address_id: seen[i]?.id ?? null }))
        .filter(({ result }) => result.video_id === null && !result.full);
      return { writes: [insertPending(sql, pending)], result };
    },
  );
}

type AddressRow = { id: string; video_id: string | null; waiting: number; waiting_in_school: number };
/** In place of a new address of a school that has too many. */
const tooMany = { id: null, video_id: null, waiting: Infinity, waiting_in_school: Infinity };

const keyOf = ({ school_id, address }: Pick<SeenAddress, "school_id" | "address">) =>
  `${school_id} ${address}`;

/** Notes when and where addresses were seen, and locks them. One that is new to a school which has too many is left out. */
async function seeAddresses(
  sql: Queries,
  beacons: readonly PendingBeacon[],
): Promise<Map<string, AddressRow>> {
  const seen = new Map<string, SeenAddress & { first: Date; last: Date }>();
  for (const { address, received_at } of beacons) {
    if (!address) continue;
    const known = seen.get(keyOf(address));
    seen.set(keyOf(address), {
      ...address,
      page_url: address.page_url ?? known?.page_url ?? null,
      course_reference: known?.course_reference ?? address.course_reference,
      first: known && known.first < received_at ? known.first : received_at,
      last: known && known.last > received_at ? known.last : received_at,
    });
  }
  const rows = [...seen.values()];
  if (rows.length === 0) return new Map();
  const texts = (of: (row: (typeof rows)[number]) => string | null) => textArray(rows.map(of));
  const stored = await sql<(AddressRow & SeenAddress)[]>`
    insert into video_addresses as a (id, school_id, address, page_url, course_reference, first_seen_at, last_seen_at)
    select k.* from unnest(
      ${texts(newId)}::uuid[],
      ${texts(({ school_id }) => school_id)}::uuid[],
      ${texts(({ address }) => address)}::text[],
      ${texts(({ page_url }) => page_url)}::text[],
      ${texts(({ course_reference }) => course_reference)}::text[],
      ${instantArray(rows.map(({ first }) => first))}::timestamptz[],
      ${instantArray(rows.map(({ last }) => last))}::timestamptz[]) k(id, school_id, address)
    where exists (select from video_addresses o where o.school_id = k.school_id and o.address = k.address)
      or ${addressesMax} > (select count(*) from video_addresses o where o.school_id = k.school_id and o.video_id is null and not o.ignored)
    order by k.school_id, k.address
    on conflict (school_id, address) do update set
      last_seen_at = greatest(a.last_seen_at, excluded.last_seen_at),
      page_url = coalesce(excluded.page_url, a.page_url),
      course_reference = coalesce(a.course_reference, excluded.course_reference)
    returning id, school_id, address, video_id, waiting_beacons as waiting,
      (select sum(o.waiting_beacons)::int from video_addresses o where o.school_id = a.school_id) as waiting_in_school`;
  return new Map(stored.map((row) => [keyOf(row), row]));
}

/** Inserts these beacons, and says in their results which of them are new. */
async function insertPending(
  sql: Queries,
  pending: { beacon: PendingBeacon; address_id: string | null; result: Kept }[],
): Promise<void> {
  if (pending.length === 0) return;
  const texts = (of: (row: (typeof pending)[number]) => string | null) => textArray(pending.map(of));
  const rows = await sql<{ playback_id: string; key: string }[]>`
    insert into pending_beacons (playback_id, key, address_id, received_at, beacon)
    select * from unnest(
      ${texts(({ beacon }) => beacon.playback_id)}::uuid[],
      ${texts(({ beacon }) => beacon.key)}::text[],
      ${texts(({ address_id }) => address_id)}::uuid[],
      ${instantArray(pending.map(({ beacon }) => beacon.received_at))}::timestamptz[],
      ${texts(({ beacon: { view, progress } }) => JSON.stringify({ view, progress }))}::jsonb[])
    on conflict do nothing returning playback_id, key`;
  const inserted = new Set(rows.map((row) => `${row.playback_id} ${row.key}`));
  // Of two equal beacons in one flush the second is a duplicate.
  for (const { beacon, result } of pending)
    if (inserted.delete(`${beacon.playback_id} ${beacon.key}`)) result.kept = true;
}

/** Marks the waiting views of a suspect's playbacks, so that they are its own once they count. */
export async function markPending(
  writer: Writer,
  suspectId: string,
  playbackIds: readonly string[],
): Promise<void> {
  await writer.longTransaction(
    (sql) => sql`
      update pending_beacons set beacon = jsonb_set(beacon, '{view,suspect_id}', to_jsonb(${suspectId}::text))
      where playback_id = any(${textArray([...playbackIds])}::uuid[]) and key = 'view'
        and (beacon->'view'->>'viewer_id' is null or beacon->'view'->>'viewer_id' like 'v:%')`,
  );
}

/** The video of a playback; undefined until its view has come. */
export async function videoOfPlayback(playbackId: string): Promise<string | undefined> {
  const [row] = await db()
    .select({ video_id: playbackRoutes.video_id })
    .from(playbackRoutes)
    .where(eq(playbackRoutes.playback_id, playbackId));
  return row?.video_id ?? undefined;
}

/** Drops beacons that waited too long, and addresses that nobody has named since. Returns how many beacons; fewer than `limit`: no more are due. */
export async function expirePending(now: Date, limit: number): Promise<number> {
  const due = new Date(now.getTime() - waitingDays * 24 * 3600_000);
  const dropped = await db().execute<{ playback_id: string }>(sql`
    delete from ${pendingBeacons} b using (
      select playback_id, key from ${pendingBeacons} where received_at < ${due.toISOString()} order by received_at limit ${limit}
    ) due where b.playback_id = due.playback_id and b.key = due.key returning b.playback_id`);
  const playbackIds = [...new Set(dropped.map(({ playback_id }) => playback_id))];
  if (playbackIds.length > 0)
    await db().execute(sql`
      delete from ${playbackRoutes} r where r.video_id is null and r.playback_id = any(${textArray(playbackIds)}::uuid[])
        and not exists (select from ${pendingBeacons} b where b.playback_id = r.playback_id)`);
  await db()
    .delete(videoAddresses)
    .where(
      and(
        isNull(videoAddresses.video_id),
        eq(videoAddresses.ignored, false),
        eq(videoAddresses.waiting_beacons, 0),
        lt(videoAddresses.last_seen_at, due),
      ),
    );
  return dropped.length;
}

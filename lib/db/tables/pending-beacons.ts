import { sql } from "drizzle-orm";
import { index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/* Beacons of the playback family whose video is not known yet. */

/** A playback's video, for beacons that do not name it; views and progress both lock this row. */
export const playbackRoutes = pgTable("playback_routes", {
  playback_id: uuid().primaryKey(),
  video_id: uuid(),
});

/** Beacons whose video is not known yet: they wait for the view that names it, or for a video of their address. */
export const pendingBeacons = pgTable(
  "pending_beacons",
  {
    playback_id: uuid().notNull(),
    /** `view`, a seq, or kind and hash of the beacon, so that a repeated beacon is stored once. */
    key: text().notNull(),
    received_at: instant().notNull(),
    beacon: jsonb().$type<Record<string, unknown>>().notNull(),
    address_id: uuid(),
  },
  (table) => [
    primaryKey({ name: "orphan_beacons_session_id_key_pk", columns: [table.playback_id, table.key] }),
    index("pending_beacons_address")
      .on(table.address_id, table.key, table.playback_id)
      .where(sql`${table.address_id} is not null`),
    index("pending_beacons_received").on(table.received_at),
  ],
);

import { sql } from "drizzle-orm";
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant, reference } from "./columns";
import { schools } from "./schools";
import { videos } from "./videos";

/* Beacons of the playback family whose video is not known yet, and the addresses of videos by which such beacons name it. */

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

/**
 * The addresses at which pages play a school's videos, where a script follows a whole site. What is played there counts for the
 * address's video; without one its beacons wait.
 */
export const videoAddresses = pgTable(
  "video_addresses",
  {
    id: id(),
    school_id: reference(() => schools.id),
    /** As lib/platform/media-address.ts names it. */
    address: text().notNull(),
    video_id: uuid().references(() => videos.id, { onDelete: "set null" }),
    /** Staff said that it is no video of theirs: its beacons are refused. */
    ignored: boolean().notNull().default(false),
    /** The course as the first page that named one did: an id or external id, of ours or not. */
    course_reference: text(),
    /** The last page where it was played, without its query. */
    page_url: text(),
    first_seen_at: instant().notNull(),
    last_seen_at: instant().notNull(),
    /** What waits in `pending_beacons`. A trigger there keeps both numbers. */
    waiting_beacons: integer().notNull().default(0),
    waiting_playbacks: integer().notNull().default(0),
    /** When all that had waited was counted for the video. */
    replayed_at: instant(),
  },
  (table) => [
    uniqueIndex("video_addresses_address").on(table.school_id, table.address),
    index("video_addresses_unreplayed")
      .on(table.id)
      .where(sql`${table.video_id} is not null and ${table.replayed_at} is null`),
  ],
);

import { date, doublePrecision, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";
import { videoProvider } from "./videos";

/* What the provider of a video says that it delivered; only lib/domain/videos/ingest/deliveries.ts writes these tables. */

/** Minutes delivered by the provider's day (UTC) and the viewer's country; an unknown country is ''. */
export const deliveredMinutes = pgTable(
  "delivered_minutes",
  {
    video_id: uuid().notNull(),
    day: date().notNull(),
    country: text().notNull(),
    minutes: doublePrecision().notNull(),
  },
  (table) => [primaryKey({ columns: [table.video_id, table.day, table.country] })],
);

/** How far the days of a video have been read; no row: not at all. */
export const deliveryReads = pgTable("delivery_reads", {
  video_id: uuid().primaryKey(),
  /** The days before this one are complete; those from it on are read again. */
  complete_before: date().notNull(),
  read_at: instant().notNull(),
});

/** How reading from a provider goes; one row per provider. */
export const providerReads = pgTable("provider_reads", {
  provider: videoProvider().primaryKey(),
  /** A process that reads claims the row by moving this into the future. */
  next_read_at: instant().notNull(),
  /** Since when every attempt has failed, how many have, and why the last one did. */
  unavailable_since: instant(),
  failures: integer().notNull().default(0),
  reason: text(),
});

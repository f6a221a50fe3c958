import { sql } from "drizzle-orm";
import { bigint, check, index, jsonb, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { id, instant } from "./columns";

/** The events that the bus still holds (lib/db/bus). Their payloads name people by pseudonym only. */
export const busEvents = pgTable(
  "bus_events",
  {
    /** In the order of the commits: no number becomes visible after a higher one. */
    number: bigint({ mode: "number" }).notNull(),
    type: text().notNull(),
    payload: jsonb().notNull(),
    /** By the database's clock. */
    at: instant().notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    primaryKey({ columns: [table.type, table.number] }),
    index("bus_events_at").using("brin", table.at, table.number),
  ],
);

/** The number of the last event: one row, which a commit with events locks to its end, so that they have the order of the commits. */
export const busPosition = pgTable(
  "bus_position",
  { id: smallint().primaryKey().default(1), number: bigint({ mode: "number" }).notNull() },
  (table) => [check("bus_position_one", sql`${table.id} = 1`)],
);

/**
 * What a transaction of something else publishes, until it commits: then a trigger makes it an event. So the position is locked for the
 * commit only, and what is rolled back, to a savepoint too, never was there.
 */
export const busUncommitted = pgTable("bus_uncommitted", {
  place: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  type: text().notNull(),
  payload: jsonb().notNull(),
});

/** What transactions publish where Redis holds the events: a process puts it there within a second after the commit. */
export const busOutbox = pgTable(
  "bus_outbox",
  {
    id: id(),
    place: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    type: text().notNull(),
    payload: jsonb().notNull(),
  },
  (table) => [index("bus_outbox_place").on(table.place)],
);

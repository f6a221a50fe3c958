import { bigint, boolean, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant, reference } from "./columns";
import { schools } from "./schools";

/**
 * When the last beacon about a thing was stored and why the last was refused, for the person who sets up a page. Each process adds what it
 * has seen in some seconds (lib/flows/ingest/checks.ts); no number of a page comes from here.
 */
export const beaconChecks = pgTable(
  "beacon_checks",
  {
    school_id: reference(() => schools.id, "owned"),
    /** A site is a page's origin, for the script that follows a whole site. */
    kind: text().$type<"video" | "session" | "site">().notNull(),
    /** The id; of what the school does not have, as the page named it. */
    name: text().notNull(),
    known: boolean().notNull(),
    accepted: bigint({ mode: "number" }).notNull().default(0),
    accepted_at: instant(),
    refused: bigint({ mode: "number" }).notNull().default(0),
    refused_at: instant(),
    /** Of the last that was refused: the reason as the ingest types it, the field that was wrong, the page's origin. */
    refused_reason: text(),
    refused_field: text(),
    refused_origin: text(),
  },
  (table) => [primaryKey({ columns: [table.school_id, table.kind, table.name] })],
);

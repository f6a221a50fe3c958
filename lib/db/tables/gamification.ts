import { bigint, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/* How far XP has been awarded for the facts that earn it (lib/flows/gamification). What was awarded is in the learning events. */

/** Up to which instant the facts of a source have been read. */
export const awardPositions = pgTable("award_positions", {
  source: text().primaryKey(),
  position: instant().notNull(),
});

/** The version of an ended session's facts (`session_versions`) at which its attendance was awarded. */
export const awardedSessions = pgTable("awarded_sessions", {
  session_id: uuid().primaryKey(),
  version: bigint({ mode: "number" }).notNull(),
});

import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, reference } from "./columns";
import { videos } from "./videos";

/* What is written along a video's time. */

/** Where a video's chapters begin. */
export const videoChapters = pgTable(
  "video_chapters",
  {
    video_id: reference(() => videos.id, "owned"),
    start_ms: integer().notNull(),
    title: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.video_id, table.start_ms] })],
);

/** A video's captions, one WebVTT text per language. */
export const videoCaptions = pgTable(
  "video_captions",
  {
    video_id: reference(() => videos.id, "owned"),
    /** BCP 47: `de`, `pt-BR`. */
    language: text().notNull(),
    body: text().notNull(),
    created_at: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.video_id, table.language] })],
);

ALTER TABLE "playbacks" ADD COLUMN "lost" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "video_daily" ADD COLUMN "lost" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "video_totals" ADD COLUMN "lost" integer DEFAULT 0 NOT NULL;
ALTER TABLE "playbacks" ADD COLUMN "lesson_id" text;--> statement-breakpoint
ALTER TABLE "playbacks" ADD COLUMN "positions" jsonb;--> statement-breakpoint
ALTER TABLE "playbacks" ADD COLUMN "proof" text;--> statement-breakpoint
ALTER TABLE "playbacks" ADD COLUMN "seen" "int4multirange" DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "playbacks" ADD COLUMN "reported_percentage" integer;
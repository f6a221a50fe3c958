ALTER TABLE "playbacks" ADD COLUMN "shortest_length_ms" integer;--> statement-breakpoint
ALTER TABLE "playbacks" ADD COLUMN "is_live" boolean DEFAULT false NOT NULL;
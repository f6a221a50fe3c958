ALTER TABLE "playbacks" ADD COLUMN "reported_length_ms" integer;--> statement-breakpoint
ALTER TABLE "playbacks" ADD COLUMN "past_end" "int4multirange" DEFAULT '{}' NOT NULL;
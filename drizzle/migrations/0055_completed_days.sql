ALTER TABLE "stored_progress" ADD COLUMN "parts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stored_progress" ADD COLUMN "completed_days" date[] DEFAULT '{}' NOT NULL;
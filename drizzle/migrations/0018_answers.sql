ALTER TABLE "messages" ADD COLUMN "answered_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "answered_by" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "answer_id" uuid;
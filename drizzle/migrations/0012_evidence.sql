ALTER TABLE "session_numbers" ADD COLUMN "average_presence_percentage" double precision;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "left_out" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "sessions_course" ON "sessions" USING btree ("course_id","scheduled_start");
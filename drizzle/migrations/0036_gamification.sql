CREATE TABLE "award_positions" (
	"source" text PRIMARY KEY NOT NULL,
	"position" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "awarded_sessions" (
	"session_id" uuid PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "xp_rules" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "learning_events_received" ON "learning_events" USING brin ("received_at");--> statement-breakpoint
CREATE INDEX "results_created" ON "results" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "viewer_progress_completed" ON "viewer_progress" USING btree ("completed_at") WHERE "viewer_progress"."completed_at" is not null;
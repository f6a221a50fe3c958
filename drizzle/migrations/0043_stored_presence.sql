ALTER TABLE "attendees" ADD COLUMN "present_ms" bigint;--> statement-breakpoint
ALTER TABLE "session_versions" ADD COLUMN "presence_version" bigint;
ALTER TABLE "orphan_beacons" RENAME TO "pending_beacons";--> statement-breakpoint
ALTER TABLE "pending_beacons" RENAME COLUMN "session_id" TO "playback_id";--> statement-breakpoint
ALTER TABLE "playback_routes" RENAME COLUMN "session_id" TO "playback_id";--> statement-breakpoint
ALTER TABLE "playbacks" RENAME COLUMN "session_id" TO "playback_id";--> statement-breakpoint
ALTER TABLE "viewer_progress" RENAME COLUMN "position_session_id" TO "position_playback_id";

CREATE TYPE "public"."unfollowed_reason" AS ENUM('blocked', 'silent');--> statement-breakpoint
CREATE TABLE "delivered_minutes" (
	"video_id" uuid NOT NULL,
	"day" date NOT NULL,
	"country" text NOT NULL,
	"minutes" double precision NOT NULL,
	CONSTRAINT "delivered_minutes_video_id_day_country_pk" PRIMARY KEY("video_id","day","country")
);
--> statement-breakpoint
CREATE TABLE "delivery_reads" (
	"video_id" uuid PRIMARY KEY NOT NULL,
	"complete_before" date NOT NULL,
	"read_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "provider_reads" (
	"provider" "video_provider" PRIMARY KEY NOT NULL,
	"next_read_at" timestamp with time zone NOT NULL,
	"unavailable_since" timestamp with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "unfollowed_players" (
	"video_id" uuid NOT NULL,
	"playback_id" uuid NOT NULL,
	"day" date NOT NULL,
	"heard_at" timestamp with time zone NOT NULL,
	"reason" "unfollowed_reason" NOT NULL,
	CONSTRAINT "unfollowed_players_video_id_playback_id_pk" PRIMARY KEY("video_id","playback_id")
);
--> statement-breakpoint
ALTER TABLE "videos" ADD COLUMN "provider_id" text;--> statement-breakpoint
ALTER TABLE "videos" ADD COLUMN "provider_changed_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "videos_provider_id" ON "videos" USING btree ("provider_id") WHERE "videos"."provider_id" is not null;
CREATE TYPE "public"."suspect_decision" AS ENUM('counted', 'left_out');--> statement-breakpoint
CREATE TABLE "video_suspects" (
	"video_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"decision" "suspect_decision",
	"decided_at" timestamp with time zone,
	CONSTRAINT "video_suspects_video_id_id_pk" PRIMARY KEY("video_id","id")
);
--> statement-breakpoint
ALTER TABLE "playbacks" ADD COLUMN "suspect_id" uuid;--> statement-breakpoint
CREATE INDEX "playbacks_suspect" ON "playbacks" USING btree ("video_id","suspect_id") WHERE "playbacks"."suspect_id" is not null;
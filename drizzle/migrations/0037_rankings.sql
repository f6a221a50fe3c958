CREATE TYPE "public"."appearance" AS ENUM('named', 'unnamed', 'unranked');--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "appearance" "appearance" DEFAULT 'unnamed' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "appearance_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "rankings" boolean DEFAULT true NOT NULL;
CREATE TYPE "public"."language" AS ENUM('en', 'de', 'es', 'fr', 'pt');--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "language" "language";--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "language" "language" DEFAULT 'en' NOT NULL;
ALTER TABLE "account_links" ADD COLUMN "uses" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "account_links" ADD COLUMN "uses_max" integer DEFAULT 1 NOT NULL;
ALTER TABLE "feedback" ADD COLUMN "analysis_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "sentiment" text;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "names" jsonb;--> statement-breakpoint
CREATE INDEX "feedback_analysis" ON "feedback" USING btree ("analysis_version") WHERE "feedback"."comment" <> '';
CREATE TYPE "public"."work_state" AS ENUM('waiting', 'running', 'done', 'failed', 'cancelled');--> statement-breakpoint
CREATE TABLE "background_work" (
	"id" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid,
	"kind" text NOT NULL,
	"title" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"input" jsonb NOT NULL,
	"key" text,
	"state" "work_state" DEFAULT 'waiting' NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer,
	"unit" text,
	"error" jsonb,
	"attempt" integer DEFAULT 0 NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"cancel_requested_at" timestamp with time zone,
	"alive_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "background_work" ADD CONSTRAINT "background_work_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "background_work" ADD CONSTRAINT "background_work_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "background_work_school" ON "background_work" USING btree ("school_id","created_at");--> statement-breakpoint
CREATE INDEX "background_work_creator" ON "background_work" USING btree ("created_by","created_at");--> statement-breakpoint
CREATE INDEX "background_work_open" ON "background_work" USING btree ("state") WHERE "background_work"."state" in ('waiting', 'running');--> statement-breakpoint
CREATE UNIQUE INDEX "background_work_key" ON "background_work" USING btree ("kind","key") WHERE "background_work"."state" = 'waiting';
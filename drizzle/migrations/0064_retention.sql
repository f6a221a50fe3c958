CREATE TABLE "retention_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"night" date NOT NULL,
	"months" integer NOT NULL,
	"before" timestamp with time zone NOT NULL,
	"oldest_at" timestamp with time zone,
	"rows" bigint DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"failed_at" timestamp with time zone,
	CONSTRAINT "retention_runs_night" UNIQUE("school_id","kind","night")
);
--> statement-breakpoint
CREATE TABLE "session_bases" (
	"session_id" uuid PRIMARY KEY NOT NULL,
	"chat_deleted_at" timestamp with time zone,
	"feedback_deleted_at" timestamp with time zone,
	"reactions" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"ratings" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "retention" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "attendees" ADD COLUMN "deleted_messages" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "attendees" ADD COLUMN "deleted_questions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "attendees" ADD COLUMN "deleted_reactions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "retention_runs" ADD CONSTRAINT "retention_runs_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- By hand: the one limit that a school had set holds for each kind.
UPDATE "schools" SET "retention" = jsonb_build_object('chat', "retention_months", 'practice', "retention_months", 'feedback', "retention_months")
WHERE "retention_months" BETWEEN 1 AND 240;

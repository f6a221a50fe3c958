CREATE TYPE "public"."session_format" AS ENUM('class', 'webinar', 'coaching');--> statement-breakpoint
CREATE TYPE "public"."session_status" AS ENUM('scheduled', 'live', 'ended', 'cancelled');--> statement-breakpoint
CREATE TABLE "attendee_identities" (
	"session_id" uuid NOT NULL,
	"identity" text NOT NULL,
	"attendee_id" uuid NOT NULL,
	CONSTRAINT "attendee_identities_session_id_identity_pk" PRIMARY KEY("session_id","identity")
);
--> statement-breakpoint
CREATE TABLE "attendees" (
	"session_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"display_name" text NOT NULL,
	"email" text,
	"user_id" uuid,
	"host" boolean DEFAULT false NOT NULL,
	"registered_at" timestamp with time zone,
	"rsvp" text,
	"cancelled_at" timestamp with time zone,
	"reported_ms" bigint,
	"reported_messages" integer DEFAULT 0 NOT NULL,
	"import_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "attendees_session_id_id_pk" PRIMARY KEY("session_id","id")
);
--> statement-breakpoint
CREATE TABLE "feedback" (
	"session_id" uuid NOT NULL,
	"attendee_id" uuid NOT NULL,
	"rating" integer NOT NULL,
	"comment" text,
	"sent_at" timestamp with time zone NOT NULL,
	"import_id" uuid,
	CONSTRAINT "feedback_session_id_attendee_id_pk" PRIMARY KEY("session_id","attendee_id")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"format" text NOT NULL,
	"file_name" text NOT NULL,
	"file_hash" text NOT NULL,
	"presence" text NOT NULL,
	"people" integer NOT NULL,
	"made_session" boolean NOT NULL,
	"before" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp with time zone,
	"undone_by" uuid
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"session_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"attendee_id" uuid NOT NULL,
	"text" text NOT NULL,
	"question" boolean NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"import_id" uuid,
	CONSTRAINT "messages_session_id_id_pk" PRIMARY KEY("session_id","id")
);
--> statement-breakpoint
CREATE TABLE "presence" (
	"session_id" uuid NOT NULL,
	"client_id" text NOT NULL,
	"attendee_id" uuid NOT NULL,
	"heard" "int8multirange" DEFAULT '{}' NOT NULL,
	"grace_ms" integer NOT NULL,
	"left_ms" bigint,
	"import_id" uuid,
	CONSTRAINT "presence_session_id_client_id_pk" PRIMARY KEY("session_id","client_id")
);
--> statement-breakpoint
CREATE TABLE "reactions" (
	"session_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"attendee_id" uuid NOT NULL,
	"type" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"import_id" uuid,
	CONSTRAINT "reactions_session_id_id_pk" PRIMARY KEY("session_id","id")
);
--> statement-breakpoint
CREATE TABLE "series" (
	"id" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid NOT NULL,
	"title" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_numbers" (
	"session_id" uuid PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL,
	"total_registered" integer NOT NULL,
	"total_attended" integer NOT NULL,
	"registered_attended" integer NOT NULL,
	"attendance_rate" double precision,
	"average_duration_minutes" double precision,
	"peak_count" integer,
	"engagement_rate" double precision,
	"engaged" integer,
	"chat_message_count" integer,
	"questions_asked" integer,
	"reaction_count" integer,
	"average_rating" double precision,
	"total_responses" integer NOT NULL,
	"engagement_score" double precision,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_versions" (
	"session_id" uuid PRIMARY KEY NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid NOT NULL,
	"instructor_id" uuid NOT NULL,
	"course_id" uuid,
	"series_id" uuid,
	"series_number" integer,
	"external_id" text,
	"title" text NOT NULL,
	"format" "session_format" DEFAULT 'class' NOT NULL,
	"status" "session_status" DEFAULT 'scheduled' NOT NULL,
	"scheduled_start" timestamp with time zone NOT NULL,
	"scheduled_end" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"recording_video_id" uuid,
	"recording_started_at" timestamp with time zone,
	"chat_enabled" boolean DEFAULT true NOT NULL,
	"anonymous_viewers" boolean DEFAULT false NOT NULL,
	"on_time_minutes" integer,
	"page_url" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "attendance_minimum_seconds" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "on_time_minutes" integer DEFAULT 5 NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_undone_by_users_id_fk" FOREIGN KEY ("undone_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_instructor_id_users_id_fk" FOREIGN KEY ("instructor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_recording_video_id_videos_id_fk" FOREIGN KEY ("recording_video_id") REFERENCES "public"."videos"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attendee_identities_attendee" ON "attendee_identities" USING btree ("session_id","attendee_id");--> statement-breakpoint
CREATE INDEX "attendees_user" ON "attendees" USING btree ("user_id","session_id");--> statement-breakpoint
CREATE INDEX "imports_school" ON "imports" USING btree ("school_id","created_at");--> statement-breakpoint
CREATE INDEX "imports_session" ON "imports" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "imports_file" ON "imports" USING btree ("school_id","file_hash");--> statement-breakpoint
CREATE INDEX "messages_attendee" ON "messages" USING btree ("session_id","attendee_id");--> statement-breakpoint
CREATE INDEX "messages_sent" ON "messages" USING btree ("session_id","sent_at");--> statement-breakpoint
CREATE INDEX "presence_attendee" ON "presence" USING btree ("session_id","attendee_id");--> statement-breakpoint
CREATE INDEX "reactions_attendee" ON "reactions" USING btree ("session_id","attendee_id");--> statement-breakpoint
CREATE INDEX "reactions_sent" ON "reactions" USING btree ("session_id","sent_at");--> statement-breakpoint
CREATE INDEX "series_school" ON "series" USING btree ("school_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_external_id" ON "sessions" USING btree ("school_id","external_id");--> statement-breakpoint
CREATE INDEX "sessions_school" ON "sessions" USING btree ("school_id","scheduled_start");--> statement-breakpoint
CREATE INDEX "sessions_instructor" ON "sessions" USING btree ("instructor_id","scheduled_start");--> statement-breakpoint
CREATE INDEX "sessions_series" ON "sessions" USING btree ("series_id");--> statement-breakpoint
CREATE INDEX "sessions_recording" ON "sessions" USING btree ("recording_video_id");--> statement-breakpoint
CREATE INDEX "sessions_open" ON "sessions" USING btree ("scheduled_end") WHERE "sessions"."status" in ('scheduled', 'live');--> statement-breakpoint
ALTER TABLE "presence" SET (fillfactor = 60);--> statement-breakpoint
ALTER TABLE "session_versions" SET (fillfactor = 50);

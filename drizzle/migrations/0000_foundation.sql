CREATE TYPE "public"."role" AS ENUM('admin', 'instructor', 'student');--> statement-breakpoint
CREATE TYPE "public"."video_provider" AS ENUM('file', 'cloudflare');--> statement-breakpoint
CREATE TYPE "public"."video_status" AS ENUM('processing', 'ready', 'failed');--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"school_id" uuid,
	"actor_id" uuid,
	"action" text NOT NULL,
	"target_type" text NOT NULL,
	"target_id" text,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "classes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"course_id" uuid NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "course_instructors" (
	"course_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	CONSTRAINT "course_instructors_course_id_user_id_pk" PRIMARY KEY("course_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "courses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid NOT NULL,
	"external_id" text,
	"title" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "enrollments" (
	"course_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"class_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "enrollments_course_id_user_id_pk" PRIMARY KEY("course_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "lessons" (
	"id" uuid PRIMARY KEY NOT NULL,
	"course_id" uuid NOT NULL,
	"external_id" text,
	"number" text NOT NULL,
	"title" text NOT NULL,
	"position" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"scopes" text[] NOT NULL,
	"hash" text NOT NULL,
	"prefix" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "identities_issuer_subject_pk" PRIMARY KEY("issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid,
	"external_id" text,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" "role" NOT NULL,
	"password_hash" text,
	"version" integer DEFAULT 1 NOT NULL,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "schools" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"external_id" text,
	"time_zone" text NOT NULL,
	"completion_threshold" integer DEFAULT 90 NOT NULL,
	"completion_target" integer DEFAULT 70 NOT NULL,
	"anonymous_viewers" boolean DEFAULT true NOT NULL,
	"address_limit_per_minute" integer DEFAULT 6000 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "schools_external_id_unique" UNIQUE("external_id")
);
--> statement-breakpoint
CREATE TABLE "orphan_beacons" (
	"session_id" uuid NOT NULL,
	"key" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"beacon" jsonb NOT NULL,
	CONSTRAINT "orphan_beacons_session_id_key_pk" PRIMARY KEY("session_id","key")
);
--> statement-breakpoint
CREATE TABLE "playback_routes" (
	"session_id" uuid PRIMARY KEY NOT NULL,
	"video_id" uuid
);
--> statement-breakpoint
CREATE TABLE "playbacks" (
	"video_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"day" date NOT NULL,
	"first_heard_at" timestamp with time zone NOT NULL,
	"last_heard_at" timestamp with time zone NOT NULL,
	"viewed_at" timestamp with time zone,
	"viewer_id" text,
	"preview" boolean DEFAULT false NOT NULL,
	"rolled_up" boolean DEFAULT false NOT NULL,
	"device" text,
	"browser" text,
	"os" text,
	"country" text,
	"referrer" text,
	"applied" "int4multirange" DEFAULT '{}' NOT NULL,
	"watched" "int4multirange" DEFAULT '{}' NOT NULL,
	"replays" "int4multirange" DEFAULT '{}' NOT NULL,
	"media_ms" bigint DEFAULT 0 NOT NULL,
	"reported_ms" bigint DEFAULT 0 NOT NULL,
	"position_ms" integer,
	"position_seq" integer DEFAULT -1 NOT NULL,
	"speed_milli" integer,
	"startup_ms" integer,
	"abandoned" boolean DEFAULT false NOT NULL,
	"quality" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"plays" integer DEFAULT 0 NOT NULL,
	"pauses" integer DEFAULT 0 NOT NULL,
	"seeks" integer DEFAULT 0 NOT NULL,
	"quality_changes" integer DEFAULT 0 NOT NULL,
	"rebuffers" integer DEFAULT 0 NOT NULL,
	"rebuffer_ms" bigint DEFAULT 0 NOT NULL,
	"retries" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "playbacks_video_id_session_id_pk" PRIMARY KEY("video_id","session_id")
);
--> statement-breakpoint
CREATE TABLE "video_breakdowns" (
	"video_id" uuid NOT NULL,
	"dimension" text NOT NULL,
	"value" text NOT NULL,
	"views" integer DEFAULT 0 NOT NULL,
	"watch_ms" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "video_breakdowns_video_id_dimension_value_pk" PRIMARY KEY("video_id","dimension","value")
);
--> statement-breakpoint
CREATE TABLE "video_daily" (
	"video_id" uuid NOT NULL,
	"day" date NOT NULL,
	"views" integer DEFAULT 0 NOT NULL,
	"previews" integer DEFAULT 0 NOT NULL,
	"started" integer DEFAULT 0 NOT NULL,
	"played" integer DEFAULT 0 NOT NULL,
	"half" integer DEFAULT 0 NOT NULL,
	"completed" integer DEFAULT 0 NOT NULL,
	"watch_ms" bigint DEFAULT 0 NOT NULL,
	"media_ms" bigint DEFAULT 0 NOT NULL,
	"wall_ms" bigint DEFAULT 0 NOT NULL,
	"covered_seconds" bigint DEFAULT 0 NOT NULL,
	"startup_ms" bigint DEFAULT 0 NOT NULL,
	"startups" integer DEFAULT 0 NOT NULL,
	"abandoned" integer DEFAULT 0 NOT NULL,
	"plays" integer DEFAULT 0 NOT NULL,
	"pauses" integer DEFAULT 0 NOT NULL,
	"seeks" integer DEFAULT 0 NOT NULL,
	"quality_changes" integer DEFAULT 0 NOT NULL,
	"rebuffers" integer DEFAULT 0 NOT NULL,
	"rebuffer_ms" bigint DEFAULT 0 NOT NULL,
	"retries" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "video_daily_video_id_day_pk" PRIMARY KEY("video_id","day")
);
--> statement-breakpoint
CREATE TABLE "video_seconds" (
	"video_id" uuid NOT NULL,
	"second" integer NOT NULL,
	"plays" integer NOT NULL,
	"covers" integer NOT NULL,
	CONSTRAINT "video_seconds_video_id_second_pk" PRIMARY KEY("video_id","second")
);
--> statement-breakpoint
CREATE TABLE "video_segments" (
	"video_id" uuid NOT NULL,
	"segment" integer NOT NULL,
	"views" integer NOT NULL,
	"whole" integer NOT NULL,
	"viewers" integer NOT NULL,
	"viewers_whole" integer NOT NULL,
	"drop_offs" integer NOT NULL,
	CONSTRAINT "video_segments_video_id_segment_pk" PRIMARY KEY("video_id","segment")
);
--> statement-breakpoint
CREATE TABLE "video_totals" (
	"video_id" uuid PRIMARY KEY NOT NULL,
	"views" integer DEFAULT 0 NOT NULL,
	"previews" integer DEFAULT 0 NOT NULL,
	"started" integer DEFAULT 0 NOT NULL,
	"played" integer DEFAULT 0 NOT NULL,
	"half" integer DEFAULT 0 NOT NULL,
	"completed" integer DEFAULT 0 NOT NULL,
	"watch_ms" bigint DEFAULT 0 NOT NULL,
	"media_ms" bigint DEFAULT 0 NOT NULL,
	"wall_ms" bigint DEFAULT 0 NOT NULL,
	"covered_seconds" bigint DEFAULT 0 NOT NULL,
	"startup_ms" bigint DEFAULT 0 NOT NULL,
	"startups" integer DEFAULT 0 NOT NULL,
	"abandoned" integer DEFAULT 0 NOT NULL,
	"plays" integer DEFAULT 0 NOT NULL,
	"pauses" integer DEFAULT 0 NOT NULL,
	"seeks" integer DEFAULT 0 NOT NULL,
	"quality_changes" integer DEFAULT 0 NOT NULL,
	"rebuffers" integer DEFAULT 0 NOT NULL,
	"rebuffer_ms" bigint DEFAULT 0 NOT NULL,
	"retries" integer DEFAULT 0 NOT NULL,
	"viewers" integer DEFAULT 0 NOT NULL,
	"completers" integer DEFAULT 0 NOT NULL,
	"longest_watch_ms" bigint DEFAULT 0 NOT NULL,
	"first_view_at" timestamp with time zone,
	"last_view_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "videos" (
	"id" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"lesson_id" uuid,
	"external_id" text,
	"title" text NOT NULL,
	"provider" "video_provider" DEFAULT 'file' NOT NULL,
	"source_url" text,
	"page_url" text,
	"status" "video_status" DEFAULT 'processing' NOT NULL,
	"duration_ms" integer,
	"published_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "viewer_progress" (
	"video_id" uuid NOT NULL,
	"viewer_id" text NOT NULL,
	"watched" "int4multirange" DEFAULT '{}' NOT NULL,
	"playbacks" integer DEFAULT 0 NOT NULL,
	"watch_ms" bigint DEFAULT 0 NOT NULL,
	"position_ms" integer,
	"position_at" timestamp with time zone,
	"position_session_id" uuid,
	"completed_at" timestamp with time zone,
	"last_watched_at" timestamp with time zone,
	CONSTRAINT "viewer_progress_video_id_viewer_id_pk" PRIMARY KEY("video_id","viewer_id")
);
--> statement-breakpoint
ALTER TABLE "classes" ADD CONSTRAINT "classes_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_instructors" ADD CONSTRAINT "course_instructors_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_instructors" ADD CONSTRAINT "course_instructors_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "courses" ADD CONSTRAINT "courses_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrollments" ADD CONSTRAINT "enrollments_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrollments" ADD CONSTRAINT "enrollments_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrollments" ADD CONSTRAINT "enrollments_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lessons" ADD CONSTRAINT "lessons_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "videos" ADD CONSTRAINT "videos_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "videos" ADD CONSTRAINT "videos_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "videos" ADD CONSTRAINT "videos_lesson_id_lessons_id_fk" FOREIGN KEY ("lesson_id") REFERENCES "public"."lessons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_log_school" ON "audit_log" USING btree ("school_id","at");--> statement-breakpoint
CREATE INDEX "classes_course" ON "classes" USING btree ("course_id");--> statement-breakpoint
CREATE INDEX "course_instructors_user" ON "course_instructors" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "courses_external_id" ON "courses" USING btree ("school_id","external_id");--> statement-breakpoint
CREATE INDEX "enrollments_user" ON "enrollments" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "lessons_course" ON "lessons" USING btree ("course_id","position");--> statement-breakpoint
CREATE INDEX "api_tokens_user" ON "api_tokens" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "identities_user" ON "identities" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "users_external_id" ON "users" USING btree ("school_id","external_id");--> statement-breakpoint
CREATE INDEX "users_school_role" ON "users" USING btree ("school_id","role");--> statement-breakpoint
CREATE INDEX "playbacks_viewer" ON "playbacks" USING btree ("viewer_id","video_id");--> statement-breakpoint
CREATE INDEX "playbacks_day" ON "playbacks" USING btree ("video_id","day");--> statement-breakpoint
CREATE UNIQUE INDEX "videos_external_id" ON "videos" USING btree ("school_id","external_id");--> statement-breakpoint
CREATE INDEX "videos_course" ON "videos" USING btree ("course_id");--> statement-breakpoint
CREATE INDEX "videos_school" ON "videos" USING btree ("school_id");--> statement-breakpoint
CREATE INDEX "viewer_progress_viewer" ON "viewer_progress" USING btree ("viewer_id");--> statement-breakpoint
-- Rows that every beacon updates keep room on their page, so that the update stays on it (HOT).
ALTER TABLE "playbacks" SET (fillfactor = 75);--> statement-breakpoint
ALTER TABLE "viewer_progress" SET (fillfactor = 75);--> statement-breakpoint
ALTER TABLE "video_seconds" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "video_segments" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "video_daily" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "video_totals" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "video_breakdowns" SET (fillfactor = 50);--> statement-breakpoint
-- Nobody edits the audit log, whatever the code above it does.
CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_log is append-only';
END $$;--> statement-breakpoint
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_log"
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();

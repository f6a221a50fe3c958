CREATE TYPE "public"."material_type" AS ENUM('pdf', 'quiz', 'link');--> statement-breakpoint
CREATE TYPE "public"."account_link_purpose" AS ENUM('invitation', 'open_invitation', 'password', 'email');--> statement-breakpoint
-- Made anew: before Postgres 17 a value that is added to a type cannot be used in the same transaction, and a restore is one.
ALTER TYPE "public"."role" RENAME TO "role_before";--> statement-breakpoint
CREATE TYPE "public"."role" AS ENUM('admin', 'instructor', 'assistant', 'student');--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "role" TYPE "public"."role" USING "role"::text::"public"."role";--> statement-breakpoint
DROP TYPE "public"."role_before";--> statement-breakpoint
CREATE TABLE "materials" (
	"id" uuid PRIMARY KEY NOT NULL,
	"lesson_id" uuid NOT NULL,
	"external_id" text,
	"type" "material_type" NOT NULL,
	"title" text NOT NULL,
	"url" text,
	"duration_ms" bigint,
	"lesson_position" integer NOT NULL,
	"archived_at" timestamp with time zone,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "account_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"purpose" "account_link_purpose" NOT NULL,
	"school_id" uuid,
	"user_id" uuid,
	"email" text,
	"domain" text,
	"course_id" uuid,
	"class_id" uuid,
	"hash" text NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "account_links_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "roster_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid NOT NULL,
	"user_id" uuid,
	"format" text NOT NULL,
	"file_name" text NOT NULL,
	"file_hash" text NOT NULL,
	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"before" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "school_logos" (
	"school_id" uuid PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"body" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "terms" (
	"id" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid NOT NULL,
	"external_id" text,
	"name" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "video_captions" (
	"video_id" uuid NOT NULL,
	"language" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "video_captions_video_id_language_pk" PRIMARY KEY("video_id","language")
);
--> statement-breakpoint
CREATE TABLE "video_chapters" (
	"video_id" uuid NOT NULL,
	"start_ms" integer NOT NULL,
	"title" text NOT NULL,
	CONSTRAINT "video_chapters_video_id_start_ms_pk" PRIMARY KEY("video_id","start_ms")
);
--> statement-breakpoint
ALTER TABLE "videos" DROP CONSTRAINT "videos_lesson_id_lessons_id_fk";
--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "email" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "classes" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "classes" ADD COLUMN "term_id" uuid;--> statement-breakpoint
ALTER TABLE "classes" ADD COLUMN "starts_on" date;--> statement-breakpoint
ALTER TABLE "classes" ADD COLUMN "ends_on" date;--> statement-breakpoint
ALTER TABLE "classes" ADD COLUMN "archived_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "classes" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "classes" ADD COLUMN "created_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "courses" ADD COLUMN "description" text;--> statement-breakpoint
ALTER TABLE "courses" ADD COLUMN "archived_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "courses" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "lessons" ADD COLUMN "archived_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "lessons" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "lessons" ADD COLUMN "created_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "username" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "first_name" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "last_name" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "last_signed_in_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "slug" text;--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "attendance_minimum_percent" integer;--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "minimum_group_size" integer DEFAULT 5 NOT NULL;--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "retention_months" integer;--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "privacy_notice" text;--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "accent" text;--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "oidc_domains" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "oidc_default_role" "role" DEFAULT 'student' NOT NULL;--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "oidc_role_claim" text;--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "oidc_roles" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "setup_skipped" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "setup_closed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "lesson_id" uuid;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "lesson_position" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "videos" ADD COLUMN "lesson_position" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "videos" ADD COLUMN "media_file" text;--> statement-breakpoint
ALTER TABLE "videos" ADD COLUMN "poster_file" text;--> statement-breakpoint
ALTER TABLE "videos" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "videos" ADD COLUMN "version_of" uuid;--> statement-breakpoint
ALTER TABLE "videos" ADD COLUMN "archived_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "videos" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "materials" ADD CONSTRAINT "materials_lesson_id_lessons_id_fk" FOREIGN KEY ("lesson_id") REFERENCES "public"."lessons"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_links" ADD CONSTRAINT "account_links_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_links" ADD CONSTRAINT "account_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_links" ADD CONSTRAINT "account_links_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roster_imports" ADD CONSTRAINT "roster_imports_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roster_imports" ADD CONSTRAINT "roster_imports_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "school_logos" ADD CONSTRAINT "school_logos_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "terms" ADD CONSTRAINT "terms_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "video_captions" ADD CONSTRAINT "video_captions_video_id_videos_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."videos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "video_chapters" ADD CONSTRAINT "video_chapters_video_id_videos_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."videos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "materials_lesson" ON "materials" USING btree ("lesson_id","lesson_position");--> statement-breakpoint
CREATE UNIQUE INDEX "materials_external_id" ON "materials" USING btree ("lesson_id","external_id");--> statement-breakpoint
CREATE INDEX "account_links_user" ON "account_links" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "account_links_school" ON "account_links" USING btree ("school_id");--> statement-breakpoint
CREATE INDEX "roster_imports_school" ON "roster_imports" USING btree ("school_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "terms_external_id" ON "terms" USING btree ("school_id","external_id");--> statement-breakpoint
CREATE INDEX "terms_school" ON "terms" USING btree ("school_id","starts_on");--> statement-breakpoint
ALTER TABLE "classes" ADD CONSTRAINT "classes_term_id_terms_id_fk" FOREIGN KEY ("term_id") REFERENCES "public"."terms"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_lesson_id_lessons_id_fk" FOREIGN KEY ("lesson_id") REFERENCES "public"."lessons"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "videos" ADD CONSTRAINT "videos_version_of_videos_id_fk" FOREIGN KEY ("version_of") REFERENCES "public"."videos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "videos" ADD CONSTRAINT "videos_lesson_id_lessons_id_fk" FOREIGN KEY ("lesson_id") REFERENCES "public"."lessons"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "classes_external_id" ON "classes" USING btree ("course_id","external_id");--> statement-breakpoint
CREATE UNIQUE INDEX "lessons_external_id" ON "lessons" USING btree ("course_id","external_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_username" ON "users" USING btree ("school_id","username");--> statement-breakpoint
CREATE INDEX "sessions_lesson" ON "sessions" USING btree ("lesson_id") WHERE "sessions"."lesson_id" is not null;--> statement-breakpoint
CREATE INDEX "videos_lesson" ON "videos" USING btree ("lesson_id") WHERE "videos"."lesson_id" is not null;--> statement-breakpoint
CREATE INDEX "videos_version_of" ON "videos" USING btree ("version_of") WHERE "videos"."version_of" is not null;--> statement-breakpoint
ALTER TABLE "schools" ADD CONSTRAINT "schools_slug_unique" UNIQUE("slug");
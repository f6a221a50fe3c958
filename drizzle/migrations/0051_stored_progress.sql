CREATE TABLE "stored_progress" (
	"course_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"facts" bigint,
	"lesson_ids" uuid[] DEFAULT '{}' NOT NULL,
	"percentages" double precision[] DEFAULT '{}' NOT NULL,
	"begun" boolean[] DEFAULT '{}' NOT NULL,
	"least_percentage" double precision,
	"last_active_at" timestamp with time zone,
	CONSTRAINT "stored_progress_course_id_user_id_pk" PRIMARY KEY("course_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "viewer_progress" ADD COLUMN "changed" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "stored_progress" ADD CONSTRAINT "stored_progress_course_id_user_id_enrollments_course_id_user_id_fk" FOREIGN KEY ("course_id","user_id") REFERENCES "public"."enrollments"("course_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "viewer_progress_changed" ON "viewer_progress" USING btree ("video_id") WHERE "viewer_progress"."changed" and "viewer_progress"."viewer_id" like 'u:%';
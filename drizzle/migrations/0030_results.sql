CREATE TYPE "public"."assessment_kind" AS ENUM('quiz', 'assignment', 'exam');--> statement-breakpoint
CREATE TABLE "assessments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"course_id" uuid NOT NULL,
	"lesson_id" uuid,
	"class_id" uuid,
	"external_id" text,
	"kind" "assessment_kind" NOT NULL,
	"title" text NOT NULL,
	"due_at" timestamp with time zone,
	"weight" double precision,
	"maximum_points" double precision DEFAULT 100 NOT NULL,
	"questions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"archived_at" timestamp with time zone,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "results" (
	"id" uuid PRIMARY KEY NOT NULL,
	"assessment_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"external_id" text,
	"points" double precision,
	"submitted_at" timestamp with time zone,
	"carried_over" boolean DEFAULT false NOT NULL,
	"answers" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"recorded_by" uuid,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "assessments" ADD CONSTRAINT "assessments_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessments" ADD CONSTRAINT "assessments_lesson_id_lessons_id_fk" FOREIGN KEY ("lesson_id") REFERENCES "public"."lessons"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessments" ADD CONSTRAINT "assessments_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "results" ADD CONSTRAINT "results_assessment_id_assessments_id_fk" FOREIGN KEY ("assessment_id") REFERENCES "public"."assessments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "results" ADD CONSTRAINT "results_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "results" ADD CONSTRAINT "results_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "assessments_external_id" ON "assessments" USING btree ("course_id","external_id");--> statement-breakpoint
CREATE INDEX "assessments_lesson" ON "assessments" USING btree ("lesson_id");--> statement-breakpoint
CREATE INDEX "assessments_class" ON "assessments" USING btree ("class_id");--> statement-breakpoint
CREATE UNIQUE INDEX "results_attempt" ON "results" USING btree ("assessment_id","user_id","attempt");--> statement-breakpoint
CREATE UNIQUE INDEX "results_external_id" ON "results" USING btree ("assessment_id","external_id");--> statement-breakpoint
CREATE INDEX "results_user" ON "results" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "results_recorder" ON "results" USING btree ("recorded_by");
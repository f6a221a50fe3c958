CREATE TABLE "alert_rules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid,
	"kind" text NOT NULL,
	"is_on" boolean DEFAULT true NOT NULL,
	"threshold" double precision,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "alert_rules_kind" UNIQUE NULLS NOT DISTINCT("school_id","kind")
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid,
	"kind" text NOT NULL,
	"session_id" uuid,
	"course_id" uuid,
	"class_id" uuid,
	"user_id" uuid,
	"value" double precision,
	"threshold" double precision,
	"detail" jsonb NOT NULL,
	"happened_at" timestamp with time zone NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"resolved_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_open" ON "alerts" USING btree ("kind",coalesce("session_id", "class_id", "user_id", '00000000-0000-0000-0000-000000000000'),coalesce("course_id", '00000000-0000-0000-0000-000000000000')) WHERE "alerts"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_school" ON "alerts" USING btree ("school_id","raised_at");--> statement-breakpoint
CREATE INDEX "alerts_resolved" ON "alerts" USING btree ("resolved_at");--> statement-breakpoint
CREATE INDEX "alerts_session" ON "alerts" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "alerts_course" ON "alerts" USING btree ("course_id");--> statement-breakpoint
CREATE INDEX "alerts_class" ON "alerts" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "alerts_user" ON "alerts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "stored_progress_active" ON "stored_progress" USING btree ("course_id","last_active_at");
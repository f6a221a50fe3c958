CREATE TYPE "public"."practice_type" AS ENUM('conversation', 'pronunciation', 'roleplay');--> statement-breakpoint
CREATE TABLE "practice_sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"session_type" "practice_type" NOT NULL,
	"duration_seconds" integer NOT NULL,
	"words_spoken" integer NOT NULL,
	"pronunciation_score" double precision,
	"fluency_score" double precision,
	"grammar_score" double precision,
	"topics" jsonb NOT NULL,
	"vocabulary_learned" jsonb NOT NULL,
	"areas_to_improve" jsonb NOT NULL,
	"metadata" jsonb NOT NULL,
	"idempotency_key" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "practice_sessions" ADD CONSTRAINT "practice_sessions_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_sessions" ADD CONSTRAINT "practice_sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "practice_sessions_key" ON "practice_sessions" USING btree ("user_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "practice_sessions_user" ON "practice_sessions" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "practice_sessions_school" ON "practice_sessions" USING btree ("school_id","created_at");--> statement-breakpoint
CREATE INDEX "practice_sessions_created" ON "practice_sessions" USING btree ("created_at");
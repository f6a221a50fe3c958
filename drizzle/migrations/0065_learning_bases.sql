CREATE TABLE "ai_coach_bases" (
	"actor" uuid NOT NULL,
	"day" date NOT NULL,
	"school_id" uuid NOT NULL,
	"sent" integer DEFAULT 0 NOT NULL,
	"received" integer DEFAULT 0 NOT NULL,
	"responses" jsonb NOT NULL,
	"median_response_ms" integer,
	"ratings" integer DEFAULT 0 NOT NULL,
	"rating_sum" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "ai_coach_bases_actor_day_pk" PRIMARY KEY("actor","day")
);
--> statement-breakpoint
CREATE TABLE "daily_activity_bases" (
	"actor" uuid NOT NULL,
	"day" date NOT NULL,
	"school_id" uuid NOT NULL,
	"events" integer DEFAULT 0 NOT NULL,
	"active" "int8multirange" NOT NULL,
	"active_ms" bigint DEFAULT 0 NOT NULL,
	"xp" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "daily_activity_bases_actor_day_pk" PRIMARY KEY("actor","day")
);
--> statement-breakpoint
CREATE TABLE "gamification_bases" (
	"actor" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid NOT NULL,
	"xp" bigint DEFAULT 0 NOT NULL,
	"level" integer DEFAULT 1 NOT NULL,
	"active_days" "int4multirange" NOT NULL,
	"last_active_day" date,
	"streak_days" integer DEFAULT 0 NOT NULL,
	"longest_streak_days" integer DEFAULT 0 NOT NULL,
	"materials_completed" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "learning_session_bases" (
	"actor" uuid NOT NULL,
	"id" uuid NOT NULL,
	"school_id" uuid NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"last_event_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"active" "int8multirange" NOT NULL,
	"duration_ms" bigint DEFAULT 0 NOT NULL,
	"events" integer DEFAULT 0 NOT NULL,
	"material_ids" jsonb NOT NULL,
	"materials" integer DEFAULT 0 NOT NULL,
	"xp" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "learning_session_bases_actor_id_pk" PRIMARY KEY("actor","id")
);
--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "learning_since" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "gamification_bases_school" ON "gamification_bases" USING btree ("school_id");
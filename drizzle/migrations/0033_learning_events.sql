CREATE TABLE "ai_coach_metrics" (
	"actor" uuid NOT NULL,
	"day" date NOT NULL,
	"school_id" uuid NOT NULL,
	"sent" integer DEFAULT 0 NOT NULL,
	"received" integer DEFAULT 0 NOT NULL,
	"responses" jsonb NOT NULL,
	"median_response_ms" integer,
	"ratings" integer DEFAULT 0 NOT NULL,
	"rating_sum" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "ai_coach_metrics_actor_day_pk" PRIMARY KEY("actor","day")
);
--> statement-breakpoint
CREATE TABLE "daily_activity" (
	"actor" uuid NOT NULL,
	"day" date NOT NULL,
	"school_id" uuid NOT NULL,
	"events" integer DEFAULT 0 NOT NULL,
	"active" "int8multirange" NOT NULL,
	"active_ms" bigint DEFAULT 0 NOT NULL,
	"xp" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "daily_activity_actor_day_pk" PRIMARY KEY("actor","day")
);
--> statement-breakpoint
CREATE TABLE "gamification_stats" (
	"actor" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid NOT NULL,
	"xp" bigint DEFAULT 0 NOT NULL,
	"level" integer DEFAULT 1 NOT NULL,
	"active_days" "int4multirange" NOT NULL,
	"last_active_day" date,
	"streak_days" integer DEFAULT 0 NOT NULL,
	"longest_streak_days" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hourly_summary" (
	"school_id" uuid NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"event_type" text NOT NULL,
	"events" integer DEFAULT 0 NOT NULL,
	"actors" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "hourly_summary_school_id_hour_event_type_pk" PRIMARY KEY("school_id","hour","event_type")
);
--> statement-breakpoint
CREATE TABLE "learning_event_ids" (
	"actor" uuid NOT NULL,
	"id" uuid NOT NULL,
	CONSTRAINT "learning_event_ids_actor_id_pk" PRIMARY KEY("actor","id")
);
--> statement-breakpoint
CREATE TABLE "learning_events" (
	"actor" uuid NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"id" uuid NOT NULL,
	"school_id" uuid NOT NULL,
	"event_type" text NOT NULL,
	"properties" jsonb NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "learning_events_actor_occurred_at_id_pk" PRIMARY KEY("actor","occurred_at","id")
) PARTITION BY RANGE ("occurred_at");
--> statement-breakpoint
CREATE TABLE "learning_sessions" (
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
	CONSTRAINT "learning_sessions_actor_id_pk" PRIMARY KEY("actor","id")
);
--> statement-breakpoint
CREATE TABLE "school_keys" (
	"school_id" uuid PRIMARY KEY NOT NULL,
	"salt" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "school_keys" ADD CONSTRAINT "school_keys_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ai_coach_metrics_school" ON "ai_coach_metrics" USING btree ("school_id","day");--> statement-breakpoint
CREATE INDEX "daily_activity_school" ON "daily_activity" USING btree ("school_id","day");--> statement-breakpoint
CREATE INDEX "gamification_stats_school" ON "gamification_stats" USING btree ("school_id");--> statement-breakpoint
CREATE INDEX "learning_events_school" ON "learning_events" USING btree ("school_id","occurred_at");--> statement-breakpoint
CREATE INDEX "learning_events_properties" ON "learning_events" USING gin ("properties" jsonb_path_ops);--> statement-breakpoint
-- By hand from here on: drizzle-kit knows no partitions, functions and storage parameters.
ALTER TABLE "learning_sessions" SET (fillfactor = 75);--> statement-breakpoint
ALTER TABLE "daily_activity" SET (fillfactor = 75);--> statement-breakpoint
ALTER TABLE "gamification_stats" SET (fillfactor = 75);--> statement-breakpoint
ALTER TABLE "ai_coach_metrics" SET (fillfactor = 75);--> statement-breakpoint
ALTER TABLE "hourly_summary" SET (fillfactor = 50);--> statement-breakpoint
CREATE TABLE "learning_events_default" PARTITION OF "learning_events" DEFAULT;--> statement-breakpoint
-- The app's role owns nothing, so that it cannot make a table: it asks the owner's function for the partition of a month (UTC). Events of that
-- month which are in the default partition move into it. Returns whether there was none yet.
CREATE FUNCTION "make_learning_partition"("month" date) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
	since timestamptz := date_trunc('month', month::timestamp);
	until timestamptz := date_trunc('month', month::timestamp) + interval '1 month';
	name text := 'learning_events_' || to_char(month, 'YYYY_MM');
BEGIN
	IF to_regclass('public.' || name) IS NOT NULL THEN RETURN false; END IF;
	LOCK TABLE ONLY public.learning_events IN SHARE UPDATE EXCLUSIVE MODE;
	IF to_regclass('public.' || name) IS NOT NULL THEN RETURN false; END IF;
	LOCK TABLE public.learning_events_default IN ACCESS EXCLUSIVE MODE;
	EXECUTE format('CREATE TABLE public.%I (LIKE public.learning_events INCLUDING ALL)', name);
	EXECUTE format('WITH moved AS (DELETE FROM public.learning_events_default WHERE occurred_at >= %L AND occurred_at < %L RETURNING *)
		INSERT INTO public.%I SELECT * FROM moved', since, until, name);
	EXECUTE format('ALTER TABLE public.learning_events ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', name, since, until);
	RETURN true;
END $$;

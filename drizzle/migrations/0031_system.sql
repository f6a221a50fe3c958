CREATE TABLE "system_counts" (
	"minutes" integer NOT NULL,
	"school_id" uuid,
	"at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"count" bigint NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"last_request_id" text,
	CONSTRAINT "system_counts_key" UNIQUE NULLS NOT DISTINCT("minutes","kind","name","at","school_id")
);
--> statement-breakpoint
CREATE TABLE "system_durations" (
	"minutes" integer NOT NULL,
	"school_id" uuid,
	"at" timestamp with time zone NOT NULL,
	"measure" text NOT NULL,
	"name" text NOT NULL,
	"count" bigint NOT NULL,
	"failed" bigint NOT NULL,
	"buckets" integer[] NOT NULL,
	"counts" integer[] NOT NULL,
	CONSTRAINT "system_durations_key" UNIQUE NULLS NOT DISTINCT("minutes","measure","name","at","school_id")
);
--> statement-breakpoint
CREATE TABLE "system_people" (
	"school_id" uuid,
	"at" timestamp with time zone NOT NULL,
	"marks" integer[] NOT NULL,
	CONSTRAINT "system_people_key" UNIQUE NULLS NOT DISTINCT("at","school_id")
);
--> statement-breakpoint
CREATE TABLE "system_processes" (
	"process_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"memory_bytes" bigint,
	"event_loop_delay_ms" double precision,
	"waiting" integer NOT NULL,
	"database_ms" double precision,
	CONSTRAINT "system_processes_process_id_at_pk" PRIMARY KEY("process_id","at")
);
--> statement-breakpoint
ALTER TABLE "system_counts" ADD CONSTRAINT "system_counts_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "system_durations" ADD CONSTRAINT "system_durations_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "system_people" ADD CONSTRAINT "system_people_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "system_counts_at" ON "system_counts" USING btree ("at");--> statement-breakpoint
CREATE INDEX "system_durations_at" ON "system_durations" USING btree ("at");--> statement-breakpoint
CREATE INDEX "system_processes_at" ON "system_processes" USING btree ("at");
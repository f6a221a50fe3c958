CREATE TABLE "daily_summary" (
	"school_id" uuid NOT NULL,
	"day" date NOT NULL,
	"events" bigint DEFAULT 0 NOT NULL,
	"active_ms" bigint DEFAULT 0 NOT NULL,
	"xp" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "daily_summary_school_id_day_pk" PRIMARY KEY("school_id","day")
);
--> statement-breakpoint
INSERT INTO "daily_summary" ("school_id", "day", "events", "active_ms", "xp")
SELECT "school_id", "day", sum("events"), sum("active_ms"), sum("xp") FROM "daily_activity" GROUP BY 1, 2;

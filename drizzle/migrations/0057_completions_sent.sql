ALTER TABLE "gamification_stats" ADD COLUMN "materials_completed" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE "gamification_stats" AS "stats" SET "materials_completed" = "sent"."times" FROM (
  SELECT "actor", count(*)::int AS "times" FROM "learning_events" WHERE "event_type" = 'material_complete' GROUP BY "actor"
) AS "sent" WHERE "sent"."actor" = "stats"."actor";

ALTER TABLE "schools" ADD COLUMN "demo" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "schools" SET "demo" = true WHERE "id" IN (SELECT "school_id" FROM "audit_log" WHERE "target_type" = 'demo' AND "action" = 'demo.found');

ALTER TABLE "roster_imports" ADD COLUMN "decisions" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "roster_imports" ADD COLUMN "missing" text DEFAULT 'stay' NOT NULL;
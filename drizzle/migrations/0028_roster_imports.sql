ALTER TABLE "roster_imports" ADD COLUMN "work_id" uuid;--> statement-breakpoint
ALTER TABLE "roster_imports" ADD COLUMN "file" "bytea";--> statement-breakpoint
ALTER TABLE "roster_imports" ADD COLUMN "language" "language";--> statement-breakpoint
ALTER TABLE "roster_imports" ADD COLUMN "wrong" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "roster_imports" ADD COLUMN "wrong_total" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "roster_imports" ADD COLUMN "imported_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "roster_imports" ADD COLUMN "undone_by" uuid;--> statement-breakpoint
ALTER TABLE "roster_imports" ADD CONSTRAINT "roster_imports_undone_by_users_id_fk" FOREIGN KEY ("undone_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;
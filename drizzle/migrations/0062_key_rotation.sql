ALTER TABLE "school_keys" ADD COLUMN "former_salt" "bytea";--> statement-breakpoint
ALTER TABLE "school_keys" ADD COLUMN "version" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "school_keys" ADD COLUMN "replaced_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "school_keys" ADD COLUMN "rotated_at" timestamp with time zone;
CREATE TABLE "audit_chains" (
	"chain" uuid PRIMARY KEY NOT NULL,
	"number" bigint NOT NULL,
	"hash" text NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_seals" (
	"chain" uuid NOT NULL,
	"number" bigint NOT NULL,
	"entry_id" uuid NOT NULL,
	"entry_at" timestamp with time zone NOT NULL,
	"hash" text NOT NULL,
	"sealed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_seals_chain_number_pk" PRIMARY KEY("chain","number")
);
--> statement-breakpoint
CREATE TABLE "audit_unsealed" (
	"place" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_unsealed_place_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"chain" uuid NOT NULL,
	"entry_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "audit_seals_entry" ON "audit_seals" USING btree ("entry_id");--> statement-breakpoint
CREATE OR REPLACE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;--> statement-breakpoint
CREATE TRIGGER audit_seals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_seals"
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();--> statement-breakpoint
CREATE FUNCTION audit_entry_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_unsealed (chain, entry_id)
    VALUES (coalesce(NEW.school_id, '00000000-0000-0000-0000-000000000000'), NEW.id);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER audit_log_unsealed AFTER INSERT ON "audit_log"
  FOR EACH ROW EXECUTE FUNCTION audit_entry_waits();--> statement-breakpoint
INSERT INTO "audit_unsealed" ("chain", "entry_id")
  SELECT coalesce("school_id", '00000000-0000-0000-0000-000000000000'), "id" FROM "audit_log" ORDER BY "at", "id";

CREATE TABLE "devices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"sign_in_id" uuid,
	"name" text NOT NULL,
	"address" text NOT NULL,
	"signed_in_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "devices_user_device" ON "devices" USING btree ("user_id","device_id");--> statement-breakpoint
CREATE UNIQUE INDEX "devices_sign_in" ON "devices" USING btree ("sign_in_id");--> statement-breakpoint
CREATE INDEX "audit_log_target" ON "audit_log" USING btree ("target_type","target_id","at");
--> statement-breakpoint
-- All access ends with what it was given for, whichever statement changes the user: the version ends access tokens.
CREATE FUNCTION raise_user_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.role, NEW.school_id, NEW.password_hash, NEW.disabled_at)
    IS DISTINCT FROM (OLD.role, OLD.school_id, OLD.password_hash, OLD.disabled_at)
  THEN
    NEW.version := greatest(NEW.version, OLD.version + 1);
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER users_raise_version BEFORE UPDATE ON "users" FOR EACH ROW EXECUTE FUNCTION raise_user_version();--> statement-breakpoint
CREATE FUNCTION end_user_access() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.password_hash IS DISTINCT FROM OLD.password_hash THEN
    DELETE FROM devices WHERE user_id = NEW.id;
  ELSE
    UPDATE devices SET sign_in_id = NULL WHERE user_id = NEW.id AND sign_in_id IS NOT NULL;
  END IF;
  UPDATE api_tokens SET revoked_at = now() WHERE user_id = NEW.id AND revoked_at IS NULL;
  PERFORM pg_notify('lectern_access', NEW.id::text);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER users_end_access AFTER UPDATE ON "users" FOR EACH ROW
  WHEN (NEW.version <> OLD.version) EXECUTE FUNCTION end_user_access();--> statement-breakpoint
-- What is told is the id of what has ended: a user's, a session's or an API token's.
CREATE FUNCTION tell_ended_sign_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('lectern_access', OLD.sign_in_id::text);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER devices_tell_replaced AFTER UPDATE ON "devices" FOR EACH ROW
  WHEN (OLD.sign_in_id IS NOT NULL AND NEW.sign_in_id IS DISTINCT FROM OLD.sign_in_id)
  EXECUTE FUNCTION tell_ended_sign_in();--> statement-breakpoint
CREATE TRIGGER devices_tell_deleted AFTER DELETE ON "devices" FOR EACH ROW
  WHEN (OLD.sign_in_id IS NOT NULL) EXECUTE FUNCTION tell_ended_sign_in();--> statement-breakpoint
CREATE FUNCTION tell_revoked_token() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('lectern_access', NEW.id::text);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER api_tokens_tell_revoked AFTER UPDATE ON "api_tokens" FOR EACH ROW
  WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION tell_revoked_token();

CREATE TABLE "bus_events" (
	"number" bigint NOT NULL,
	"type" text NOT NULL,
	"payload" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "bus_events_type_number_pk" PRIMARY KEY("type","number")
);
--> statement-breakpoint
CREATE TABLE "bus_position" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"number" bigint NOT NULL,
	CONSTRAINT "bus_position_one" CHECK ("bus_position"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "bus_uncommitted" (
	"place" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bus_uncommitted_place_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"type" text NOT NULL,
	"payload" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "bus_events_at" ON "bus_events" USING brin ("at","number");--> statement-breakpoint
CREATE FUNCTION publish_committed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  next bigint;
BEGIN
  INSERT INTO bus_position AS p (number) VALUES (1)
    ON CONFLICT (id) DO UPDATE SET number = p.number + 1 RETURNING p.number INTO next;
  INSERT INTO bus_events (number, type, payload) VALUES (next, NEW.type, NEW.payload);
  DELETE FROM bus_uncommitted WHERE place = NEW.place;
  PERFORM pg_notify('analytics:' || NEW.type, next::text);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER bus_uncommitted_publish AFTER INSERT ON "bus_uncommitted" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION publish_committed();

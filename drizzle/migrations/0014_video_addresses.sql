CREATE TABLE "video_addresses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid NOT NULL,
	"address" text NOT NULL,
	"video_id" uuid,
	"ignored" boolean DEFAULT false NOT NULL,
	"course_reference" text,
	"page_url" text,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"waiting_beacons" integer DEFAULT 0 NOT NULL,
	"waiting_playbacks" integer DEFAULT 0 NOT NULL,
	"replayed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "allowed_origins" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "pending_beacons" ADD COLUMN "address_id" uuid;--> statement-breakpoint
ALTER TABLE "video_addresses" ADD CONSTRAINT "video_addresses_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "video_addresses" ADD CONSTRAINT "video_addresses_video_id_videos_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."videos"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "video_addresses_address" ON "video_addresses" USING btree ("school_id","address");--> statement-breakpoint
CREATE INDEX "video_addresses_unreplayed" ON "video_addresses" USING btree ("id") WHERE "video_addresses"."video_id" is not null and "video_addresses"."replayed_at" is null;--> statement-breakpoint
CREATE INDEX "pending_beacons_address" ON "pending_beacons" USING btree ("address_id","key","playback_id") WHERE "pending_beacons"."address_id" is not null;--> statement-breakpoint
CREATE INDEX "pending_beacons_received" ON "pending_beacons" USING btree ("received_at");
--> statement-breakpoint
-- How much waits for each address, whoever adds or takes it. Addresses are locked in one order, so that no two writers wait for each other.
CREATE FUNCTION count_waiting_beacons() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sign integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
  IF EXISTS (SELECT FROM changed WHERE address_id IS NOT NULL) THEN
    PERFORM FROM video_addresses WHERE id IN (SELECT address_id FROM changed) ORDER BY school_id, address FOR UPDATE;
    UPDATE video_addresses a
    SET waiting_beacons = a.waiting_beacons + sign * n.beacons, waiting_playbacks = a.waiting_playbacks + sign * n.playbacks
    FROM (
      SELECT address_id, count(*) AS beacons, count(*) FILTER (WHERE key = 'view') AS playbacks FROM changed GROUP BY 1
    ) n
    WHERE a.id = n.address_id;
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER pending_beacons_added AFTER INSERT ON "pending_beacons" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION count_waiting_beacons();--> statement-breakpoint
CREATE TRIGGER pending_beacons_taken AFTER DELETE ON "pending_beacons" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION count_waiting_beacons();

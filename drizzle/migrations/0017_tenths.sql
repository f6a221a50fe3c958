CREATE FUNCTION "to_tenths"(ranges int4multirange) RETURNS int4multirange LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(range_agg(int4range(lower(r) * 10, upper(r) * 10)), '{}') FROM unnest(ranges) r
$$;--> statement-breakpoint
CREATE FUNCTION "replays_to_tenths"(ranges int4multirange) RETURNS int8multirange LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(range_agg(int8range(
    (lower(r) >> 20)::bigint * (1 << 24) + (lower(r) & ((1 << 20) - 1)) * 10,
    (lower(r) >> 20)::bigint * (1 << 24) + (upper(r) - (lower(r) >> 20 << 20)) * 10)), '{}') FROM unnest(ranges) r
$$;--> statement-breakpoint
ALTER TABLE "playbacks"
  ALTER COLUMN "watched" SET DATA TYPE int4multirange USING to_tenths("watched"),
  ALTER COLUMN "seen" SET DATA TYPE int4multirange USING to_tenths("seen"),
  ALTER COLUMN "past_end" SET DATA TYPE int4multirange USING to_tenths("past_end"),
  ALTER COLUMN "replays" DROP DEFAULT,
  ALTER COLUMN "replays" SET DATA TYPE int8multirange USING replays_to_tenths("replays"),
  ALTER COLUMN "replays" SET DEFAULT '{}';--> statement-breakpoint
ALTER TABLE "viewer_progress" ALTER COLUMN "watched" SET DATA TYPE int4multirange USING to_tenths("watched");--> statement-breakpoint
DROP FUNCTION "to_tenths";--> statement-breakpoint
DROP FUNCTION "replays_to_tenths";--> statement-breakpoint
ALTER TABLE "video_daily" RENAME COLUMN "covered_seconds" TO "covered_ms";--> statement-breakpoint
UPDATE "video_daily" SET "covered_ms" = "covered_ms" * 1000;--> statement-breakpoint
ALTER TABLE "video_totals" RENAME COLUMN "covered_seconds" TO "covered_ms";--> statement-breakpoint
UPDATE "video_totals" SET "covered_ms" = "covered_ms" * 1000;--> statement-breakpoint
ALTER TABLE "video_seconds" ADD COLUMN "plays_tenths" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "video_seconds" ADD COLUMN "covers_tenths" integer DEFAULT 0 NOT NULL;

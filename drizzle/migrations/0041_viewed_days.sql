ALTER TABLE "viewer_progress" ADD COLUMN "viewed_days" "int4multirange" DEFAULT '{}' NOT NULL;--> statement-breakpoint
UPDATE "viewer_progress" v SET "viewed_days" = d.days
FROM (
  SELECT "video_id", "viewer_id", range_agg(int4range("day" - date '1970-01-01', "day" - date '1970-01-01' + 1)) AS days
  FROM "playbacks" WHERE "rolled_up" AND NOT "preview" AND "viewer_id" IS NOT NULL GROUP BY 1, 2
) d
WHERE v."video_id" = d."video_id" AND v."viewer_id" = d."viewer_id";

-- The days (UTC) of what is measured, from their hours: new minutes add to all three.
INSERT INTO "system_durations" ("minutes", "school_id", "at", "measure", "name", "count", "failed", "buckets", "counts")
SELECT 1440, "school_id", "day", "measure", "name", "count", "failed", "buckets", "counts"
FROM (
  SELECT "school_id", date_trunc('day', "at", 'UTC') AS "day", "measure", "name", sum("count") AS "count", sum("failed") AS "failed"
  FROM "system_durations" WHERE "minutes" = 60 GROUP BY 1, 2, 3, 4
) AS sums
CROSS JOIN LATERAL (
  SELECT array_agg("bucket" ORDER BY "bucket") AS "buckets", array_agg("times" ORDER BY "bucket") AS "counts"
  FROM (
    SELECT u."bucket", sum(u."times")::int AS "times"
    FROM "system_durations" AS d, unnest(d."buckets", d."counts") AS u("bucket", "times")
    WHERE d."minutes" = 60 AND d."measure" = sums."measure" AND d."name" = sums."name"
      AND d."at" >= sums."day" AND d."at" < sums."day" + interval '1 day' AND d."school_id" IS NOT DISTINCT FROM sums."school_id"
    GROUP BY 1
  ) AS merged
) AS histogram;--> statement-breakpoint
INSERT INTO "system_counts" ("minutes", "school_id", "at", "kind", "name", "count", "last_at", "last_request_id")
SELECT 1440, "school_id", date_trunc('day', "at", 'UTC'), "kind", "name", sum("count"), max("last_at"),
  (array_agg("last_request_id" ORDER BY "last_at" DESC) FILTER (WHERE "last_request_id" IS NOT NULL))[1]
FROM "system_counts" WHERE "minutes" = 60 GROUP BY 2, 3, 4, 5;

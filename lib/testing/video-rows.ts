import type { Sql } from "postgres";

/** All rows from which a video's numbers are read, without the ids of the video and its playbacks, without whether the stored progress has them, and without rows of zeros. */
export async function numbersOf(sql: Sql, videoId: string): Promise<string[][]> {
  const tables = [
    "video_seconds",
    "video_segments",
    "video_daily",
    "video_totals",
    "video_breakdowns",
    "viewer_progress",
  ];
  const rows = await Promise.all(
    tables.map((table) => sql`select * from ${sql(table)} where video_id = ${videoId}`),
  );
  const keys = ["day", "second", "segment", "dimension", "value", "viewer_id", "watched", "viewed_days"];
  const isZero = (row: object) =>
    Object.entries(row).every(([key, value]) => keys.includes(key) || value === null || Number(value) === 0);
  return rows.map((list) =>
    list
      .map(({ video_id: _, position_playback_id: __, changed: ___, ...row }) => row)
      .filter((row) => !isZero(row))
      .map((row) => JSON.stringify(row))
      .sort(),
  );
}

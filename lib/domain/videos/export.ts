import { TZDate } from "@date-fns/tz";
import { csvHead, type GlossaryKey } from "@/lib/glossary/glossary";
import type { CsvColumn } from "@/lib/platform/csv";
import type { MetricKey } from "./metrics";
import {
  type HeatmapAnswer,
  type PopularVideo,
  type RetentionAnswer,
  type ViewerRow,
  videoNumbers,
} from "./schema";

/*
 * The columns of each CSV: the same rows that the routes answer, numbers as in the JSON, instants in the school's zone with
 * their offset. A column that is a number takes its head from the glossary.
 */

/** Columns named by their JSON keys, with the glossary's heads. */
function numbers<Row, Key extends keyof Row & GlossaryKey>(keys: readonly Key[]): CsvColumn<Row>[] {
  return keys.map((key) => ({ header: csvHead(key), value: (row) => numberOf(row[key]) }));
}

const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** ISO 8601 with the zone's offset. */
const local = (instant: string | null, timeZone: string): string | null =>
  instant === null ? null : new TZDate(instant, timeZone).toISOString();

export function videoColumns(timeZone: string): CsvColumn<PopularVideo>[] {
  return [
    ...numbers<PopularVideo, "rank" | "rank_change">(["rank", "rank_change"]),
    { header: "Video", value: (row) => row.title },
    { header: "Video id", value: (row) => row.video_id },
    { header: "Course", value: (row) => row.course_title },
    { header: "Lesson", value: (row) => row.lesson_number },
    { header: "Status", value: (row) => row.status },
    { header: "Published at", value: (row) => local(row.published_at, timeZone) },
    ...numbers<PopularVideo, "duration_seconds" | MetricKey>([
      "duration_seconds",
      ...videoNumbers.keyof().options,
    ]),
    { header: "First view at", value: (row) => local(row.first_view_at, timeZone) },
    { header: "Last view at", value: (row) => local(row.last_view_at, timeZone) },
  ];
}

export type ViewerLine = Omit<ViewerRow, "strip">;

const kinds: Record<ViewerRow["kind"], string> = {
  user: "User",
  guest: "Guest",
  visitor: "Visitor",
  anonymous: "Anonymous",
};

export function viewerColumns(timeZone: string): CsvColumn<ViewerLine>[] {
  return [
    { header: "Name", value: (row) => row.name },
    { header: "Email", value: (row) => row.email },
    { header: "User id", value: (row) => row.user_id },
    { header: "Kind", value: (row) => kinds[row.kind] },
    { header: csvHead("viewer.views"), value: (row) => row.views },
    ...numbers<ViewerLine, "watch_time_seconds" | "watched_percentage">([
      "watch_time_seconds",
      "watched_percentage",
    ]),
    { header: "Completed", value: (row) => row.completed },
    { header: "Completed at", value: (row) => local(row.completed_at, timeZone) },
    ...numbers<ViewerLine, "position_seconds">(["position_seconds"]),
    { header: "Last watched at", value: (row) => local(row.last_watched_at, timeZone) },
  ];
}

type Segment = HeatmapAnswer["segments"][number];

export const segmentColumns: CsvColumn<Segment>[] = [
  ...numbers<Segment, "segment_start" | "segment_end" | "view_count">([
    "segment_start",
    "segment_end",
    "view_count",
  ]),
  { header: csvHead("segment.unique_viewers"), value: (row) => row.unique_viewers },
  { header: csvHead("segment.completion_rate"), value: (row) => row.completion_rate },
  ...numbers<Segment, "drop_off_count">(["drop_off_count"]),
];

/** One second of the curve. */
type RetentionLine = {
  second: number;
  covers: number;
  plays: number;
  retention_percentage: number;
  watch_ratio: number;
};

/** The curve's arrays as rows, one a second. */
export function retentionLines(answer: RetentionAnswer): RetentionLine[] {
  return answer.covers.map((covers, second) => ({
    second,
    covers,
    plays: answer.plays[second]!,
    retention_percentage: answer.retention_percentage[second]!,
    watch_ratio: answer.watch_ratio[second]!,
  }));
}

export const retentionColumns: CsvColumn<RetentionLine>[] = numbers<RetentionLine, keyof RetentionLine>([
  "second",
  "covers",
  "plays",
  "retention_percentage",
  "watch_ratio",
]);

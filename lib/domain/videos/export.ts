import "server-only";
import { csvHead } from "@/lib/glossary/csv-head";
import type { GlossaryKey } from "@/lib/glossary/glossary";
import { type CsvColumn, csvInstant } from "@/lib/platform/csv";
import {
  type HeatmapAnswer,
  type PopularVideo,
  type RetentionAnswer,
  type ViewerRow,
  videoNumbers,
} from "./schema";

/*
 * The columns of each CSV: the same rows that the routes answer, numbers as in the JSON, instants in the school's zone with
 * their offset. The heads of number columns come from the glossary.
 */

/** Columns named by their JSON keys, with the glossary's heads. */
const numbers = <Key extends GlossaryKey>(...keys: Key[]): CsvColumn<Record<Key, number | null>>[] =>
  keys.map((key) => ({ header: csvHead(key), value: (row) => row[key] }));

export function videoColumns(timeZone: string): CsvColumn<PopularVideo>[] {
  return [
    ...numbers("rank", "rank_change"),
    { header: "Video", value: (row) => row.title },
    { header: "Video id", value: (row) => row.video_id },
    { header: "Course", value: (row) => row.course_title },
    { header: "Lesson", value: (row) => row.lesson_number },
    { header: "Status", value: (row) => row.status },
    { header: "Published at", value: (row) => csvInstant(row.published_at, timeZone) },
    ...numbers("duration_seconds", ...videoNumbers.keyof().options),
    { header: "First view at", value: (row) => csvInstant(row.first_view_at, timeZone) },
    { header: "Last view at", value: (row) => csvInstant(row.last_view_at, timeZone) },
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
    ...numbers("watch_time_seconds", "watched_percentage"),
    { header: "Completed", value: (row) => row.completed },
    { header: "Completed at", value: (row) => csvInstant(row.completed_at, timeZone) },
    ...numbers("position_seconds"),
    { header: "Last watched at", value: (row) => csvInstant(row.last_watched_at, timeZone) },
  ];
}

type Segment = HeatmapAnswer["segments"][number];

export const segmentColumns: CsvColumn<Segment>[] = [
  ...numbers("segment_start", "segment_end", "view_count"),
  { header: csvHead("segment.unique_viewers"), value: (row) => row.unique_viewers },
  { header: csvHead("segment.completion_rate"), value: (row) => row.completion_rate },
  ...numbers("drop_off_count"),
];

/** The curve's arrays as rows, one per second. */
export function retentionLines(answer: RetentionAnswer) {
  return answer.covers.map((covers, second) => ({
    second,
    covers,
    plays: answer.plays[second]!,
    retention_percentage: answer.retention_percentage[second]!,
    watch_ratio: answer.watch_ratio[second]!,
  }));
}

export const retentionColumns = numbers("second", "covers", "plays", "retention_percentage", "watch_ratio");

import type { HeatmapAnswer } from "@/lib/domain/videos/schema";

/** Ten seconds a row, as the strip has them. */
const rowSeconds = 10;

export type SegmentRow = {
  from: number;
  to: number;
  /** Mean views and plays a second of these seconds, as shares of the base, 0–100. */
  first: number | null;
  replays: number | null;
  /** Known for all time only. */
  people: number | null;
  stopped: number | null;
};

/** The retention chart's numbers as rows; people and stops where the heatmap of the same views is known. */
export function segmentRows(
  curve: { base: number; covers: readonly number[]; plays: readonly number[] },
  segments: HeatmapAnswer["segments"] | null,
): SegmentRow[] {
  const share = (total: number, seconds: number) =>
    curve.base > 0 && seconds > 0 ? (total / seconds / curve.base) * 100 : null;
  const byStart = new Map(segments?.map((segment) => [segment.segment_start, segment]));
  const rows: SegmentRow[] = [];
  for (let from = 0; from < curve.covers.length; from += rowSeconds) {
    const to = Math.min(curve.covers.length, from + rowSeconds);
    const covers = total(curve.covers, from, to);
    const segment = byStart.get(from);
    rows.push({
      from,
      to,
      first: share(covers, to - from),
      replays: share(Math.max(0, total(curve.plays, from, to) - covers), to - from),
      people: segment?.unique_viewers ?? null,
      stopped: segment?.drop_off_count ?? null,
    });
  }
  return rows;
}

function total(values: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += values[at] ?? 0;
  return sum;
}

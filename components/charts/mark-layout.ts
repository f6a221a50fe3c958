/*
 * Where the labels of marked moments go above a plot. Labels never overlap; the more important ones are placed first,
 * and one that finds no room keeps its line but not its words (the list and the table still have it).
 */

export type Mark = {
  /** Second that the line stands at. */
  second: number;
  /** Where its shading ends; null for a mark without shading. */
  toSecond: number | null;
  title: string;
  detail: string;
  /** Loss is vermilion and always carries its count. */
  tone: "plain" | "loss";
  /** Smaller is placed sooner. */
  rank: number;
};

export type PlacedMark = Mark & {
  x: number;
  /** Which side of the line the words stand on; null when there is no room. */
  side: "right" | "left" | null;
  /** False where only the title fits. */
  detailed: boolean;
};

/** A mean glyph of 12 px Instrument Sans: enough to keep labels apart without measuring them. */
const glyphWidth = 6.1;
const lineGap = 6;
const labelGap = 8;

export function labelWidth(mark: Pick<Mark, "title" | "detail">): number {
  return Math.max(mark.title.length * 6.6, mark.detail.length * glyphWidth);
}

/** Places marks in a plot `width` pixels wide; the answer is in the order of time. */
export function placeMarks(marks: readonly Mark[], width: number, durationSeconds: number): PlacedMark[] {
  const taken: [number, number][] = [];
  const free = (from: number, to: number) =>
    from >= 0 &&
    to <= width &&
    taken.every(([start, end]) => to + labelGap <= start || from >= end + labelGap);
  return [...marks]
    .sort((a, b) => a.rank - b.rank || a.second - b.second)
    .map((mark): PlacedMark => {
      const x = durationSeconds > 0 ? (mark.second / durationSeconds) * width : 0;
      for (const detailed of [true, false]) {
        const length = labelWidth({ title: mark.title, detail: detailed ? mark.detail : "" }) + lineGap;
        const side = free(x, x + length) ? "right" : free(x - length, x) ? "left" : null;
        if (!side) continue;
        taken.push(side === "right" ? [x, x + length] : [x - length, x]);
        return { ...mark, x, side, detailed };
      }
      return { ...mark, x, side: null, detailed: false };
    })
    .sort((a, b) => a.second - b.second);
}

/** Centres of numbered flags above a narrow plot: as near to their seconds as they can stand without touching. */
export function spreadFlags(centres: readonly number[], gap: number, width: number): number[] {
  const out = [...centres];
  let least = gap / 2;
  for (let at = 0; at < out.length; at++) {
    out[at] = Math.max(least, out[at] ?? 0);
    least = (out[at] ?? 0) + gap;
  }
  let most = width - gap / 2;
  for (let at = out.length - 1; at >= 0; at--) {
    out[at] = Math.min(most, out[at] ?? 0);
    most = (out[at] ?? 0) - gap;
  }
  return out;
}

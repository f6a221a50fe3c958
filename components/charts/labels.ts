/*
 * The positions of labels above a plot. They never overlap; the more important ones are placed first. A marked moment
 * without room keeps its line but not its label (the list and the table still have it). A loss always shows its count, so
 * one without room for its two lines tries a shorter label on either line, beside or above its neighbour's.
 */

export type Mark = {
  /** The second of the line. */
  second: number;
  /** The end of its shading; null for a mark without shading. */
  toSecond: number | null;
  title: string;
  detail: string;
  /** A loss is vermilion and always shows its count. */
  tone: "plain" | "loss";
  /** Smaller is placed earlier. */
  rank: number;
};

export type PlacedMark = Mark & {
  x: number;
  /** The side of the line that the label is on; null when there is no room. */
  side: "right" | "left" | null;
  /** False if only the title fits. */
  detailed: boolean;
};

/** The mean glyph width of 12 px Instrument Sans: keeps labels apart without measuring them. */
const glyphWidth = 6.1;
const lineGap = 6;
const labelGap = 8;

export function labelWidth(mark: Pick<Mark, "title" | "detail">): number {
  return Math.max(mark.title.length * 6.6, mark.detail.length * glyphWidth);
}

/** A text cut with an ellipsis to fit a width. */
export function fitted(text: string, width: number): string {
  const glyphs = Math.floor(width / glyphWidth);
  return text.length <= glyphs ? text : `${text.slice(0, Math.max(1, glyphs - 1)).trimEnd()}…`;
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

/** Centres of numbered flags above a narrow plot: as near to their seconds as possible without touching. */
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

export type DropOff = {
  /** Seconds of the axis. */
  from: number;
  to: number;
  /** "Break, 19:00" and "8 of 32 left, 5 returned". */
  title: string;
  detail: string;
  /** Single-line alternatives, the longest first: "Break: 8 of 32 left", "8 of 32 left". */
  short: readonly string[];
};

type DropLine = { text: string; line: number; x: number; anchor: "start" | "end"; loud: boolean };
export type PlacedDrop = { from: number; to: number; lines: DropLine[] };

const dropGap = 10;

/** Layouts in order of preference: two lines or one, and the side that the labels prefer. */
const ways = [
  { full: true, leftFirst: false },
  { full: true, leftFirst: true },
  { full: false, leftFirst: false },
  { full: false, leftFirst: true },
] as const;

/**
 * Places drop-offs in a plot `width` pixels wide with so many lines above it (two, or one when narrow); the first given
 * is placed first. It takes the layout with the fewest drop-offs without a label, then the one with the most text. A
 * drop-off without room keeps its shade; the table has its text.
 */
export function placeDrops(
  drops: readonly DropOff[],
  width: number,
  seconds: number,
  lineCount: number,
): PlacedDrop[] {
  if (seconds <= 0) return [];
  let best: PlacedDrop[] = [];
  let most = Number.NEGATIVE_INFINITY;
  for (const way of ways) {
    if (way.full && lineCount < 2) continue;
    const placed = placeAll(drops, width, seconds, lineCount, way);
    const said = placed.reduce((sum, { lines }) => sum + worth(lines), 0);
    if (said > most) [best, most] = [placed, said];
  }
  return best.sort((a, b) => a.from - b.from);
}

/** A loss without a label costs more than any number of shorter labels. */
function worth(lines: readonly DropLine[]): number {
  return lines.length === 0 ? -1000 : lines.reduce((sum, { text }) => sum + text.length, 0);
}

function placeAll(
  drops: readonly DropOff[],
  width: number,
  seconds: number,
  lineCount: number,
  { full, leftFirst }: (typeof ways)[number],
): PlacedDrop[] {
  const taken: [number, number][][] = Array.from({ length: lineCount }, () => []);
  const free = (line: number, from: number, to: number) =>
    taken[line]?.every(([start, end]) => to + dropGap <= start || from >= end + dropGap) ?? false;

  function place(texts: readonly string[], first: number, left: number, right: number): DropLine[] | null {
    const [title = "", detail = ""] = texts;
    const length = labelWidth({ title, detail });
    if (length > width) return null;
    const sides = [
      { anchor: "start", start: left },
      { anchor: "end", start: right - length },
    ] as const;
    for (const { anchor, start } of leftFirst ? sides.toReversed() : sides) {
      // Labels stay inside the plot, at its edge if needed.
      const from = Math.max(0, Math.min(width - length, start));
      if (!texts.every((_, index) => free(first + index, from, from + length))) continue;
      const held = from < start ? "end" : from > start ? "start" : anchor;
      return texts.map((text, index) => {
        taken[first + index]?.push([from, from + length]);
        return {
          text,
          line: first + index,
          x: held === "end" ? from + length : from,
          anchor: held,
          loud: index === 0,
        };
      });
    }
    return null;
  }

  return drops.map((drop) => {
    const x = (Math.max(0, drop.from) / seconds) * width;
    const right = (Math.min(seconds, drop.to) / seconds) * width;
    const tries: [readonly string[], number][] = full ? [[[drop.title, drop.detail], 0]] : [];
    for (const text of drop.short)
      for (let line = lineCount - 1; line >= 0; line--) tries.push([[text], line]);
    let lines: DropLine[] = [];
    for (const [texts, line] of tries) {
      lines = place(texts, line, x, right) ?? [];
      if (lines.length > 0) break;
    }
    return { from: Math.max(0, drop.from), to: Math.min(seconds, drop.to), lines };
  });
}

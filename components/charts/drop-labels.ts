import { labelWidth } from "./mark-layout";

/*
 * Where the words of drop-offs go above their shades. A loss always carries its count, so a label that finds no room for its
 * two lines tries a shorter one on either line, beside or above its neighbour's.
 */

export type DropOff = {
  /** Seconds of the session. */
  from: number;
  to: number;
  /** "Break, 19:00" and "8 of 32 left, 5 came back". */
  title: string;
  detail: string;
  /** One line in its place, the longest first: "Break: 8 of 32 left", "8 of 32 left". */
  short: readonly string[];
};

export type DropLine = { text: string; line: number; x: number; anchor: "start" | "end"; loud: boolean };
export type PlacedDrop = { from: number; x: number; width: number; lines: DropLine[] };

const gap = 10;

/** Ways to go about it, the nicest first: with two lines or one, and to which side the words run while they can. */
const ways = [
  { full: true, leftFirst: false },
  { full: true, leftFirst: true },
  { full: false, leftFirst: false },
  { full: false, leftFirst: true },
] as const;

/**
 * Places drop-offs in a plot `width` pixels wide with so many lines above it (two, or one when narrow); the first given
 * chooses first. Of the ways to do so the one is taken that leaves the fewest without words, then the one that says the
 * most. One that finds no room at all keeps its shade, and the table has its words.
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

/** A loss without words weighs more than any number of words saved. */
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
    taken[line]?.every(([start, end]) => to + gap <= start || from >= end + gap) ?? false;

  function place(texts: readonly string[], first: number, left: number, right: number): DropLine[] | null {
    const [title = "", detail = ""] = texts;
    const length = labelWidth({ title, detail });
    if (length > width) return null;
    const sides = [
      { anchor: "start", start: left },
      { anchor: "end", start: right - length },
    ] as const;
    for (const { anchor, start } of leftFirst ? sides.toReversed() : sides) {
      // Words stay on the plot; those pushed away from an edge hold on to it.
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
    return { from: drop.from, x, width: Math.max(1, right - x), lines };
  });
}

import { countedBelow } from "./format";

/*
 * The parts of sentences about numbers. They are joined by spaces; each contains its punctuation.
 */

/** A part of the sentences at the top of a page; the most important one is strong. */
export type Finding = { text: string; strong: boolean };

export const plain = (text: string): Finding => ({ text, strong: false });
export const key = (text: string): Finding => ({ text, strong: true });

const conjunction = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** `a`, `a and b`, `a, b and c`. */
export const listInWords = (parts: readonly string[]): string => conjunction.format(parts);

const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: "UTC" });

/** The name of a day by its number, as JavaScript and Postgres count: `Sunday` is 0. */
export const weekdayName = (day: number): string => weekday.format(Date.UTC(2024, 8, 1 + day));

/** Nouns for people and for parts of a whole. */
const fractions: readonly { at: number; one: string; part: string; plural: boolean }[] = [
  { at: 10, one: "one in ten", part: "a tenth", plural: false },
  { at: 20, one: "one in five", part: "a fifth", plural: false },
  { at: 25, one: "one in four", part: "a quarter", plural: false },
  { at: 33.3, one: "one in three", part: "a third", plural: false },
  { at: 40, one: "two in five", part: "two fifths", plural: true },
  { at: 50, one: "half", part: "half", plural: true },
  { at: 60, one: "three in five", part: "three fifths", plural: true },
  { at: 66.7, one: "two in three", part: "two thirds", plural: true },
  { at: 75, one: "three in four", part: "three quarters", plural: true },
  { at: 80, one: "four in five", part: "four fifths", plural: true },
  { at: 90, one: "nine in ten", part: "nine tenths", plural: true },
  { at: 100, one: "all", part: "all", plural: true },
];

/** A fraction is used when the share is within this many percentage points of it. */
const tolerance = 3;

/**
 * A share as words and whether its verb is plural: "one in four" (stops), "half" (stop), "3 of 4" (stop). "Nearly" means
 * less; a share near no simple fraction is written in per cent. `part` is the same for a whole: "a quarter", "3 of the 4".
 */
export function shareInWords(part: number, base: number): { words: string; part: string; plural: boolean } {
  if (base < countedBelow)
    return { words: `${part} of ${base}`, part: `${part} of the ${base}`, plural: part !== 1 };
  const percent = (part / base) * 100;
  if (part === base) return { words: "all", part: "all", plural: true };
  const nearest = fractions.reduce((best, fraction) =>
    Math.abs(fraction.at - percent) < Math.abs(best.at - percent) ? fraction : best,
  );
  const away = percent - nearest.at;
  const inPercent = `${Math.round(percent)}\u00a0%`;
  if (Math.abs(away) > tolerance || percent < 5) return { words: inPercent, part: inPercent, plural: true };
  // "All" is never approximate.
  const nearly = nearest.at === 100 || away < -1 ? "nearly " : "";
  return { words: nearly + nearest.one, part: nearly + nearest.part, plural: nearest.plural };
}

/** A share of things: "one in four of the views", "3 of 4 views". */
export function shareOf(part: number, base: number, things: string): { words: string; plural: boolean } {
  const { words, plural } = shareInWords(part, base);
  return { words: `${words} ${base < countedBelow ? things : `of the ${things}`}`, plural };
}

/** The same with its verb: "one in four of the views stops", "3 of 4 views stop". */
export function shareOfDoes(part: number, base: number, things: string, verb: string): string {
  const { words, plural } = shareOf(part, base, things);
  return `${words} ${plural ? verb : `${verb}s`}`;
}

/** A share with its verb: "one in four stops", "half stop". */
export function shareDoes(part: number, base: number, verb: string): string {
  const { words, plural } = shareInWords(part, base);
  return `${words} ${plural ? verb : `${verb}s`}`;
}

/** The same with a capital, to begin a sentence. */
export function beginSentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

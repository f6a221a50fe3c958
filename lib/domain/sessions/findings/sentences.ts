import type { Language } from "@/lib/language/language";
import { countedBelow } from "@/lib/language/numbers";
import { count } from "@/lib/platform/format";
import { numberOfSessions } from "../words";

/* The parts of sentences about sessions. */

const small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** Whole numbers to ten in English words, larger ones in figures. */
export function inWords(value: number): string {
  return small[value] ?? count(value);
}

/** A part of a group of people, as values for a message: all of them, a count of few, or a share in words. */
export function partOfGroup(part: number, base: number, language: Language) {
  const isFew = base < countedBelow;
  const { part: words, number } = language.share(part, base);
  const who = part === base ? (isFew ? "all_few" : "all") : isFew ? "few" : "share";
  return { who, part: words, number, base: numberOfSessions(base, language) };
}

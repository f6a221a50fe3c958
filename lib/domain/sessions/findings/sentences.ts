import { count, countedBelow } from "@/lib/platform/format";
import { shareInWords } from "@/lib/platform/phrases";

/* The parts of sentences about sessions. */

const small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** Whole numbers to ten in words, larger ones in figures. */
export function inWords(value: number): string {
  return small[value] ?? count(value);
}

/** `a quarter of the room`; small numbers are counted: `3 of the 8 people`. */
export function ofTheRoom(part: number, base: number): string {
  if (part === base) return base < countedBelow ? `all ${inWords(base)} people` : "all of the room";
  return `${shareInWords(part, base).part} ${base < countedBelow ? "people" : "of the room"}`;
}

import { count } from "@/lib/platform/format";
import { shareInWords } from "@/lib/platform/phrases";

/* What the sentences about sessions are made of. */

const small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** Whole numbers to ten in words, larger ones in figures. */
export function inWords(value: number): string {
  return small[value] ?? count(value);
}

/** Parts of a whole, where phrases.ts counts heads. */
const partsOfWhole: Readonly<Record<string, string>> = {
  "one in ten": "a tenth",
  "one in five": "a fifth",
  "one in four": "a quarter",
  "one in three": "a third",
  "two in five": "two fifths",
  "three in five": "three fifths",
  "two in three": "two thirds",
  "three in four": "three quarters",
  "four in five": "four fifths",
  "nine in ten": "nine tenths",
};

/** `a quarter of the room`; small rooms are counted: `3 of the 8 people`. */
export function ofTheRoom(part: number, base: number): string {
  if (part === base) return base < 10 ? `all ${inWords(base)} people` : "all of the room";
  const { words } = shareInWords(part, base);
  if (words === `${part} of ${base}`) return `${part} of the ${base} people`;
  const nearly = words.startsWith("nearly ") ? "nearly " : "";
  const fraction = words.slice(nearly.length);
  return `${nearly}${partsOfWhole[fraction] ?? fraction} of the room`;
}

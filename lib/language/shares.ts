import type { Translate } from "./language";
import { countedBelow, type NumberFormat } from "./numbers";

/** The simple fractions that a sentence uses, in percent. Their words are in the catalogue, "shares". */
const fractions = [
  [10, "tenth"],
  [20, "fifth"],
  [25, "quarter"],
  [33.3, "third"],
  [40, "two_fifths"],
  [50, "half"],
  [60, "three_fifths"],
  [66.7, "two_thirds"],
  [75, "three_quarters"],
  [80, "four_fifths"],
  [90, "nine_tenths"],
  [100, "all"],
] as const;

/** A fraction is used when the share is within this many percentage points of it. */
const tolerance = 3;

/** A share, as values for a message. */
export type Share = {
  /** Of people: "one in four", "half", "3 of 4"; near no simple fraction "37 %". */
  share: string;
  /** Of a whole: "a quarter", "half", "3 of the 4". */
  part: string;
  /** The number of its verb: "one in four" stops, "half" stop. */
  number: "one" | "other";
  /** Whether the base is so small that `share` is written as "3 of 4". */
  few: "yes" | "no";
};

/** A share in words. "Nearly" means less; a share near no simple fraction is written in per cent. */
export function shareIn(t: Translate, { percent }: NumberFormat, part: number, base: number): Share {
  if (base < countedBelow)
    return {
      share: t("shares.of_few.words", { part, base }),
      part: t("shares.of_few.part", { part, base }),
      number: part === 1 ? "one" : "other",
      few: "yes",
    };
  const value = (part / base) * 100;
  const [at, name] =
    part === base
      ? fractions[fractions.length - 1]!
      : fractions.reduce((best, fraction) =>
          Math.abs(fraction[0] - value) < Math.abs(best[0] - value) ? fraction : best,
        );
  const away = value - at;
  if (Math.abs(away) > tolerance || value < 5) {
    const text = t("shares.percent.words", { percent: percent(Math.round(value), 0) });
    const number = t("shares.percent.number") === "one" ? "one" : "other";
    return { share: text, part: text, number, few: "no" };
  }
  const words = { share: t(`shares.${name}.words`), part: t(`shares.${name}.part`) };
  const number = t(`shares.${name}.number`) === "one" ? "one" : "other";
  // "All" is never approximate.
  const isNearly = part !== base && (name === "all" || away < -1);
  if (!isNearly) return { ...words, number, few: "no" };
  return {
    share: t("shares.nearly", { share: words.share }),
    part: t("shares.nearly", { share: words.part }),
    number,
    few: "no",
  };
}

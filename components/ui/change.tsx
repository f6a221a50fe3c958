import type { Language } from "@/lib/language/language";
import type { Unit } from "@/lib/language/numbers";
import type { compareToTypical, Side } from "@/lib/measure/evidence";
import type { MiddleHalf } from "@/lib/measure/quantiles";
import { classNames } from "./class-names";
import { Icon } from "./icon";
import { useLanguage } from "./use-language";

type Compared = ReturnType<typeof compareToTypical>;

type Tone = "good" | "bad" | "warn" | "neutral";

/** How a number differs from what it is compared with. */
export type ChangeProps = {
  direction: "up" | "down" | "same" | "none";
  /** Whether the change is good; a change without a verdict is neutral. */
  tone: Tone;
  /** "6.4 points above typical", "about typical (31)". */
  words: string;
};

const tones = { good: "text-good", bad: "text-bad", warn: "text-warn", neutral: "text-ink-2" };

/** An arrow and words, never colour alone. */
export function Change({ direction, tone, words }: ChangeProps) {
  return (
    <span className={classNames("inline-flex items-center gap-1 text-small leading-[18px]", tones[tone])}>
      {direction === "none" ? null : <Icon name={direction} />}
      <span>{words}</span>
    </span>
  );
}

const directions = { above: "up", same: "same", below: "down" } as const;
const verdicts: Record<Side, Tone> = { above: "good", same: "neutral", below: "bad" };

/** A change from its side and its texts. Higher is good, unless `verdict` says otherwise. */
export function changeTo(
  side: Side,
  words: Record<Side, string>,
  verdict: Partial<Record<Side, Tone>> = {},
): ChangeProps {
  return { direction: directions[side], tone: { ...verdicts, ...verdict }[side], words: words[side] };
}

/** A number beside what is typical; undefined where nothing can be said. */
export function changeFromTypical(
  unit: Unit,
  compared: Compared,
  band: MiddleHalf | null | undefined,
  { t, distanceIn, inUnit }: Language,
): ChangeProps | undefined {
  if (!compared || !band) return undefined;
  const by = distanceIn(unit, Math.abs(compared.difference));
  return changeTo(compared.side, {
    above: t("ui.above_typical", { by }),
    same: t("ui.about_typical_of", { median: inUnit(unit, band.median) }),
    below: t("ui.below_typical", { by }),
  });
}

/** The same in a table's cell under the head "Against typical": `7.0`, `about typical`. */
export function shortChangeFromTypical(
  unit: Unit,
  compared: Compared,
  { t, distanceIn }: Language,
): ChangeProps | undefined {
  if (!compared) return undefined;
  const by = distanceIn(unit, Math.abs(compared.difference));
  return changeTo(compared.side, { above: by, same: t("ui.about_typical"), below: by });
}

/** A table's cell under that head; empty where nothing can be said. */
export function ShortChange({ unit, compared }: { unit: Unit; compared: Compared }) {
  const change = shortChangeFromTypical(unit, compared, useLanguage());
  return change ? <Change {...change} /> : null;
}

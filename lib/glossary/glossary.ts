import type { Language, MessageKey } from "@/lib/language/language";
import { playbackTerms } from "./playback";
import { sessionTerms } from "./sessions";
import { computed, percent, type Term } from "./terms";
import { videoTerms } from "./videos";

/*
 * Every number that Lectern shows: its JSON key and its unit. Its label on a screen, what it means and how it is computed are in the
 * catalogues, under `glossary`. Pages, popovers and CSV heads read it; a test fails for a number that is not here.
 *
 * A key has no prefix where it means one thing everywhere. Where another answer uses the same key for another number, the
 * answer's name is its prefix: `segment.completion_rate`.
 */

/** The numbers of a course: of an assessment, and of a learner. */
export const courseTerms = {
  mean_score_percentage: computed(percent),
  mastery_percentage: computed(percent),
} satisfies Record<string, Term>;

export const glossary = { ...videoTerms, ...playbackTerms, ...sessionTerms, ...courseTerms } as const;

export type GlossaryKey = keyof typeof glossary;

/** What a screen shows of an entry: its name, what it means, and its formula in words, with the names of other entries. */
export type Words = { label: string; definition: string; formula?: string };

export const labelOf = (key: GlossaryKey, { t }: Language): string =>
  t(`glossary.${key}.label` as MessageKey);

export function wordsOf(key: GlossaryKey, language: Language): Words {
  const { t } = language;
  const { computed }: Term = glossary[key];
  return {
    label: labelOf(key, language),
    definition: t(`glossary.${key}.definition` as MessageKey),
    ...(computed ? { formula: t(`glossary.${key}.formula` as MessageKey) } : {}),
  };
}

const perKey = <Key extends GlossaryKey, Value>(keys: readonly Key[], of: (key: Key) => Value) =>
  Object.fromEntries(keys.map((key) => [key, of(key)])) as Record<Key, Value>;

/** The words of some entries, for a component that runs in the browser. */
export const pick = <Key extends GlossaryKey>(keys: readonly Key[], language: Language): Record<Key, Words> =>
  perKey(keys, (key) => wordsOf(key, language));

export const labelsOf = <Key extends GlossaryKey>(
  keys: readonly Key[],
  language: Language,
): Record<Key, string> => perKey(keys, (key) => labelOf(key, language));

import { playbackTerms } from "./playback";
import { sessionTerms } from "./sessions";
import type { Term, Unit } from "./terms";
import { videoTerms } from "./videos";

export type { Term } from "./terms";

/*
 * Every number that Lectern shows: its JSON key, its label on a screen, its unit, what it means and how it is computed.
 * Pages, popovers, CSV heads and OpenAPI read it; a test fails for a number that is not here.
 *
 * A key has no prefix where it means one thing everywhere. Where another answer uses the same key for another number, the
 * answer's name is its prefix: `segment.completion_rate`.
 */

export const glossary = { ...videoTerms, ...playbackTerms, ...sessionTerms } as const;

export type GlossaryKey = keyof typeof glossary;

/** A number's entry: the answer's own entry for the key if it has one, else the general one. */
export function term(key: string, answer?: string): Term | undefined {
  const terms: Record<string, Term> = glossary;
  return (answer ? terms[`${answer}.${key}`] : undefined) ?? terms[key];
}

/** What a screen shows of an entry. */
export type Words = Pick<Term, "label" | "definition">;

const perKey = <Key extends GlossaryKey, Value>(keys: readonly Key[], of: (entry: Term) => Value) =>
  Object.fromEntries(keys.map((key) => [key, of(glossary[key])])) as Record<Key, Value>;

/** The texts of some entries, for a component that runs in the browser. */
export const pick = <Key extends GlossaryKey>(keys: readonly Key[]): Record<Key, Words> =>
  perKey(keys, ({ label, definition }) => ({ label, definition }));

export const labelsOf = <Key extends GlossaryKey>(keys: readonly Key[]): Record<Key, string> =>
  perKey(keys, ({ label }) => label);

const unitInHead: Partial<Record<Unit, string>> = {
  percent: "%",
  seconds: "seconds",
  minutes: "minutes",
  hours: "hours",
};

/** A column's head in a CSV: the label with its unit, "Average watched (%)". */
export function csvHead(key: GlossaryKey): string {
  const { label, unit }: Term = glossary[key];
  const said = unitInHead[unit];
  return said ? `${label} (${said})` : label;
}

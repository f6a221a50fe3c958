/* A practice session as the calculations read it. Pure. */

export const practiceTypes = ["conversation", "pronunciation", "roleplay"] as const;
export type PracticeType = (typeof practiceTypes)[number];

/** The three scores, 0–100. */
export const scoreNames = ["pronunciation_score", "fluency_score", "grammar_score"] as const;
export type ScoreName = (typeof scoreNames)[number];
export type Scores = Record<ScoreName, number | null>;

/** A saved session, without what only the app that sent it reads. */
export type Practice = Scores & {
  id: string;
  created_at: Date;
  session_type: PracticeType;
  duration_seconds: number;
  words_spoken: number;
  topics: readonly string[];
  vocabulary_learned: readonly string[];
  areas_to_improve: readonly string[];
};

/** Topics, areas and words are the same when only their case, their spaces or the form of their letters differ. */
export const keyOf = (text: string): string =>
  text.normalize("NFC").toLowerCase().replaceAll(/\s+/g, " ").trim();

/** What a list names, each once: its key and the spelling of its first mention. */
export function named(texts: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const text of texts) if (!names.has(keyOf(text))) names.set(keyOf(text), text);
  return names;
}

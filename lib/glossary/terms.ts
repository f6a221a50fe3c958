/** What the code knows of a number; its words are in the catalogues (lib/language/messages), under `glossary`. */
export type Term = {
  unit: Unit;
  /** Whether its words have a formula: a plain count has none. */
  computed?: true;
};

export type Unit =
  | "count"
  | "percent"
  | "points"
  | "seconds"
  | "minutes"
  | "hours"
  | "ratio"
  | "score"
  | "stars"
  | "place";

const countedIn = (unit: Unit): Term => ({ unit });

export const count = countedIn("count");
export const percent = countedIn("percent");
export const points = countedIn("points");
export const seconds = countedIn("seconds");
export const minutes = countedIn("minutes");
export const hours = countedIn("hours");
export const ratio = countedIn("ratio");
export const score = countedIn("score");
export const stars = countedIn("stars");
export const place = countedIn("place");

/** A number with a formula. */
export const computed = (term: Term): Term => ({ ...term, computed: true });

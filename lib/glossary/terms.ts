/** What a number is counted in. */
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

export type Term = {
  /** What it is called on a screen. */
  label: string;
  unit: Unit;
  definition: string;
  /** In words, with the labels of other terms; none for a plain count. */
  formula?: string;
  /** Raised when the same facts would give another number; 1 where it is not said. */
  version?: number;
};

export type Term = {
  /** Its name on screens. */
  label: string;
  /** Its unit. */
  unit: Unit;
  definition: string;
  /** In words, with the labels of other terms; undefined for a plain count. */
  formula?: string;
  /** Raised when the same facts would give another number; default: 1. */
  version?: number;
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

const countedIn =
  (unit: Unit) =>
  (label: string, definition: string, formula?: string): Term => ({
    label,
    unit,
    definition,
    ...(formula ? { formula } : {}),
  });

/* The terms of a unit: `percent("Attendance rate", "Share of …", "Registered and attended ÷ Registered × 100")`. */
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

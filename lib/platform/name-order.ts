const collator = new Intl.Collator("en", { numeric: true });

/** The order of names and titles that people read: Álex beside Alex, "Session 10" after "Session 9". */
export const compareNames = (one: string, other: string): number => collator.compare(one, other);
